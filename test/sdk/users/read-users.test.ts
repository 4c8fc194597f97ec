import { describe, expect, test } from "vitest";
import { z } from "zod";
import { ManagementClient } from "../../../sdk/index.js";
import { readUsers } from "../../../sdk/users/read-users.js";
import { startClient, type Started } from "../start-client.js";
import { startServer } from "../start-server.js";

const unknownId = "5f0c1a2b3d4e5f6071829399";
const selection = { fields: ["username"], groups: true } as const;

/** A pool of users, all of them in the group `staff`. */
async function startPool(count: number): Promise<Started & { readonly ids: string[] }> {
  const started = await startClient();
  const { client } = started;
  await client.groups.create({ code: "staff", name: "Staff" });
  const users = await Promise.all(
    Array.from({ length: count }, (_, index) => client.users.create({ username: `user-${index}` })),
  );
  const ids = users.map(({ id }) => id);
  await client.groups.addUsers("staff", ids);
  started.emulator.counters.reset();
  return { ...started, ids };
}

describe("readUsers", () => {
  test("reads 80 users with their groups in one request", async () => {
    const { client, emulator, ids } = await startPool(80);

    const users = await readUsers(client, ids, selection);

    expect([...users.keys()]).toEqual(ids);
    expect(users.get(ids[0] ?? "")).toMatchObject({ fields: { username: "user-0" }, groups: ["staff"] });
    expect(emulator.counters.total()).toBe(1);
  });

  test("reads nothing for no ids", async () => {
    const { client, emulator } = await startPool(0);

    expect(await readUsers(client, [], selection)).toEqual(new Map());
    expect(emulator.counters.total()).toBe(0);
  });

  test("asks for a missing user alone before it counts as gone", async () => {
    const { client, emulator, ids } = await startPool(2);

    const users = await readUsers(client, [...ids, unknownId], selection);

    expect([...users.values()].map((user) => user === "gone")).toEqual([false, false, true]);
    expect(emulator.counters.of("restUserDetail")).toBe(1);
  });

  test("reads a batch user by user when it is refused for one unknown id", async () => {
    const { client, emulator, ids } = await startPool(2);
    emulator.faults.add({ operation: "userBatch", kind: "code", code: 2004 });

    const users = await readUsers(client, [...ids, unknownId], selection);

    expect([...ids, unknownId].map((id) => users.get(id) === "gone")).toEqual([false, false, true]);
  });

  test("an incomplete list of groups fails the user that it belongs to, and no other", async () => {
    const ids = ["u1", "u2", "u3", "u4", "u5"];
    const { host, requests } = await startServer(({ body }) => {
      const { ids: asked } = z.object({ ids: z.array(z.string()) }).parse(body.variables);
      const userBatch = asked.map((id) => ({
        id,
        username: id,
        groups: { totalCount: id === "u4" ? 2 : 1, list: [{ code: "staff" }] },
      }));
      return { text: JSON.stringify({ data: { userBatch } }) };
    });
    const client = new ManagementClient({ host, userPoolId: "pool", secret: "the-secret" });

    const users = await readUsers(client, ids, selection);

    const failed = ids.filter((id) => users.get(id) instanceof Error);
    expect(failed).toEqual(["u4"]);
    expect(users.get("u4")).toMatchObject({ code: "UNEXPECTED_RESPONSE" });
    expect(users.get("u5")).toMatchObject({ id: "u5", groups: ["staff"] });
    // One login, one batch, and two halves at each of at most three levels.
    expect(requests.length).toBeLessThanOrEqual(8);
  });

  test("a user that exists but is in no batch is an error and not gone", async () => {
    const { client, emulator, ids } = await startPool(1);
    const [id = ""] = ids;
    emulator.faults.add({ operation: "userBatch", kind: "code", code: 2004 });
    emulator.faults.add({ operation: "userBatch", kind: "cutPage" });

    const users = await readUsers(client, ids, {});

    expect(users.get(id)).toMatchObject({
      code: "UNEXPECTED_RESPONSE",
      message: expect.stringContaining(`user ${id} failed: the service reports that it exists but omits it`),
    });
  });

  test("a failure that is not about one user is the outcome of all of them", async () => {
    const { client, emulator, ids } = await startPool(4);
    emulator.faults.add({ operation: "userBatch", kind: "code", code: 1001, times: Infinity });

    const users = await readUsers(client, ids, selection);

    expect([...users.values()]).toMatchObject(ids.map(() => ({ code: "PERMISSION" })));
    expect(emulator.counters.of("userBatch")).toBe(1);
  });
});
