import { beforeEach, describe, expect, test } from "vitest";
import {
  isConflict,
  isNotFound,
  isUnexpectedResponse,
  type ManagementClient,
  type PolicyAssignment,
} from "../../../sdk/index.js";
import { startClient, type Started } from "../start-client.js";
import { countTime } from "../../support/counted-time.js";

countTime();

const statements = [{ resource: "books:*", actions: ["books:read"], effect: "ALLOW" as const }];
let started: Started;
let client: ManagementClient;
let ada: string;
let grace: string;

beforeEach(async () => {
  started = await startClient(
    { timeout: 1000, retryBudgetMs: 8000 },
    {
      seed: {
        namespaces: [{ code: "billing" }],
        policies: [
          { code: "read", description: "Reads", statements },
          { code: "write", statements },
          { code: "pay", namespace: "billing", statements },
        ],
        groups: [{ code: "staff" }],
        roles: [{ code: "author" }],
      },
    },
  );
  ({ client } = started);
  ada = (await client.users.create({ username: "ada" })).id;
  grace = (await client.users.create({ username: "grace" })).id;
});

/** The policies of a user, in all forms in which they can be read. */
async function policiesOf(userId: string, namespace = "default"): Promise<string[]> {
  const target = { targetType: "USER", targetIdentifier: userId } as const;
  const codes = await codesOf(client.policies.listAllOfTarget(target, { namespace, pageSize: 2 }));
  const page = await client.policies.listOfTarget(target, 1, 100, namespace);
  const ofUser = await client.users.listPolicies(userId, 1, 100, namespace);
  const snapshot = await client.users.snapshot([userId], { policyNamespaces: [namespace] });
  expect(page.list.map(({ code }) => code)).toEqual(codes);
  expect(ofUser).toEqual(page);
  expect(snapshot.get(userId)?.policies).toEqual({ [namespace]: codes });
  return codes;
}

async function codesOf(assignments: AsyncGenerator<PolicyAssignment>): Promise<string[]> {
  const codes: string[] = [];
  for await (const { code } of assignments) codes.push(code);
  return codes;
}

describe("policies", () => {
  test("are created and read, in their namespace", async () => {
    const condition = [{ param: "UserContext.level", operator: "NumericGreaterThan", value: { min: 2 } }];
    const created = await client.policies.create({
      code: "refund",
      description: "Refunds",
      namespace: "billing",
      statements: [
        { ...statements[0], resource: "bills:*", actions: ["bills:refund"], effect: "DENY", condition },
      ],
    });

    expect(created).toMatchObject({
      namespace: "billing",
      code: "refund",
      isDefault: false,
      description: "Refunds",
      statements: [{ resource: "bills:*", actions: ["bills:refund"], effect: "DENY", condition }],
    });
    expect(await client.policies.detail("refund", "billing")).toEqual(created);
    await expect(client.policies.detail("refund")).rejects.toSatisfy(isNotFound);
  });

  test("whose code is in use are refused", async () => {
    await expect(client.policies.create({ code: "read", statements })).rejects.toMatchObject({
      apiCode: 500,
    });
  });

  test("are created once when the response is lost", async () => {
    started.emulator.faults.add({ operation: "createPolicy", kind: "loseAnswer" });
    const sent = [{ resource: "a", actions: ["b"] }];

    expect(await client.policies.create({ code: "new", statements: sent })).toMatchObject({ code: "new" });
    expect(started.emulator.counters.of("createPolicy")).toBe(1);
  });

  test("found after a lost response with other statements were not created by the call", async () => {
    started.emulator.faults.add({ operation: "createPolicy", kind: "reset" });

    const error = await client.policies
      .create({ code: "read", description: "Reads", statements: [{ resource: "all", actions: ["*"] }] })
      .catch((cause: unknown) => cause);

    expect(isConflict(error) && error.existingIds).toEqual(["read"]);
  });

  test("change their description, statements and code, and keep their assignments", async () => {
    await client.users.addPolicies(ada, ["read"]);
    const next = [{ resource: "films:*", actions: ["films:read"], effect: null, condition: null }];

    await client.policies.update("read", { description: "Looks" });
    await client.policies.update("read", { statements: next, newCode: "look" });

    expect(await client.policies.detail("look")).toMatchObject({ description: "Looks", statements: next });
    expect(await policiesOf(ada)).toEqual(["look"]);
  });

  test("are listed by page and as a whole, with the built-in ones when asked for", async () => {
    const codes = async (options: object): Promise<string[]> => {
      const found: string[] = [];
      for await (const { code } of client.policies.listAll(options)) found.push(code);
      return found;
    };

    expect(await codes({ pageSize: 1 })).toEqual(["write", "read"]);
    expect(await codes({ namespace: "billing" })).toEqual(["pay"]);
    expect(await codes({ excludeDefault: false })).toEqual(["write", "read", "AdministratorAccess"]);
    expect(await client.policies.list(2, 1)).toMatchObject({ totalCount: 2, list: [{ code: "read" }] });
  });

  test("are read and counted together, in one request each", async () => {
    await client.policies.assign({ policies: ["read"], targetType: "USER", targetIdentifiers: [ada, grace] });
    await client.policies.assign({ policies: ["read"], targetType: "GROUP", targetIdentifiers: ["staff"] });
    started.emulator.counters.reset();
    const codes = ["nope", "read", "AdministratorAccess"];

    const found = await client.policies.detailMany(codes);
    const uses = await client.policies.useOfMany(codes);

    expect(found.map((policy) => policy?.code)).toEqual([undefined, "read", "AdministratorAccess"]);
    expect(uses).toEqual([null, { assignments: 3, isDefault: false }, { assignments: 0, isDefault: true }]);
    expect(await client.policies.useOfMany(["pay"], "billing")).toEqual([
      { assignments: 0, isDefault: false },
    ]);
    expect(await client.policies.detailMany([])).toEqual([]);
    expect(await client.policies.useOfMany([])).toEqual([]);
    expect(started.emulator.counters.of("policy")).toBe(3);
  });

  test("are deleted, alone and together", async () => {
    await client.policies.create({ code: "third", statements });

    await client.policies.delete("read");
    await client.policies.deleteMany(["write", "third"]);
    await client.policies.delete("pay", "billing");

    expect((await client.policies.list()).totalCount).toBe(0);
    expect(await client.policies.deleteMany([])).toMatchObject({ code: 200 });
    await expect(client.policies.delete("read")).rejects.toMatchObject({ operation: "policies.delete" });
    await expect(client.policies.delete("AdministratorAccess")).rejects.toMatchObject({ apiCode: 500 });
  });

  test("are deleted once when the response is lost", async () => {
    started.emulator.faults.add({ operation: "deletePolicies", kind: "loseAnswer" });

    expect(await client.policies.deleteMany(["read", "write"])).toMatchObject({ code: 200 });
  });
});

describe("policy assignments", () => {
  test("are made and removed together in one request", async () => {
    await client.policies.assign({
      policies: ["read", "write"],
      targetType: "USER",
      targetIdentifiers: [ada, grace],
    });
    await client.policies.unassign({ policies: ["read"], targetType: "USER", targetIdentifiers: [ada] });

    expect([await policiesOf(ada), await policiesOf(grace)]).toEqual([["write"], ["read", "write"]]);
    expect(started.emulator.counters.of("addPolicyAssignments")).toBe(1);
    expect(started.emulator.counters.of("removePolicyAssignments")).toBe(1);
  });

  test("of users are made and removed by namespace", async () => {
    await client.users.addPolicies(ada, ["pay"], "billing");
    await client.users.addPolicies(ada, ["read", "write"]);
    await client.users.removePolicies(ada, ["read"]);

    expect([await policiesOf(ada), await policiesOf(ada, "billing")]).toEqual([["write"], ["pay"]]);
    await client.users.removePolicies(ada, ["pay"], "billing");
    expect(await policiesOf(ada, "billing")).toEqual([]);
  });

  test("of groups and roles are listed with the policy", async () => {
    await client.policies.assignMany([
      { policies: ["read"], targetType: "GROUP", targetIdentifiers: ["staff"] },
      { policies: ["read", "write"], targetType: "ROLE", targetIdentifiers: ["author"] },
      { policies: [], targetType: "ROLE", targetIdentifiers: ["nope"] },
    ]);
    await client.policies.unassignMany([
      { policies: ["write"], targetType: "ROLE", targetIdentifiers: ["author"] },
    ]);

    const { totalCount, list } = await client.policies.listAssignments("read", 1, 1);
    const all: PolicyAssignment[] = [];
    for await (const one of client.policies.listAllAssignments("read", { pageSize: 1 })) all.push(one);

    expect([totalCount, list.length]).toEqual([2, 1]);
    expect(all).toEqual([
      { code: "read", targetType: "GROUP", targetIdentifier: "staff" },
      { code: "read", targetType: "ROLE", targetIdentifier: "author" },
    ]);
    expect((await client.policies.listAssignments("write")).totalCount).toBe(0);
    expect(started.emulator.counters.of("addPolicyAssignments")).toBe(1);
  });

  test("of many targets are read in one request", async () => {
    await client.policies.assign({
      policies: ["read", "write"],
      targetType: "ROLE",
      targetIdentifiers: ["author"],
    });
    await client.roles.create({ code: "reader" });

    expect(await client.policies.codesOfTargets("ROLE", ["author", "reader"])).toEqual(
      new Map([
        ["author", { default: ["read", "write"] }],
        ["reader", { default: [] }],
      ]),
    );
    expect(await client.policies.codesOfTargets("ROLE", [])).toEqual(new Map());
    expect(started.emulator.counters.of("policyAssignments")).toBe(1);
  });

  test("are switched off and on", async () => {
    const { client } = await startClient(
      {},
      { behaviour: { disabledPolicies: "omit" }, seed: { policies: [{ code: "read", statements }] } },
    );
    const { id } = await client.users.create({ username: "ada" });
    await client.users.addPolicies(id, ["read"]);
    const assignment = { policy: "read", targetType: "USER", targetIdentifier: id } as const;

    await client.policies.disableAssignment(assignment);
    expect((await client.policies.listAssignments("read")).totalCount).toBe(0);
    await client.policies.enableAssignment(assignment);
    expect((await client.policies.listAssignments("read")).totalCount).toBe(1);
  });

  test("cost no request when there are no policies or no targets", async () => {
    started.emulator.counters.reset();

    await client.users.addPolicies(ada, []);
    await client.policies.unassign({ policies: ["read"], targetType: "USER", targetIdentifiers: [] });
    await client.policies.assignMany([]);

    expect(started.emulator.counters.total()).toBe(0);
  });

  test.each(["assign", "unassign"] as const)("%s once when the response is lost", async (change) => {
    const repeated = await startClient(
      {},
      { behaviour: { repeatedMembership: "error" }, seed: { policies: [{ code: "read", statements }] } },
    );
    const { id } = await repeated.client.users.create({ username: "ada" });
    if (change === "unassign") await repeated.client.users.addPolicies(id, ["read"]);
    const operation = change === "assign" ? "addPolicyAssignments" : "removePolicyAssignments";
    repeated.emulator.faults.add({ operation, kind: "loseAnswer" });

    const holders = { policies: ["read"], targetType: "USER", targetIdentifiers: [id] } as const;
    expect(await repeated.client.policies[change](holders)).toMatchObject({ code: 200 });

    const { totalCount } = await repeated.client.policies.listAssignments("read");
    expect(totalCount).toBe(change === "assign" ? 1 : 0);
  });

  test("that were made although the service reported an error count as made", async () => {
    started.emulator.faults.add({ operation: "addPolicyAssignments", kind: "code", code: 500 });

    await expect(client.users.addPolicies(ada, ["read"])).rejects.toMatchObject({ apiCode: 500 });
    await client.users.addPolicies(ada, ["read"]);
    started.emulator.faults.add({ operation: "addPolicyAssignments", kind: "code", code: 500 });
    expect(await client.users.addPolicies(ada, ["read"])).toMatchObject({ code: 200 });
  });

  test("of a policy that does not exist name it with its namespace", async () => {
    await expect(client.users.addPolicies(ada, ["read", "pay"])).rejects.toThrow(
      `assigning the policies read, pay to user ${ada} was refused: there is no policy pay in namespace default in this user pool (code 500); create it in the console, or remove it from the program`,
    );
  });

  test("of an unknown user are a NotFoundError", async () => {
    const unknown = "5f0c1a2b3d4e5f6071829399";

    await expect(client.users.addPolicies(unknown, ["read"])).rejects.toSatisfy(isNotFound);
    await expect(client.users.removePolicies(unknown, ["read"])).rejects.toSatisfy(isNotFound);
  });
});

const assignment = { code: "read", targetType: "USER", targetIdentifier: "ADA" };

describe("a response with policies", () => {
  test.each([
    ["is null", null],
    ["has no total", { list: [] }],
    ["has no list", { totalCount: 0, list: null }],
    ["has a policy without statements", { totalCount: 1, list: [{ code: "read" }] }],
    ["has a policy that is null", { totalCount: 1, list: [null] }],
  ])("that %s is an unexpected response", async (_what, policies) => {
    started.emulator.faults.add({ operation: "policies", kind: "shape", body: { data: { policies } } });

    await expect(client.policies.list()).rejects.toSatisfy(isUnexpectedResponse);
  });

  test.each([
    ["is null", null],
    ["has no total", { list: [] }],
    ["has no list", { totalCount: 0, list: null }],
    ["has an entry that is null", { totalCount: 1, list: [null] }],
    ["has no code", { totalCount: 1, list: [{ ...assignment, code: null }] }],
    ["has an unknown type of target", { totalCount: 1, list: [{ ...assignment, targetType: "TEAM" }] }],
    ["is about another user", { totalCount: 1, list: [{ ...assignment, targetIdentifier: "GRACE" }] }],
    ["is about a group", { totalCount: 1, list: [{ ...assignment, targetType: "GROUP" }] }],
  ])("of a user that %s is an unexpected response", async (_what, answer) => {
    const page = JSON.parse(JSON.stringify(answer).replace("ADA", ada).replace("GRACE", grace)) as unknown;
    const shape = (data: object): void => {
      started.emulator.faults.add({ operation: "policyAssignments", kind: "shape", body: { data } });
    };

    shape({ policyAssignments: page });
    await expect(client.users.listPolicies(ada)).rejects.toSatisfy(isUnexpectedResponse);
    shape({ userBatch: [{ id: ada }], policies0: page });
    await expect(client.users.snapshot([ada], { policyNamespaces: ["default"] })).rejects.toSatisfy(
      isUnexpectedResponse,
    );
  });

  test("that is about another policy is an unexpected response", async () => {
    const body = { data: { policyAssignments: { totalCount: 1, list: [{ ...assignment, code: "write" }] } } };
    started.emulator.faults.add({ operation: "policyAssignments", kind: "shape", body });

    await expect(client.policies.listAssignments("read")).rejects.toSatisfy(isUnexpectedResponse);
  });

  test("that stays cut is an error, in every way to read it", async () => {
    await client.users.addPolicies(ada, ["read", "write"]);
    started.emulator.faults.add({ operation: "policyAssignments", kind: "cutPage", times: Infinity });
    const target = { targetType: "USER", targetIdentifier: ada } as const;

    await expect(codesOf(client.policies.listAllOfTarget(target))).rejects.toSatisfy(isUnexpectedResponse);
    await expect(codesOf(client.policies.listAllAssignments("read"))).rejects.toSatisfy(isUnexpectedResponse);
  });
});
