import { afterEach, describe, expect, test } from "vitest";
import { createEmulator, type Behaviour, type Emulator } from "../../emulator/index.js";
import { ApiClient } from "./api-client.js";

const unknownId = "5f0000000000000000000000";
const statements = [{ resource: "books:*", actions: ["books:read"], effect: "ALLOW" as const }];
let emulator: Emulator;
let client: ApiClient;

afterEach(() => emulator.close());

/** A pool with two policies, a third one in the namespace `billing`, a group, a role and a user. Returns the user's id. */
async function start(behaviour: Partial<Behaviour> = {}): Promise<string> {
  emulator = await createEmulator({
    behaviour,
    seed: {
      namespaces: [{ code: "billing" }],
      policies: [
        { code: "read", statements },
        { code: "write", statements },
        { code: "pay", namespace: "billing", statements },
      ],
      groups: [{ code: "staff" }],
      roles: [{ code: "author" }],
    },
  });
  client = await ApiClient.of(emulator);
  return await client.createUser({ username: "ada" });
}

const add = `mutation ($policies: [String!]!, $type: PolicyAssignmentTargetType!, $ids: [String!]) {
  addPolicyAssignments(policies: $policies, targetType: $type, targetIdentifiers: $ids) { code }
}`;
const remove = add.replaceAll("addPolicy", "removePolicy");

async function assign(type: string, id: string, ...policies: string[]): Promise<unknown> {
  return await client.refusal(add, { policies, type, ids: [id] });
}

async function assignmentsOf(args: string): Promise<unknown> {
  const { data } = await client.graphql(
    `{ policyAssignments(${args}) { totalCount list { code targetType targetIdentifier } } }`,
  );
  const { policyAssignments } = data as {
    policyAssignments: { list: { code: string; targetIdentifier: string }[] };
  };
  return policyAssignments.list.map(({ code, targetIdentifier }) => `${code} ${targetIdentifier}`);
}

describe("policies", () => {
  test("are created, read and changed, also their code", async () => {
    await start();
    const policy = `namespace code isDefault description assignmentsCount
      statements { resource actions effect condition { param operator value } }`;
    const condition = [{ param: "UserContext", operator: "Bool", value: { nested: [1] } }];
    const written = [{ ...statements[0], condition }];

    const { data } = await client.graphql(
      `mutation ($statements: [PolicyStatementInput!]!) {
        createPolicy(code: "new", description: "New", statements: $statements) { ${policy} }
        updatePolicy(code: "new", description: "Newer", newCode: "newer") { code description }
      }`,
      { statements: written },
    );
    const read = await client.graphql(
      `{ newer: policy(code: "newer") { ${policy} } new: policy(code: "new") { code } }`,
    );

    const created = {
      namespace: "default",
      code: "new",
      isDefault: false,
      description: "New",
      assignmentsCount: 0,
      statements: written,
    };
    expect(data).toEqual({ createPolicy: created, updatePolicy: { code: "newer", description: "Newer" } });
    expect(read.data).toEqual({ newer: { ...created, code: "newer", description: "Newer" }, new: null });
  });

  test.each([
    [500, `createPolicy(code: "read", statements: [{ resource: "x", actions: [] }]) { code }`],
    [2231, `createPolicy(code: "", statements: [{ resource: "x", actions: [] }]) { code }`],
    [2231, `createPolicy(code: "new", statements: []) { code }`],
    [
      500,
      `createPolicy(code: "new", namespace: "no", statements: [{ resource: "x", actions: [] }]) { code }`,
    ],
    [500, `updatePolicy(code: "read", newCode: "write") { code }`],
    [500, `updatePolicy(code: "no") { code }`],
    [500, `deletePolicy(code: "no") { code }`],
    [500, `deletePolicy(code: "pay") { code }`],
    [500, `deletePolicies(codeList: ["read", "no"]) { code }`],
    [500, `updatePolicy(code: "AdministratorAccess", description: "x") { code }`],
    [500, `deletePolicy(code: "AdministratorAccess") { code }`],
    [500, `deletePolicies(codeList: ["read", "AdministratorAccess"]) { code }`],
  ])("are refused with %i: %s", async (code, mutation) => {
    await start();

    expect(await client.refusal(`mutation { ${mutation} }`)).toBe(code);

    const { data } = await client.graphql("{ policies { totalCount } }");
    expect(data).toEqual({ policies: { totalCount: 2 } });
  });

  test("are listed by namespace and page, without those that are built in unless they are asked for", async () => {
    await start();

    const { data } = await client.graphql(`{
      policies(limit: 1) { totalCount list { code } }
      second: policies(page: 2, limit: 1) { list { code } }
      billing: policies(namespace: "billing") { list { code } }
      all: policies(excludeDefault: false) { list { code isDefault } }
    }`);

    expect(data).toEqual({
      policies: { totalCount: 2, list: [{ code: "write" }] },
      second: { list: [{ code: "read" }] },
      billing: { list: [{ code: "pay" }] },
      all: {
        list: [
          { code: "write", isDefault: false },
          { code: "read", isDefault: false },
          { code: "AdministratorAccess", isDefault: true },
        ],
      },
    });
  });
});

describe("policy assignments", () => {
  test("are listed by policy, by target, and with the policy", async () => {
    const id = await start();

    await assign("USER", id, "read", "write", "AdministratorAccess");
    await assign("GROUP", "staff", "read");
    await assign("ROLE", "author", "read");

    expect(await assignmentsOf(`code: "read"`)).toEqual([`read ${id}`, "read staff", "read author"]);
    expect(await assignmentsOf(`targetType: USER, targetIdentifier: "${id}"`)).toEqual([
      `read ${id}`,
      `write ${id}`,
      `AdministratorAccess ${id}`,
    ]);
    expect(await assignmentsOf(`targetType: USER, targetIdentifier: "${id}", page: 2, limit: 1`)).toEqual([
      `write ${id}`,
    ]);
    expect(await assignmentsOf(`code: "read", targetType: GROUP`)).toEqual(["read staff"]);
    expect(await assignmentsOf(`code: "write", targetType: USER, targetIdentifier: "${id}"`)).toEqual([
      `write ${id}`,
    ]);
    const { data } = await client.graphql(
      `{ policy(code: "read") { assignmentsCount assignments(page: 2, limit: 2) { code targetType targetIdentifier } } }`,
    );
    expect(data).toEqual({
      policy: {
        assignmentsCount: 3,
        assignments: [{ code: "read", targetType: "ROLE", targetIdentifier: "author" }],
      },
    });
    await expect(
      client.rest(
        "GET",
        "/policies/assignments/by-target?namespace=default&policy_code=read&target_type=ROLE",
      ),
    ).resolves.toMatchObject({ code: 200, data: { totalCount: 1, list: [{ targetIdentifier: "author" }] } });
  });

  test("of one namespace are not those of another", async () => {
    const id = await start();
    const inBilling = add.replace("targetType: $type", `targetType: $type, namespace: "billing"`);

    expect(await assign("USER", id, "pay")).toBe(500);
    await client.graphql(inBilling, { policies: ["pay"], type: "USER", ids: [id] });

    const target = `targetType: USER, targetIdentifier: "${id}"`;
    expect(await assignmentsOf(target)).toEqual([]);
    expect(await assignmentsOf(`${target}, namespace: "billing"`)).toEqual([`pay ${id}`]);
  });

  test("are removed alone and together", async () => {
    const id = await start();
    await assign("USER", id, "read", "write");

    await client.graphql(remove, { policies: ["read"], type: "USER", ids: [id] });

    expect(await assignmentsOf(`targetType: USER, targetIdentifier: "${id}"`)).toEqual([`write ${id}`]);
  });

  test("stay with renamed groups, roles and policies", async () => {
    await start();
    await assign("GROUP", "staff", "read");
    await assign("ROLE", "author", "read");

    await client.graphql(`mutation {
      updateGroup(code: "staff", newCode: "crew") { code }
      updateRole(code: "author", newCode: "writer") { code }
      updatePolicy(code: "read", newCode: "see") { code }
    }`);

    expect(await assignmentsOf(`code: "see"`)).toEqual(["see crew", "see writer"]);
  });

  test("go with the user, the group, the role and the policy", async () => {
    const id = await start();
    await assign("USER", id, "read", "write");
    await assign("GROUP", "staff", "read");
    await assign("ROLE", "author", "read");

    await client.graphql(
      `mutation ($id: String!) {
        deletePolicy(code: "write") { code }
        deleteUser(id: $id) { code }
        deleteGroups(codeList: ["staff"]) { code }
        createGroup(code: "staff", name: "Staff") { code }
        deleteRoles(codeList: ["author"]) { code }
        createRole(code: "author") { code }
      }`,
      { id },
    );

    expect(await assignmentsOf(`code: "read"`)).toEqual([]);
    expect(await assignmentsOf(`targetType: GROUP, targetIdentifier: "staff"`)).toEqual([]);
  });

  test.each([
    [2004, "USER", unknownId],
    [2004, "USER", "author"],
    [500, "GROUP", "no"],
    [500, "ROLE", "no"],
    [500, "ORG", "no"],
    [500, "AK_SK", "no"],
  ])("are refused with %i for an unknown target: %s %s", async (code, type, id) => {
    await start();

    expect(await assign(type, id, "read")).toBe(code);
    expect(await client.refusal(remove, { policies: ["read"], type, ids: [id] })).toBe(code);
  });

  test("of an unknown policy are refused, and so is a request without policies or targets", async () => {
    const id = await start();

    expect(await assign("USER", id, "read", "no")).toBe(500);
    expect(await assign("USER", id)).toBe(2231);
    expect(await client.refusal(add, { policies: ["read"], type: "USER" })).toBe(2231);
    expect(await client.refusal(`{ policyAssignments(code: "no") { totalCount } }`)).toBe(500);
    expect(await client.refusal(`{ policyAssignments(targetIdentifier: "x") { totalCount } }`)).toBe(2231);
    expect(
      await client.refusal(add.replace("targetType: $type", "targetType: $type, inheritByChildren: true"), {
        policies: ["read"],
        type: "USER",
        ids: [id],
      }),
    ).toBe(500);
    expect(await assignmentsOf(`targetType: USER, targetIdentifier: "${id}"`)).toEqual([]);
  });
});

const switchOff = `mutation ($id: String!) {
  disbalePolicyAssignment(policy: "read", targetType: USER, targetIdentifier: $id) { code }
}`;
const switchOn = switchOff.replace("disbale", "enable");

describe("the behaviour", () => {
  test.each([
    ["list", 1],
    ["omit", 0],
  ] as const)("disabledPolicies %s: an assignment that is switched off", async (disabledPolicies, listed) => {
    const id = await start({ disabledPolicies });
    await assign("USER", id, "read");

    await client.graphql(switchOff, { id });
    expect(await assignmentsOf(`code: "read"`)).toHaveLength(listed);
    await client.graphql(switchOn, { id });
    expect(await assignmentsOf(`code: "read"`)).toHaveLength(1);
    await client.graphql(switchOff, { id });
    await client.graphql(remove, { policies: ["read"], type: "USER", ids: [id] });
    await assign("USER", id, "read");
    expect(await assignmentsOf(`code: "read"`)).toHaveLength(1);
  });

  test.each([
    ["ok", undefined],
    ["error", 500],
  ] as const)(
    "repeatedMembership %s decides on what is there already, or not there",
    async (repeatedMembership, code) => {
      const id = await start({ repeatedMembership });
      const read = { policies: ["read"], type: "USER", ids: [id] };

      expect(await client.refusal(remove, read)).toBe(code);
      expect(await client.refusal(switchOff, { id })).toBe(code);
      expect(await client.refusal(switchOn, { id })).toBe(code);
      expect(await assignmentsOf(`code: "read"`)).toEqual([]);
      expect(await client.refusal(add, read)).toBeUndefined();
      expect(await client.refusal(add, read)).toBe(code);
    },
  );

  test.each([
    ["empty", undefined, undefined],
    ["error", 2004, 500],
  ] as const)("policiesOfUnknownTarget %s answers %s", async (policiesOfUnknownTarget, ofUser, ofGroup) => {
    await start({ policiesOfUnknownTarget });
    const ask = (type: string) =>
      client.refusal(`{ policyAssignments(targetType: ${type}, targetIdentifier: "no") { totalCount } }`);

    expect(await ask("USER")).toBe(ofUser);
    expect(await ask("GROUP")).toBe(ofGroup);
  });
});
