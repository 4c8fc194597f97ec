import { expect, onTestFinished, test } from "vitest";

import { step } from "./step.js";
import { Trial } from "./trial.js";

const names = ["dora", "blake", "rhea", "ada"];

/** All of them in a group and with a role; `options` are added by name. */
function declareAll(options: Record<string, string> = {}): string {
  const users = names.map(
    (name) => `
      const ${name} = new approw.User("${name}", { username: "${name}", ${options[name] ?? ""} });
      new approw.UserGroupMembership("${name}", { userId: ${name}.id, groups: ["engineering"] });
      new approw.UserRoleAssignment("${name}", { userId: ${name}.id, roles: ["author"] });
    `,
  );
  return (
    users.join("") +
    'new approw.User("owner", { username: "pool-owner", adopt: true, deletionPolicy: "delete" });'
  );
}

test("users who are removed from the program", async () => {
  const trial = await Trial.open(declareAll());
  onTestFinished(() => trial.close());
  const { users } = trial.pool.admin;
  await trial.must("up");
  const found = await Promise.all(names.map((username) => users.find({ username })));
  const ids = Object.fromEntries(found.map((user) => [user!.username!, user!.id]));

  async function accessOf(name: string): Promise<Record<string, unknown>> {
    const id = ids[name]!;
    const [{ blocked }, groups, roles] = await Promise.all([
      users.detail(id),
      users.listGroups(id),
      users.listRoles(id),
    ]);
    return { blocked, groups: groups.list.length, roles: roles.list.length };
  }

  await step("a change of the policy alone changes the state and sends no request", async () => {
    await trial.write(declareAll({ blake: 'deletionPolicy: "block"', rhea: 'deletionPolicy: "retain"' }));
    trial.calls.length = 0;

    const up = await trial.must("up");

    expect(up.changeSummary).toMatchObject({ update: 2 });
    expect(trial.calls).toEqual([]);
  });

  await users.update(ids["ada"]!, { username: "somebody-else" });
  await trial.write("");
  const { code, stdout } = await trial.run("up", "--continue-on-error");

  await step("they are deleted unless their policy says otherwise", async () => {
    expect(code).not.toBe(0);
    expect(await users.find({ username: "dora" })).toBeNull();
  });

  await step(
    "with the policy block, they are blocked and lose what the program assigned to them",
    async () => {
      expect(await accessOf("blake")).toEqual({ blocked: true, groups: 0, roles: 0 });
    },
  );

  await step(
    "with the policy retain, they stay in the pool without what the program assigned to them",
    async () => {
      expect(await accessOf("rhea")).toEqual({ blocked: false, groups: 0, roles: 0 });
    },
  );

  await step("a user with the id but other keys is not deleted, and the error says what to do", async () => {
    expect(stdout).toContain(`user ${ids["ada"]} (username a***) is not the user whom the state knows`);
    expect(stdout).toContain("the pool has a different username");
    expect(stdout).toContain("run `pulumi refresh`");
    expect((await users.detail(ids["ada"]!)).username).toBe("somebody-else");
  });

  await step("the owner of the pool is not deleted, and the error says so", () => {
    expect(stdout).toContain(
      `user ${trial.pool.emulator.ownerId} (username p***) owns the user pool and was not deleted`,
    );
    expect(stdout).toContain('deletionPolicy: "retain"');
  });

  await step("after a refresh, the next run deletes the user whose keys changed", async () => {
    await trial.must("refresh");
    await trial.write('new approw.User("owner", { username: "pool-owner", deletionPolicy: "retain" });');

    await trial.must("up");

    expect(await users.find({ username: "somebody-else" })).toBeNull();
  });

  await step(
    "with the policy retain, destroy removes even the pool's owner from the state without a request",
    async () => {
      trial.calls.length = 0;

      await trial.must("destroy");

      expect(trial.calls).toEqual([]);
      const { resources } = await trial.state();
      expect(resources.filter(({ type }) => type.includes("approw:"))).toEqual([]);
    },
  );
});

test("approw:maxDeletions", async () => {
  const all = ["ann", "ben", "cid", "dee", "eli", "fay", "gus", "hal"];
  const declare = (names: string[]): string =>
    names.map((name) => `new approw.User("${name}", { username: "${name}" });`).join("\n");
  const trial = await Trial.open(declare(all));
  onTestFinished(() => trial.close());
  const { users } = trial.pool.admin;
  await trial.must("up");
  const found = await Promise.all(all.map((username) => users.find({ username })));
  const ids = found.map((user) => user!.id);

  await step(
    "with a limit that was set since the last up, a program that declares nothing more deletes no more users than today's limit allows",
    async () => {
      await trial.stack.configure({ "approw:maxDeletions": "1" });
      await trial.write("");

      const { code, stdout } = await trial.run("up");

      expect(code).not.toBe(0);
      expect(stdout).toContain("approw:maxDeletions is 1");
      expect((await users.list()).totalCount).toBe(8);
    },
  );

  await step("deletes no user when a run would delete too many, and names each", async () => {
    await trial.stack.configure({ "approw:maxDeletions": "2" });
    await trial.write(declare(all.slice(5)));

    const { code, stdout } = await trial.run("up");

    expect(code).not.toBe(0);
    for (const id of ids.slice(0, 5)) expect(stdout).toContain(`deleting user ${id}`);
    expect(stdout).toContain("approw:maxDeletions is 2");
    expect((await users.list()).totalCount).toBe(8);
  });

  await step("deletes them once the limit is raised", async () => {
    await trial.stack.configure({ "approw:maxDeletions": "5" });

    await trial.must("up");

    expect((await users.list()).totalCount).toBe(3);
  });

  await step("allows a program that declares nothing more to delete as many", async () => {
    await trial.stack.configure({ "approw:maxDeletions": "3" });
    await trial.write("");

    await trial.must("up");

    expect((await users.list()).totalCount).toBe(0);
  });
});
