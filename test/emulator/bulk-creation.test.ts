import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createEmulator, type Emulator } from "../../emulator/index.js";
import { ApiClient } from "./api-client.js";

let emulator: Emulator;
let client: ApiClient;

beforeEach(async () => {
  emulator = await createEmulator({ seed: { users: [{ username: "taken" }] } });
  client = await ApiClient.of(emulator);
});

afterEach(() => emulator.close());

interface Outcome {
  success: boolean;
  errMsg: string | null;
  user: { id: string; username: string } | null;
}

async function createBatch(users: object[], more: object = {}): Promise<Outcome[]> {
  const answer = await client.rest("POST", "/users/create/batch", { users, ...more });
  return (answer as { data: Outcome[] }).data;
}

describe("a creation of many users", () => {
  test("answers for each of them, in their order", async () => {
    const outcomes = await createBatch([
      { username: "ada", nickname: "Ada" },
      { username: "taken" },
      { nickname: "nameless" },
      { username: "grace", email: 7 },
      { username: "alan" },
      { username: "alan" },
    ]);

    expect(outcomes.map(({ success, user }) => [success, user?.username])).toEqual([
      [true, "ada"],
      [false, undefined],
      [false, undefined],
      [false, undefined],
      [true, "alan"],
      [false, undefined],
    ]);
    expect(outcomes[1]).toEqual({ success: false, errMsg: "User already exists", user: null });
    await expect(client.graphql("{ users { totalCount } }")).resolves.toEqual({
      data: { users: { totalCount: 3 } },
    });
  });

  test("takes 100 users and refuses more, creating none", async () => {
    const users = Array.from({ length: 101 }, (_, index) => ({ username: `user-${index}` }));

    await expect(client.rest("POST", "/users/create/batch", { users })).resolves.toMatchObject({ code: 500 });
    expect(await createBatch(users.slice(1))).toHaveLength(100);
    await expect(client.graphql("{ users { totalCount } }")).resolves.toEqual({
      data: { users: { totalCount: 101 } },
    });
  });

  test("takes plain passwords, which only fit a login with rawPassword", async () => {
    const password = "engine-1843";
    const [ada] = await createBatch([{ username: "ada", password }], { rawPassword: true });
    const [grace, short] = await createBatch([
      { username: "grace", password },
      { username: "alan", password: "12345" },
    ]);

    expect(emulator.hasPassword(String(ada?.user?.id), password)).toBe(true);
    expect(emulator.hasPassword(String(grace?.user?.id), password)).toBe(false);
    expect(short?.success).toBe(false);
  });
});
