import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";

import { Trial } from "./trial.js";

const names = ["dora", "blake", "rhea", "ada"];

/** Everybody in a group and a role; `options` are added by name. */
function declareAll(options: Record<string, string> = {}): string {
  const people = names.map(
    (name) => `
      const ${name} = new approw.User("${name}", { username: "${name}", ${options[name] ?? ""} });
      new approw.UserGroupMembership("${name}", { userId: ${name}.id, groups: ["engineering"] });
      new approw.UserRoleAssignment("${name}", { userId: ${name}.id, roles: ["author"] });
    `,
  );
  return people.join("") + 'new approw.User("owner", { username: "pool-owner", adopt: true });';
}

/** One life of one stack: each test goes on where the one before it stopped. */
describe("people who leave the program", () => {
  let trial: Trial;
  let ids: Record<string, string>;
  let output: string;

  beforeAll(async () => {
    trial = await Trial.open(declareAll());
    await trial.must("up");
    const people = await Promise.all(names.map((username) => trial.pool.admin.users.find({ username })));
    ids = Object.fromEntries(people.map((person) => [person!.username!, person!.id]));
  });

  afterAll(() => trial.close());

  async function standing(name: string): Promise<Record<string, unknown>> {
    const { users } = trial.pool.admin;
    const id = ids[name]!;
    const [{ blocked }, groups, roles] = await Promise.all([
      users.detail(id),
      users.listGroups(id),
      users.listRoles(id),
    ]);
    return { blocked, groups: groups.list.length, roles: roles.list.length };
  }

  test("a change of the policy alone is kept in the state and asks the service for nothing", async () => {
    await trial.write(declareAll({ blake: 'deletionPolicy: "block"', rhea: 'deletionPolicy: "retain"' }));
    trial.calls.length = 0;

    const up = await trial.must("up");

    expect(up.changeSummary).toMatchObject({ update: 2 });
    expect(trial.calls).toEqual([]);
  });

  test("are deleted unless their policy says otherwise", async () => {
    await trial.pool.admin.users.update(ids["ada"]!, { username: "somebody-else" });
    await trial.write("");

    const { code, stdout } = await trial.run("up", "--continue-on-error");

    output = stdout;
    expect(code).not.toBe(0);
    expect(await trial.pool.admin.users.find({ username: "dora" })).toBeNull();
  });

  test("are blocked and lose what the program gave them with the policy block", async () => {
    expect(await standing("blake")).toEqual({ blocked: true, groups: 0, roles: 0 });
  });

  test("stay in the pool with the policy retain, without what the program gave them", async () => {
    expect(await standing("rhea")).toEqual({ blocked: false, groups: 0, roles: 0 });
  });

  test("are not deleted when the id is somebody else's now, and the error says how to go on", async () => {
    expect(output).toContain(`user ${ids["ada"]} (username a***) is not who the state knows`);
    expect(output).toContain("the pool has another username");
    expect(output).toContain("run `pulumi refresh`");
    expect((await trial.pool.admin.users.detail(ids["ada"]!)).username).toBe("somebody-else");
  });

  test("are not deleted when they own the pool, and the error says so", () => {
    expect(output).toContain(
      `user ${trial.pool.emulator.ownerId} (username p***) owns the user pool and was not deleted`,
    );
    expect(output).toContain('deletionPolicy: "retain"');
  });

  test("go with the next run, once a refresh has told the state who they are", async () => {
    await trial.must("refresh");
    await trial.write('new approw.User("owner", { username: "pool-owner", deletionPolicy: "retain" });');

    await trial.must("up");

    expect(await trial.pool.admin.users.find({ username: "somebody-else" })).toBeNull();
  });

  test("leave the state without a word to the service when the policy is retain, the pool's owner as well", async () => {
    trial.calls.length = 0;

    await trial.must("destroy");

    expect(trial.calls).toEqual([]);
    const { resources } = await trial.state();
    expect(resources.filter(({ type }) => type.includes("approw:"))).toEqual([]);
  });
});

describe("approw:maxDeletions", () => {
  test("lets nobody go when too many leave together, names each, and goes on when it is raised", async () => {
    const people = ["ann", "ben", "cid", "dee", "eli", "fay", "gus", "hal"];
    const declare = (names: string[]): string =>
      names.map((name) => `new approw.User("${name}", { username: "${name}" });`).join("\n");
    const trial = await Trial.open(declare(people), { config: { "approw:maxDeletions": "2" } });
    onTestFinished(() => trial.close());
    const { admin } = trial.pool;
    await trial.must("up");
    const leaving = people.slice(0, 5);
    const idsOfLeaving = await Promise.all(
      leaving.map(async (username) => (await admin.users.find({ username }))!.id),
    );
    await trial.write(declare(people.slice(5)));

    const refused = await trial.run("up");

    expect(refused.code).not.toBe(0);
    for (const id of idsOfLeaving) expect(refused.stdout).toContain(`deleting user ${id}`);
    expect(refused.stdout).toContain("approw:maxDeletions allows 2");
    expect((await admin.users.list()).totalCount).toBe(8);

    await trial.stack.configure({ "approw:maxDeletions": "5" });
    await trial.must("up");

    expect((await admin.users.list()).totalCount).toBe(3);
  });
});
