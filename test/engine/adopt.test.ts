import { afterAll, beforeAll, describe, expect, test } from "vitest";

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

let trial: Trial;
let ids: Record<"ada" | "bob" | "carol" | "eve", string>;

beforeAll(async () => {
  // A service that refuses to put into a group who already is there is the harder one to be silent about.
  trial = await Trial.open(declareAda("hush-declared-1") + eve + mixedUp, {
    emulator: { behaviour: { repeatedMembership: "error" } },
  });
  const { users } = trial.pool.admin;
  const [ada, bob, carol, eveInPool] = await Promise.all([
    users.create({ username: "ada", password: "hush-own-1", company: "Example" }),
    users.create({ username: "bob" }),
    users.create({ username: "carol", email: "carol@example.com" }),
    users.create({ email: "eve@example.com" }),
  ]);
  ids = { ada: ada.id, bob: bob.id, carol: carol.id, eve: eveInPool.id };
  await users.addGroup(ada.id, "engineering");
  await users.addRoles(ada.id, ["author"]);
});

afterAll(() => trial.close());

async function countPeople(): Promise<number> {
  return (await trial.pool.admin.users.list()).totalCount;
}

/** One life of one stack: each test goes on where the one before it stopped. */
describe("people who are in the pool before the program declares them", () => {
  test("without adopt, the error names the person's id and the option; with keys of two people, it names both", async () => {
    const { code, stdout } = await trial.run("up", "--continue-on-error");

    expect(code).not.toBe(0);
    expect(stdout).toContain(`is already in the pool with the id ${ids.ada}`);
    expect(stdout).toContain("set adopt: true on the resource or run `pulumi config set approw:adopt true`");
    expect(stdout).toMatch(
      new RegExp(
        `belong to different people, users (?:${ids.bob} and ${ids.carol}|${ids.carol} and ${ids.bob})`,
        "u",
      ),
    );
    expect(await countPeople()).toBe(4);
  });

  test("with adopt: true, the person is taken over and only what is declared changes", async () => {
    const { resources } = await trial.state();

    expect(resources.find(({ urn }) => urn.endsWith("::eve"))?.id).toBe(ids.eve);
    expect(await trial.pool.admin.users.detail(ids.eve)).toMatchObject({
      email: "eve@example.com",
      nickname: "Eve",
    });
  });

  test("with approw:adopt, the whole stack takes over; passwords, groups and roles stay as they are", async () => {
    const { admin, emulator } = trial.pool;
    await trial.write(declareAda("hush-declared-1") + eve);
    await trial.stack.configure({ "approw:adopt": "true" });

    await trial.must("up");

    expect(await admin.users.detail(ids.ada)).toMatchObject({ nickname: "Countess", company: "Example" });
    expect(emulator.hasPassword(ids.ada, "hush-own-1")).toBe(true);
    expect((await admin.users.listGroups(ids.ada)).list).toMatchObject([{ code: "engineering" }]);
    expect((await admin.users.listRoles(ids.ada)).list).toMatchObject([{ code: "author" }]);
    expect(await countPeople()).toBe(4);
  });

  test("the password of an adopted person changes when the declared one does", async () => {
    await trial.write(declareAda("hush-declared-2") + eve);

    await trial.must("up");

    expect(trial.pool.emulator.hasPassword(ids.ada, "hush-declared-2")).toBe(true);
  });
});
