import { describe, expect, test } from "vitest";
import { isConflict } from "../../../sdk/index.js";
import { startClient } from "../start-client.js";

/** A pool with so many archived users, the first of whom is ada. */
function archived(count: number): object[] {
  const others = Array.from({ length: count - 1 }, (_, index) => ({ username: `old-${index}` }));
  const ada = { username: "ada", email: "ada@example.org", phone: "13800000000", externalId: "e-1" };
  return [ada, ...others].map((user) => ({ ...user, status: "Archived" }));
}

describe("archived users", () => {
  test("are listed page by page, each once, and are in no other list", async () => {
    const { client } = await startClient({}, { seed: { users: [...archived(5), { username: "grace" }] } });

    const names: unknown[] = [];
    for await (const user of client.users.listAllArchived({ pageSize: 2 })) names.push(user.username);

    expect(names.toSorted()).toEqual(["ada", "old-0", "old-1", "old-2", "old-3"]);
    expect(await client.users.listArchived(1, 2)).toMatchObject({ totalCount: 5, list: [{}, {}] });
    expect(await client.users.list()).toMatchObject({ totalCount: 1, list: [{ username: "grace" }] });
  });

  test("are found by each identifier, in any case of an email", async () => {
    const { client } = await startClient({}, { seed: { users: [...archived(2), { username: "grace" }] } });
    const [ada] = (await client.users.listArchived()).list.filter(({ username }) => username === "ada");

    const found = await client.users.findArchived({
      username: ["ada", "ADA", "grace"],
      email: ["ADA@example.org"],
      phone: ["13800000000"],
      externalId: ["e-1", "e-2"],
    });

    const userId = ada?.id;
    expect(found).toEqual({
      matches: [
        { field: "username", value: "ada", userId },
        { field: "email", value: "ADA@example.org", userId },
        { field: "phone", value: "13800000000", userId },
        { field: "externalId", value: "e-1", userId },
      ],
      isComplete: true,
    });
  });

  test("are searched in a limited number of pages, and the result says whether that was all", async () => {
    const { client, emulator } = await startClient({}, { seed: { users: archived(250) } });
    const search = (maxPages: number) => client.users.findArchived({ username: ["ada"] }, { maxPages });

    expect(await search(2)).toEqual({ matches: [], isComplete: false });
    expect(emulator.counters.of("archivedUsers")).toBe(2);
    expect((await search(3)).matches).toHaveLength(1);
  });

  test("are not searched when there is nothing to find, and no further than needed", async () => {
    const { client, emulator } = await startClient({}, { seed: { users: archived(250) } });

    expect(await client.users.findArchived({})).toEqual({ matches: [], isComplete: true });
    expect(emulator.counters.of("archivedUsers")).toBe(0);
    expect((await client.users.findArchived({ username: ["old-248"] })).matches).toHaveLength(1);
    expect(emulator.counters.of("archivedUsers")).toBe(1);
  });
});

describe("a creation with the identifier of an archived user", () => {
  test("is a conflict that names the archived user", async () => {
    const { client } = await startClient({}, { seed: { users: archived(1) } });
    const [ada] = (await client.users.listArchived()).list;

    const error = await client.users
      .create({ username: "new", email: "Ada@example.org" })
      .catch((cause: unknown) => cause);

    expect(isConflict(error) && [error.apiCode, error.existingIds, error.archivedIds]).toEqual([
      2026,
      [],
      [ada?.id],
    ]);
    expect(String(error)).toContain(
      `creating a user with username, email was refused: User already exists (code 2026); the email belongs to archived user ${ada?.id}, who keeps it; choose another value, or delete that user in the console`,
    );
  });

  test("is the plain conflict when a live user has it, or when archived users cannot be read", async () => {
    const { client, emulator } = await startClient({}, { seed: { users: archived(1) } });
    await client.users.create({ username: "grace" });
    const plain = { code: "CONFLICT", apiCode: 2026, archivedIds: [] };

    await expect(client.users.create({ username: "grace" })).rejects.toMatchObject(plain);
    emulator.faults.add({ operation: "archivedUsers", kind: "shape", body: { errors: [{ message: "no" }] } });
    await expect(client.users.create({ username: "ada" })).rejects.toMatchObject(plain);
  });

  test("costs no request when there is no conflict", async () => {
    const { client, emulator } = await startClient();

    await client.users.create({ username: "ada" });

    expect(emulator.counters.of("archivedUsers")).toBe(0);
  });
});
