import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { passwordMark, Trial } from "./trial.js";

let trial: Trial;

/** Ada with a membership and a role assignment, as the program declares them. */
function declareAda(fields: Record<string, unknown>, groups: string[], roles: string[]): string {
  return `
    const ada = new approw.User("ada", ${JSON.stringify({ username: "ada", ...fields })});
    new approw.UserGroupMembership("ada", { userId: ada.id, groups: ${JSON.stringify(groups)} });
    new approw.UserRoleAssignment("ada", { userId: ada.id, roles: ${JSON.stringify(roles)} });
    export const id = ada.id;
  `;
}

const profile = {
  email: "Ada@Example.com",
  nickname: "Ada",
  city: "London",
  password: `${passwordMark}engine`,
};

beforeAll(async () => {
  trial = await Trial.open(declareAda(profile, ["engineering"], ["author"]));
});

afterAll(() => trial.close());

async function findAda(): Promise<
  { id: string; groups: string[]; roles: string[] } & Record<string, unknown>
> {
  const { admin } = trial.pool;
  const ada = await admin.users.find({ username: "ada" });
  if (ada === null) throw new Error("ada is not in the pool");
  const [groups, roles] = await Promise.all([admin.users.listGroups(ada.id), admin.users.listRoles(ada.id)]);
  return {
    ...ada,
    groups: groups.list.map(({ code }) => code).sort(),
    roles: roles.list.map(({ code }) => code).sort(),
  };
}

/** Each test goes on where the one before it stopped: one life of one stack. */
describe("the life of a user, a membership and a role assignment", () => {
  test("a preview calls nothing and plans three creations", async () => {
    const preview = await trial.run("preview", "--diff");

    expect(preview.changeSummary).toMatchObject({ create: 4 });
    expect(trial.pool.emulator.counters.total()).toBe(0);
  });

  test("up creates the person with every declared field, the groups and the roles", async () => {
    await trial.must("up");

    expect(await findAda()).toMatchObject({
      email: "ada@example.com",
      nickname: "Ada",
      city: "London",
      groups: ["engineering"],
      roles: ["author"],
    });
  });

  test("a second up changes nothing and calls nothing", async () => {
    trial.pool.emulator.counters.reset();

    await trial.must("up", "--expect-no-changes");

    expect(trial.pool.emulator.counters.total()).toBe(0);
  });

  test("a refresh of an untouched pool shows no change", async () => {
    await trial.must("refresh", "--expect-no-changes");
  });

  test("up sends only the field that changed", async () => {
    await trial.write(
      declareAda({ ...profile, nickname: "Countess" }, ["engineering", "research"], ["author"]),
    );
    trial.pool.emulator.counters.reset();

    const up = await trial.run("up");

    expect(up.changeSummary).toMatchObject({ update: 2, same: 2 });
    expect(await findAda()).toMatchObject({ nickname: "Countess", groups: ["engineering", "research"] });
    expect(trial.pool.emulator.counters.of("updateUser")).toBe(1);
    expect(trial.pool.emulator.counters.of("addUserToGroup")).toBe(1);
  });

  test("a change by hand shows in a refresh as exactly that field, and up repairs exactly that", async () => {
    const { id } = await findAda();
    await trial.pool.admin.users.update(id, { nickname: "by hand", company: "not declared" });
    await trial.pool.admin.users.removeRoles(id, ["author"]);
    await trial.pool.admin.users.addGroup(id, "on-call");

    const refresh = await trial.run("refresh");

    const changed = refresh.steps.filter(
      ({ before, after }) => JSON.stringify(before) !== JSON.stringify(after),
    );
    expect(changed.map(({ type }) => type.split(":").at(-1)).sort()).toEqual(["User", "UserRoleAssignment"]);
    expect(refresh.stdout).not.toContain("not declared");

    const up = await trial.run("up");

    expect(up.changeSummary).toMatchObject({ update: 2 });
    expect(await findAda()).toMatchObject({
      nickname: "Countess",
      company: "not declared",
      groups: ["engineering", "on-call", "research"],
      roles: ["author"],
    });
    await trial.must("refresh", "--expect-no-changes");
    await trial.must("up", "--expect-no-changes");
  });

  test("a person deleted by hand is created again, with groups and roles", async () => {
    const { id } = await findAda();
    await trial.pool.admin.users.delete(id);

    const refresh = await trial.run("refresh");
    const up = await trial.run("up");

    expect(refresh.changeSummary, refresh.stdout).toMatchObject({ delete: 3 });
    expect(up.changeSummary).toMatchObject({ create: 3 });
    expect(await findAda()).toMatchObject({ groups: ["engineering", "research"], roles: ["author"] });
  });

  // The trial looks through everything that a run writes, the plan in detail among it.
  test("no output and no state shows the password or the secret in clear", async () => {
    expect(JSON.stringify(await trial.state())).toContain("__digests");
  });

  test("destroy removes the person and leaves the others", async () => {
    const bystander = await trial.pool.admin.users.create({ username: "bystander" });

    await trial.must("destroy");

    expect(await trial.pool.admin.users.find({ username: "ada" })).toBeNull();
    expect((await trial.pool.admin.users.detail(bystander.id)).username).toBe("bystander");
    expect((await trial.state()).resources.filter(({ type }) => type.includes("approw"))).toEqual([]);
  });
});
