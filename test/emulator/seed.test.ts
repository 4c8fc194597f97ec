import { describe, expect, test } from "vitest";
import { createEmulator, InvalidSeedError, parseSeed, type Seed } from "../../emulator/index.js";
import { ApiClient } from "./api-client.js";

function twice<T>(entry: T): T[] {
  return [entry, entry];
}

describe("a seed", () => {
  test("fills the pool with users, their groups and their roles", async () => {
    const emulator = await createEmulator({
      seed: {
        namespaces: [{ code: "billing", name: "Billing" }],
        groups: [{ code: "engineers" }, { code: "navy", name: "US Navy", description: "At sea" }],
        roles: [{ code: "admin" }, { code: "auditor", namespace: "billing", description: "Looks" }],
        users: [
          {
            username: "grace",
            email: "Grace@Example.org",
            city: "Arlington",
            registerSource: ["import:csv"],
            tokenExpiredAt: "2030-01-01T00:00:00+02:00",
            nickname: undefined,
            password: "cobol-1959",
            groups: ["engineers", "navy"],
            roles: ["admin", { code: "auditor", namespace: "billing" }],
          },
        ],
      },
    });
    const client = await ApiClient.of(emulator);

    const { data } = await client.graphql(`{
      findUser(username: "grace") {
        id email city registerSource tokenExpiredAt nickname
        groups { list { code name description } }
        roles { list { code } }
        billing: roles(namespace: "billing") { list { code description } }
      }
    }`);
    const { id, ...grace } = (data as { findUser: { id: string } }).findUser;
    const passwordFits = emulator.hasPassword(id, "cobol-1959");
    await emulator.close();

    expect(grace).toEqual({
      email: "grace@example.org",
      city: "Arlington",
      registerSource: ["import:csv"],
      tokenExpiredAt: "2029-12-31T22:00:00.000Z",
      nickname: null,
      groups: {
        list: [
          { code: "engineers", name: "engineers", description: null },
          { code: "navy", name: "US Navy", description: "At sea" },
        ],
      },
      roles: { list: [{ code: "admin" }] },
      billing: { list: [{ code: "auditor", description: "Looks" }] },
    });
    expect(passwordFits).toBe(true);
  });

  test("fills the pool with custom data and policies", async () => {
    const statements = [{ resource: "*", actions: ["*"] }];
    const emulator = await createEmulator({
      seed: {
        namespaces: [{ code: "billing" }],
        customFields: [
          { key: "badge", dataType: "NUMBER", label: "Badge" },
          { key: "tier", dataType: "STRING", targetType: "ROLE" },
        ],
        policies: [
          { code: "read", description: "Reads", statements },
          { code: "pay", namespace: "billing", statements },
        ],
        groups: [{ code: "staff", policies: ["read"] }],
        roles: [{ code: "admin", customData: { tier: "gold" }, policies: ["AdministratorAccess"] }],
        users: [
          {
            username: "ada",
            customData: { badge: 7 },
            policies: ["read", { code: "pay", namespace: "billing" }],
          },
        ],
      },
    });
    const client = await ApiClient.of(emulator);

    const { data } = await client.graphql(`{
      findUser(username: "ada") { customData { key value label } }
      udv(targetType: ROLE, targetId: "admin") { key value label }
      read: policy(code: "read") { description assignments { targetType } }
      pay: policy(code: "pay", namespace: "billing") { assignments { targetType } }
      admin: policy(code: "AdministratorAccess") { assignments { targetIdentifier } }
    }`);
    await emulator.close();

    expect(data).toEqual({
      findUser: { customData: [{ key: "badge", value: "7", label: "Badge" }] },
      udv: [{ key: "tier", value: "gold", label: "tier" }],
      read: { description: "Reads", assignments: [{ targetType: "GROUP" }, { targetType: "USER" }] },
      pay: { assignments: [{ targetType: "USER" }] },
      admin: { assignments: [{ targetIdentifier: "admin" }] },
    });
  });

  test("gives users a status and departments, and roles a parent", async () => {
    const emulator = await createEmulator({
      seed: {
        groups: [{ code: "g" }],
        roles: [{ code: "employee" }, { code: "engineer", parent: "employee" }],
        orgs: [{ code: "acme", nodes: [{ code: "lab" }] }],
        users: [
          { username: "ada", departments: [{ org: "acme", code: "lab", isMain: true }], status: "Suspended" },
          { username: "old", groups: ["g"], status: "Archived" },
        ],
      },
    });
    const client = await ApiClient.of(emulator);

    const answer = await client.graphql(`{
      users { list { username status departments { list { isMainDepartment department { code } } } } }
      archivedUsers { list { username groups { totalCount } } }
      role(code: "engineer") { parent { code } }
    }`);
    await emulator.close();

    expect(answer).toEqual({
      data: {
        users: {
          list: [
            {
              username: "ada",
              status: "Suspended",
              departments: { list: [{ isMainDepartment: true, department: { code: "lab" } }] },
            },
          ],
        },
        archivedUsers: { list: [{ username: "old", groups: { totalCount: 0 } }] },
        role: { parent: { code: "employee" } },
      },
    });
  });

  test.each<[string, Seed, string]>([
    ["a group that nothing declares", { users: [{ username: "a", groups: ["x"] }] }, "users[0].groups[0]"],
    ["a role that nothing declares", { users: [{ username: "a", roles: ["x"] }] }, "users[0].roles[0]"],
    [
      "a role of another namespace",
      { roles: [{ code: "r" }], users: [{ username: "a", roles: [{ code: "r", namespace: "n" }] }] },
      "users[0].roles[0]",
    ],
    ["a namespace that nothing declares", { roles: [{ code: "r", namespace: "n" }] }, "roles[0]"],
    ["a group twice", { groups: [{ code: "g" }, { code: "g" }] }, "groups[1]"],
    ["a role twice", { roles: [{ code: "r" }, { code: "r" }] }, "roles[1]"],
    ["the default namespace", { namespaces: [{ code: "default" }] }, "namespaces[0]"],
    ["a key of two users", { users: [{ username: "a" }, { username: "b" }, { username: "a" }] }, "users[2]"],
    ["a user without an identifying field", { users: [{ nickname: "a" }] }, "users[0]"],
    ["a time in another form", { users: [{ username: "a", lastLogin: "now" }] }, "users[0].lastLogin"],
    [
      "a policy that nothing declares",
      { users: [{ username: "a", policies: ["x"] }] },
      "users[0].policies[0]",
    ],
    [
      "a policy twice",
      { policies: twice({ code: "p", statements: [{ resource: "*", actions: [] }] }) },
      "policies[1]",
    ],
    [
      "a custom field that nothing declares",
      { users: [{ username: "a", customData: { x: 1 } }] },
      "users[0].customData.x",
    ],
    [
      "a custom value of another type",
      { customFields: [{ key: "x", dataType: "STRING" }], users: [{ username: "a", customData: { x: 1 } }] },
      "users[0].customData.x",
    ],
    ["an organization twice", { orgs: [{ code: "o" }, { code: "o" }] }, "orgs[1]"],
    [
      "a node twice",
      { orgs: [{ code: "o", nodes: [{ code: "n", nodes: [{ code: "n" }] }] }] },
      "orgs[0].nodes[0].nodes[0]",
    ],
    [
      "a department that nothing declares",
      { orgs: [{ code: "o" }], users: [{ username: "a", departments: [{ org: "o", code: "x" }] }] },
      "users[0].departments[0]",
    ],
    [
      "an organization that nothing declares",
      { users: [{ username: "a", departments: [{ org: "o" }] }] },
      "users[0].departments[0]",
    ],
    ["a parent that nothing declares", { roles: [{ code: "r", parent: "p" }] }, "roles[0]"],
    ["a short password", { users: [{ username: "a", password: "12345" }] }, "users[0].password"],
  ])("with %s is refused, and the error names the path", async (_what, seed, path) => {
    const refusal = await createEmulator({ seed }).then(
      () => undefined,
      (error: unknown) => error,
    );

    expect(refusal).toBeInstanceOf(InvalidSeedError);
    expect(refusal).toMatchObject({ path, message: expect.stringContaining(`seed.${path}: `) as string });
  });
});

describe("parseSeed", () => {
  test("names every mistake of a file", () => {
    const file = { users: [{ username: 7, shoeSize: 42 }], groups: [{ name: "G" }] };

    expect(() => parseSeed(file)).toThrow(/seed\.groups\[0\]\.code: [\s\S]*seed\.users\[0\]\.username: /);
    expect(() => parseSeed(file)).toThrow(/"shoeSize"/);
  });

  test("refuses a value that is not an object", () => {
    expect(() => parseSeed([])).toThrow(InvalidSeedError);
    expect(() => parseSeed([])).toThrow(/^seed: /);
  });

  test("refuses a list that seeds do not have", () => {
    expect(() => parseSeed({ members: [] })).toThrow(/^seed: Unrecognized key: "members"$/);
  });

  test("returns a valid seed", () => {
    expect(parseSeed({ groups: [{ code: "g" }] })).toEqual({ groups: [{ code: "g" }] });
  });
});
