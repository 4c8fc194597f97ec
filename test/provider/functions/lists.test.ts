import { beforeEach, describe, expect, test } from "vitest";

import { getUserGroups, getUserRoles, getUsers, type GetUsersArgs } from "../../../provider/index.js";
import { getGroup, getGroups, getRole, getRoles } from "../../../provider/index.js";
import { isNotFound } from "../../../sdk/index.js";
import { type Pool, startPool } from "../../support/start-pool.js";
import { inProgram, requestsOf } from "./in-program.js";

let pool: Pool;

/** Every third user is in `engineering`, and the second is an author and a recruiter. */
const users = Array.from({ length: 250 }, (_, index) => ({
  username: `user-${String(index).padStart(3, "0")}`,
  name: index % 2 === 0 ? "Even" : "Odd",
  groups: index % 3 === 0 ? ["engineering"] : [],
  roles: index === 1 ? [{ code: "author" }, { code: "recruiter", namespace: "hr" }] : [],
}));

beforeEach(async () => {
  const namespaces = [{ code: "hr" }];
  pool = await startPool({ seed: { users, namespaces, roles: [{ code: "recruiter", namespace: "hr" }] } });
  await inProgram(pool);
});

async function failureOf(call: Promise<unknown>): Promise<Error> {
  return await call.then(
    () => expect.unreachable("it must fail"),
    (error: unknown) => error as Error,
  );
}

async function namesOf(args: GetUsersArgs): Promise<unknown[]> {
  const { users: found } = await getUsers(args);
  return found.map(({ username }) => username).sort();
}

const namesWhere = (isAsked: (index: number) => boolean): string[] =>
  users.filter((_, index) => isAsked(index)).map(({ username }) => username);

async function idOf(index: number): Promise<string> {
  const { username = "" } = users[index] ?? {};
  return (await pool.admin.users.find({ username }))!.id;
}

describe("getUsers", () => {
  test.each([
    ["all users", { all: true }, () => true],
    ["those that match a search", { search: "Even" }, (index: number) => index % 2 === 0],
    ["the members of a group", { group: "engineering" }, (index: number) => index % 3 === 0],
    ["the holders of a role", { role: "author" }, (index: number) => index === 1],
    [
      "the holders of a role in a namespace",
      { role: "recruiter", namespace: "hr" },
      (index: number) => index === 1,
    ],
    ["nobody in an empty group", { group: "research" }, () => false],
  ] as const)("reads every page of %s, and asks once", async (_what, args, isAsked) => {
    expect(await namesOf(args)).toEqual(namesWhere(isAsked));
    const requests = pool.emulator.counters.total();

    await getUsers(args);

    expect(pool.emulator.counters.total()).toBe(requests);
  });

  test("reads users by ids, each once, and leaves out those who do not exist", async () => {
    const [some, other] = [await idOf(7), await idOf(8)];

    const found = await getUsers({ ids: [other, "5f0000000000000000000000", some, other] });

    expect(found.users.map(({ id }) => id)).toEqual([other, some]);
    expect(await getUsers({ ids: [] })).toEqual({ users: [], userPoolId: pool.emulator.userPoolId });
  });

  test("loses no user to a page that is cut, and fails if the list stays incomplete", async () => {
    pool.emulator.faults.add({ kind: "cutPage", operation: "users", skip: 1 });
    expect(await namesOf({ all: true })).toHaveLength(250);

    pool.emulator.faults.add({ kind: "cutPage", operation: "group", times: Infinity });
    const error = await failureOf(getUsers({ group: "engineering" }));

    expect(error.message).toContain("the list was still inconsistent after 3 attempts");
    pool.emulator.faults.clear();
    expect(await namesOf({ group: "engineering" })).toHaveLength(84);
  });

  test.each([
    [{ group: "enginering" }, "there is no group enginering"],
    [{ role: "author", namespace: "hr" }, "there is no role author in namespace hr"],
  ])("fails for %j, which does not exist: nobody in it would be another answer", async (args, reason) => {
    const error = await failureOf(getUsers(args));

    expect(error.message).toContain(reason);
    expect(error.message).toContain(`getUsers failed in user pool ${pool.emulator.userPoolId}`);
    expect(isNotFound(error)).toBe(true);
  });

  test.each([
    [{}, "exactly one of ids, search, group, role and all must be declared, and none is"],
    [{ group: "a", role: "b" }, "group and role are"],
    [{ all: false }, "all must be true"],
    [{ group: "a", namespace: "hr" }, "namespace must be declared together with role"],
    [{ ids: "5f" }, "ids must be a list of user ids"],
  ])("refuses %j", async (args, reason) => {
    expect((await failureOf(getUsers(args as GetUsersArgs))).message).toContain(reason);
  });
});

describe("the groups and roles of users", () => {
  test("are codes, and many users take one request", async () => {
    const ids = await Promise.all([0, 1, 2, 3].map(idOf));
    pool.emulator.counters.reset();

    const groups = await Promise.all(ids.map((userId) => getUserGroups({ userId })));

    expect(groups.map((each) => each.groups)).toEqual([["engineering"], [], [], ["engineering"]]);
    expect(groups[0]).toMatchObject({ userId: ids[0], userPoolId: pool.emulator.userPoolId });
    expect(requestsOf(pool)).toEqual({ userBatch: 1 });
  });

  test("are those of one namespace, by default of the default one", async () => {
    const userId = await idOf(1);

    expect(await getUserRoles({ userId })).toMatchObject({ namespace: "default", roles: ["author"] });
    expect(await getUserRoles({ userId, namespace: "hr" })).toMatchObject({ roles: ["recruiter"] });
  });

  test.each([getUserGroups, getUserRoles])(
    "of an unknown user are an error, not an empty list: %o",
    async (get) => {
      const error = await failureOf(get({ userId: "5f0000000000000000000000" }));

      expect(error.message).toContain("there is no user 5f0000000000000000000000");
      expect(isNotFound(error)).toBe(true);
    },
  );
});

describe("groups and roles", () => {
  test("are read by their codes, many with one request", async () => {
    const [group, other, role] = await Promise.all([
      getGroup({ code: "research" }),
      getGroup({ code: "engineering" }),
      getRole({ code: "recruiter", namespace: "hr" }),
    ]);

    expect(group).toMatchObject({ code: "research", name: "research" });
    expect(other.code).toBe("engineering");
    expect(role).toMatchObject({ code: "recruiter", namespace: "hr" });
    expect(role.parent).toBeUndefined();
    expect(pool.emulator.counters.total() - pool.emulator.counters.of("accessToken")).toBe(2);
  });

  test("are all listed, or those with some codes that exist", async () => {
    const codes = (found: readonly { readonly code: string }[]): string[] =>
      found.map(({ code }) => code).sort();

    expect(codes((await getGroups()).groups)).toEqual(["engineering", "on-call", "research"]);
    expect(codes((await getGroups({ codes: ["research", "x"] })).groups)).toEqual(["research"]);
    expect(codes((await getRoles()).roles)).toEqual(["admin", "author", "reviewer"]);
    expect(codes((await getRoles({ namespace: "hr", codes: ["author"] })).roles)).toEqual([]);
    expect(await getRoles({ namespace: "hr" })).toMatchObject({
      namespace: "hr",
      roles: [{ code: "recruiter", namespace: "hr" }],
    });
  });

  test.each([
    ["getGroup", () => getGroup({ code: "x" }), "there is no group x"],
    ["getRole", () => getRole({ code: "x" }), "there is no role x"],
    ["getRole", () => getRole({ code: "x", namespace: "hr" }), "there is no role x in namespace hr"],
  ])("that do not exist are an error of %s", async (name, call, reason) => {
    const error = await failureOf(call());

    expect(error.message).toBe(`${name} failed in user pool ${pool.emulator.userPoolId}: ${reason}`);
    expect(isNotFound(error)).toBe(true);
  });

  test("that cannot be read are not taken to be missing", async () => {
    pool.emulator.faults.add({ kind: "shape", body: { data: {} }, operation: "*", times: Infinity });

    for (const call of [
      () => getGroup({ code: "research" }),
      () => getGroups({ codes: ["research"] }),
      () => getGroups(),
    ])
      expect(isNotFound(await failureOf(call()))).toBe(false);
    pool.emulator.faults.clear();
  });

  test.each([
    [() => getGroup({} as { code: string }), "code is required"],
    [() => getGroups({ code: "x" } as object), "code is not an argument of getGroups: did you mean codes?"],
    [() => getRole({ code: "" }), "code must not be empty"],
  ])("refuse mistakes in arguments", async (call, reason) => {
    expect((await failureOf(call())).message).toContain(reason);
  });
});
