import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { Behaviour } from "../../../emulator/index.js";
import { ManagementClient } from "../../../sdk/index.js";
import { readUsers } from "../../../sdk/users/read-users.js";
import { startClient, type Started } from "../start-client.js";
import { startServer } from "../start-server.js";

const unknownId = "5f0c1a2b3d4e5f6071829399";
const statements = [{ resource: "*", actions: ["*"] }];
const everything = {
  fields: ["username"],
  groups: true,
  roleNamespaces: ["default", "billing"],
  customData: true,
  policyNamespaces: ["default", "billing"],
} as const;

/** A pool of users with a group, a role, a custom value and policies of two namespaces. */
async function startPool(
  count: number,
  behaviour: Partial<Behaviour> = {},
): Promise<Started & { readonly ids: string[] }> {
  const started = await startClient(
    {},
    {
      behaviour,
      seed: {
        namespaces: [{ code: "billing" }],
        customFields: [{ key: "badge", dataType: "NUMBER" }],
        policies: [
          { code: "read", statements },
          { code: "pay", namespace: "billing", statements },
        ],
        groups: [{ code: "staff" }],
        roles: [{ code: "author" }],
        users: Array.from({ length: count }, (_, index) => ({
          username: `user-${index}`,
          groups: ["staff"],
          roles: ["author"],
          customData: { badge: index },
          policies: ["read", { code: "pay", namespace: "billing" }],
        })),
      },
    },
  );
  const ids: string[] = [];
  for await (const { id } of started.client.users.listAll()) ids.push(id);
  started.emulator.counters.reset();
  return { ...started, ids };
}

describe("custom data and policies of many users", () => {
  test("are read together with groups and roles in one request", async () => {
    const { client, emulator, ids } = await startPool(80);

    const users = await readUsers(client, ids, everything);

    expect(ids.map((id) => users.get(id))).toEqual(
      ids.map((id, index) => ({
        id,
        fields: { id, username: `user-${index}` },
        groups: ["staff"],
        roles: { default: ["author"], billing: [] },
        customData: new Map([["badge", index]]),
        policies: { default: ["read"], billing: ["pay"] },
      })),
    );
    expect(emulator.counters.total()).toBe(1);
  });

  test("are read page by page with one more request for the policies of a page", async () => {
    const { client, emulator, ids } = await startPool(3);

    const { list } = await client.users.snapshotPage(1, 80, everything);

    expect(list.map(({ id }) => id)).toEqual(ids);
    expect(list.map(({ policies }) => policies)).toEqual(
      ids.map(() => ({ default: ["read"], billing: ["pay"] })),
    );
    expect(list.map(({ customData }) => customData?.get("badge"))).toEqual([0, 1, 2]);
    expect(emulator.counters.total()).toBe(2);
  });

  test("cost a further request only for a user with more policies than a page has", async () => {
    const { client, emulator, ids } = await startPool(3);
    const codes = Array.from({ length: 100 }, (_, index) => `p-${index}`);
    for (const code of codes) await client.policies.create({ code, statements });
    await client.users.addPolicies(ids[1] ?? "", codes);
    emulator.counters.reset();

    const users = await client.users.snapshot(ids, everything);

    expect(ids.map((id) => users.get(id)?.policies?.["default"])).toEqual([
      ["read"],
      ["read", ...codes],
      ["read"],
    ]);
    expect(emulator.counters.of("userBatch")).toBe(1);
    expect(emulator.counters.total()).toBeLessThan(7);
  });

  test.each(["empty", "error"] as const)(
    "of an unknown user are gone with the user, whatever the service answers for them (%s)",
    async (policiesOfUnknownTarget) => {
      const { client, ids } = await startPool(2, { policiesOfUnknownTarget });

      const users = await readUsers(client, [...ids, unknownId], everything);

      expect(users.get(unknownId)).toBe("gone");
      expect(ids.map((id) => users.get(id))).toMatchObject(
        ids.map(() => ({ policies: { default: ["read"], billing: ["pay"] } })),
      );
    },
  );

  test("fail only the user whose list of policies stays incomplete", async () => {
    const variables = z.record(z.string(), z.unknown());
    const { host } = await startServer(({ body }) => {
      const values = variables.parse(body.variables);
      const pageOf = (targetIdentifier: unknown): object => ({
        totalCount: targetIdentifier === "u4" ? 2 : 1,
        list: [{ code: "read", targetType: "USER", targetIdentifier }],
      });
      const ids = z.array(z.string()).optional().parse(values["ids"]);
      if (ids === undefined) {
        const policyAssignments = pageOf(values["targetIdentifier"]);
        return { text: JSON.stringify({ data: { policyAssignments } }) };
      }
      const pages = ids.map((id, index): [string, object] => [`policies${index}`, pageOf(id)]);
      const data = { userBatch: ids.map((id) => ({ id })), ...Object.fromEntries(pages) };
      return { text: JSON.stringify({ data }) };
    });
    const client = new ManagementClient({ host, userPoolId: "pool", secret: "the-secret" });

    const ids = ["u1", "u2", "u3", "u4", "u5"];
    const users = await readUsers(client, ids, { policyNamespaces: ["default"] });

    expect(ids.filter((id) => users.get(id) instanceof Error)).toEqual(["u4"]);
    expect(users.get("u4")).toMatchObject({ code: "UNEXPECTED_RESPONSE" });
    expect(users.get("u5")).toMatchObject({ policies: { default: ["read"] } });
  });

  test("with a value of another type fail for that key only", async () => {
    const { client, emulator, ids } = await startPool(1);
    const [id = ""] = ids;
    const customData = [
      { key: "badge", value: "seven", dataType: "NUMBER" },
      { key: "constructor", value: "x", dataType: "STRING" },
    ];
    emulator.faults.add({
      operation: "userBatch",
      kind: "shape",
      body: { data: { userBatch: [{ id, customData }] } },
    });

    const values = (await client.users.snapshot(ids, { customData: true })).get(id)?.customData;

    expect(values?.get("badge")).toMatchObject({ code: "UNEXPECTED_RESPONSE", paths: ["customData.badge"] });
    expect(values?.get("constructor")).toBe("x");
  });

  test("are not read unless they are asked for", async () => {
    const { client, emulator, ids } = await startPool(1);

    const users = await client.users.snapshot(ids, { fields: ["username"], policyNamespaces: [] });

    expect(users.get(ids[0] ?? "")).toEqual({ id: ids[0], fields: { id: ids[0], username: "user-0" } });
    expect(emulator.counters.of("policyAssignments")).toBe(0);
  });
});
