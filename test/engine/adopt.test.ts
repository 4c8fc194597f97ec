import { expect, onTestFinished, test } from "vitest";

import { step } from "./step.js";
import { Trial } from "./trial.js";

/** Ada as the program declares her; `password` is not the one that she has. */
function declareAda(password: string): string {
  return `
    const ada = new approw.User("ada", { username: "ada", nickname: "Countess", password: "${password}" });
    new approw.UserGroupMembership("ada", { userId: ada.id, groups: ["engineering"] });
    new approw.UserRoleAssignment("ada", { userId: ada.id, roles: ["author"] });
  `;
}

const eve = 'new approw.User("eve", { email: "Eve@Example.com", nickname: "Eve", adopt: true });';
const mixedUp = 'new approw.User("mixed-up", { username: "bob", email: "carol@example.com", adopt: true });';

test("users who are in the pool before the program declares them", async () => {
  // A service that refuses to add a user to a group twice is the stricter one.
  const trial = await Trial.open(declareAda("hush-declared-1") + eve + mixedUp, {
    emulator: { behaviour: { repeatedMembership: "error" } },
  });
  onTestFinished(() => trial.close());
  const { admin, emulator } = trial.pool;
  const { users } = admin;
  const [ada, bob, carol, eveInPool] = await Promise.all([
    users.create({ username: "ada", password: "hush-own-1", company: "Example" }),
    users.create({ username: "bob" }),
    users.create({ username: "carol", email: "carol@example.com" }),
    users.create({ email: "eve@example.com" }),
  ]);
  await users.addGroup(ada.id, "engineering");
  await users.addRoles(ada.id, ["author"]);
  const countUsers = async (): Promise<number> => (await users.list()).totalCount;

  await step(
    "without adopt, the error names the user's id and the option; with keys of two users, it names both",
    async () => {
      const { code, stdout } = await trial.run("up", "--continue-on-error");

      expect(code).not.toBe(0);
      expect(stdout).toContain(`is already in the pool with the id ${ada.id}`);
      expect(stdout).toContain(
        "set adopt: true on the resource or run `pulumi config set approw:adopt true`",
      );
      expect(stdout).toMatch(
        new RegExp(`belong to different users, (?:${bob.id} and ${carol.id}|${carol.id} and ${bob.id})`, "u"),
      );
      expect(await countUsers()).toBe(4);
    },
  );

  await step("with adopt: true, the user is adopted and only declared fields change", async () => {
    const { resources } = await trial.state();

    expect(resources.find(({ urn }) => urn.endsWith("::eve"))?.id).toBe(eveInPool.id);
    expect(await users.detail(eveInPool.id)).toMatchObject({ email: "eve@example.com", nickname: "Eve" });
  });

  await step(
    "with approw:adopt, the whole stack adopts; passwords, groups and roles are unchanged",
    async () => {
      await trial.write(declareAda("hush-declared-1") + eve);
      await trial.stack.configure({ "approw:adopt": "true" });

      await trial.must("up");

      expect(await users.detail(ada.id)).toMatchObject({ nickname: "Countess", company: "Example" });
      expect(emulator.hasPassword(ada.id, "hush-own-1")).toBe(true);
      expect((await users.listGroups(ada.id)).list).toMatchObject([{ code: "engineering" }]);
      expect((await users.listRoles(ada.id)).list).toMatchObject([{ code: "author" }]);
      expect(await countUsers()).toBe(4);
    },
  );

  await step("the password of an adopted user changes when the declared one does", async () => {
    await trial.write(declareAda("hush-declared-2") + eve);

    await trial.must("up");

    expect(emulator.hasPassword(ada.id, "hush-declared-2")).toBe(true);
  });
});
