import { ManagementClient, PolicyAssignmentTargetType, PolicyEffect } from "authing-js-sdk";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createEmulator, type Emulator } from "../../emulator/index.js";

const { User, Role, Group } = PolicyAssignmentTargetType;
const statements = [{ resource: "books:123", actions: ["books:edit"], effect: PolicyEffect.Allow }];
let emulator: Emulator;
let client: ManagementClient;
let ada: string;

beforeEach(async () => {
  emulator = await createEmulator({ seed: { groups: [{ code: "staff" }], roles: [{ code: "author" }] } });
  const { userPoolId, secret, url } = emulator;
  client = new ManagementClient({ userPoolId, secret, host: url });
  await client.policies.create({ code: "edit", description: "Edits books", statements });
  ada = (await client.users.create({ username: "ada" })).id;
});

afterEach(() => emulator.close());

describe("the vendor's client", () => {
  test("creates, reads, changes and lists policies", async () => {
    await client.policies.update("edit", { newCode: "rewrite", description: "Rewrites books" });

    await expect(client.policies.detail("rewrite")).resolves.toMatchObject({
      namespace: "default",
      code: "rewrite",
      isDefault: false,
      description: "Rewrites books",
      statements: [{ resource: "books:123", actions: ["books:edit"], effect: "ALLOW", condition: null }],
    });
    await expect(client.policies.detail("edit")).resolves.toBeNull();
    await expect(client.policies.list()).resolves.toMatchObject({
      totalCount: 1,
      list: [{ code: "rewrite" }],
    });
  });

  test("deletes policies alone and together, but not those that are built in", async () => {
    await client.policies.create({ code: "a", statements });
    await client.policies.create({ code: "b", statements });

    await client.policies.delete("edit");
    await client.policies.deleteMany(["a", "b"]);

    await expect(client.policies.list()).resolves.toMatchObject({ totalCount: 0 });
    await expect(client.policies.delete("AdministratorAccess")).rejects.toMatchObject({ code: 500 });
    await expect(client.policies.update("AdministratorAccess", { description: "x" })).rejects.toMatchObject({
      code: 500,
    });
  });

  test("assigns policies to users, groups and roles, and removes them", async () => {
    await client.policies.addAssignments(["edit"], User, [ada]);
    await client.policies.addAssignments(["edit"], Group, ["staff"]);
    await client.policies.addAssignments(["edit"], Role, ["author"]);

    const { totalCount, list } = await client.policies.listAssignments({ code: "edit" });
    const ofRole = await client.roles.listPolicies("author");
    const byTarget = await client.acl.getPoliciesAssignmentsCondition("default", "edit", "USER");
    await client.policies.removeAssignments(["edit"], User, [ada]);
    const left = await client.policies.listAssignments({ code: "edit" });

    expect([totalCount, list.map(({ targetIdentifier }) => targetIdentifier)]).toEqual([
      3,
      [ada, "staff", "author"],
    ]);
    expect(ofRole).toEqual({
      totalCount: 1,
      list: [{ code: "edit", targetType: "ROLE", targetIdentifier: "author" }],
    });
    expect(byTarget).toMatchObject({ totalCount: 1 });
    expect(left.totalCount).toBe(2);
  });

  test("switches assignments on and off", async () => {
    await client.policies.addAssignments(["edit"], User, [ada]);

    await expect(client.policies.disableAssignment("edit", User, ada)).resolves.toMatchObject({ code: 200 });
    await expect(client.policies.enableAssignment("edit", User, ada)).resolves.toMatchObject({ code: 200 });
  });

  test("is refused for unknown users, roles and policies", async () => {
    for (const [policy, type, target] of [
      ["edit", User, "5f0000000000000000000000"],
      ["edit", Role, "nope"],
      ["nope", User, ada],
    ] as const) {
      await expect(client.policies.addAssignments([policy], type, [target])).rejects.toHaveProperty("code");
    }
  });
});
