import { describe, expect, test } from "vitest";

import { getUser, type GetUserArgs } from "../../../provider/index.js";
import { isNotFound } from "../../../sdk/index.js";
import { startPool } from "../../support/start-pool.js";
import { inProgram, requestsOf } from "./in-program.js";

const ada = {
  username: "ada.lovelace",
  email: "ada@example.com",
  phone: "+49301234",
  externalId: "staff-1815",
  name: "Ada Lovelace",
  oauth: '{"token":"hush"}',
};

async function failureOf(call: Promise<unknown>): Promise<Error & { code?: string }> {
  return await call.then(
    () => expect.unreachable("it must fail"),
    (error: unknown) => error as Error & { code?: string },
  );
}

describe("getUser", () => {
  test.each([
    ["username", "ada.lovelace"],
    ["email", "ADA@example.com"],
    ["phone", "+49 30 1234"],
    ["externalId", "staff-1815"],
  ])("finds the user by %s", async (field, value) => {
    const pool = await startPool();
    const { id } = await pool.admin.users.create(ada);
    await inProgram(pool);

    const user = await getUser({ [field]: value });

    expect(user).toMatchObject({ id, name: "Ada Lovelace", userPoolId: pool.emulator.userPoolId });
  });

  test("answers what is set, with the names of the API, and no secret", async () => {
    const pool = await startPool();
    const { id } = await pool.admin.users.create(ada);
    await inProgram(pool);

    const user = await getUser({ id });

    expect(user).toMatchObject({ id, username: "ada.lovelace", status: "Activated", blocked: false });
    expect(user.company).toBeUndefined();
    expect(Object.values(user)).not.toContain(null);
    expect(JSON.stringify(user)).not.toContain("hush");
  });

  test("asks for 100 users by id with 2 requests, and for the same user once", async () => {
    const pool = await startPool({
      seed: { users: Array.from({ length: 100 }, (_, index) => ({ username: `user-${index}` })) },
    });
    const { list } = await pool.admin.users.list(1, 200);
    pool.emulator.counters.reset();
    await inProgram(pool);

    const users = await Promise.all(list.map(({ id }) => getUser({ id })));
    await getUser({ id: list[0]!.id });

    expect(users.map(({ username }) => username)).toEqual(list.map(({ username }) => username));
    expect(requestsOf(pool)).toEqual({ userBatch: 2 });
  });

  test("asks for 100 users by username with 4 requests", async () => {
    const names = Array.from({ length: 100 }, (_, index) => `user-${index}`);
    const pool = await startPool({ seed: { users: names.map((username) => ({ username })) } });
    await inProgram(pool);

    const users = await Promise.all(names.map((username) => getUser({ username })));
    await getUser({ username: "user-0" });

    expect(users.map(({ username }) => username)).toEqual(names);
    expect(requestsOf(pool)).toEqual({ restUserBatch: 2, userBatch: 2 });
  });

  test("looks each user up who does not come with the others", async () => {
    const pool = await startPool({
      seed: { users: ["ada", "bob", "cid"].map((username) => ({ username })) },
    });
    await inProgram(pool);
    pool.emulator.faults.add({ kind: "code", code: 500, operation: "restUserBatch" });

    const calls = ["ada", "bob", "nemo"].map((username) => getUser({ username }));

    expect((await Promise.allSettled(calls)).map(({ status }) => status)).toEqual([
      "fulfilled",
      "fulfilled",
      "rejected",
    ]);
    expect(requestsOf(pool)).toMatchObject({ findUser: 3 });
  });

  test.each([
    [{ id: "5f0000000000000000000000" }, "there is no user 5f0000000000000000000000"],
    [{ username: "nemo.captain" }, "there is no user with username n***"],
    [{ email: "nemo@example.com" }, "there is no user with email n***@example.com"],
  ])("fails for %j, whom the pool does not have", async (args, reason) => {
    const pool = await startPool();
    await inProgram(pool);

    const error = await failureOf(getUser(args));

    expect(error.message).toBe(`getUser failed in user pool ${pool.emulator.userPoolId}: ${reason}`);
    expect(isNotFound(error)).toBe(true);
    expect(error.stack).toBe("");
  });

  test("shows the whole name where the stack sets approw:debug", async () => {
    const pool = await startPool();
    await inProgram(pool, { config: { "approw:debug": "true" } });

    expect((await failureOf(getUser({ username: "nemo.captain" }))).message).toContain("nemo.captain");
  });

  test("chooses none of two users with the number in different spellings", async () => {
    const pool = await startPool();
    const some = await pool.admin.users.create({ username: "ada", phone: "+49 30 1234" });
    const other = await pool.admin.users.create({ username: "bob", phone: "+49301234" });
    await inProgram(pool);

    const error = await failureOf(getUser({ phone: "+49 30 1234" }));

    expect(error.message).toContain(`different users, ${some.id} and ${other.id}, have this phone`);
    expect((await getUser({ phone: "+49301234" })).id).toBe(other.id);
  });

  test("is never answered by a response that is cut, about somebody else, or not what the API promises", async () => {
    const pool = await startPool();
    const { id } = await pool.admin.users.create(ada);
    await inProgram(pool);
    const { faults } = pool.emulator;
    const odd = { data: { findUser: { id: "x" }, userBatch: [{ id }] } };

    faults.add({ kind: "shape", body: odd, operation: "userBatch", times: Infinity });
    faults.add({ kind: "shape", body: odd, operation: "findUser", times: Infinity });

    for (const args of [{ id }, { username: "ada.lovelace" }]) {
      const error = await failureOf(getUser(args));
      expect(error.message).toContain("Retry when the service is available");
      expect(isNotFound(error)).toBe(false);
    }
    faults.clear();
    expect(await getUser({ id })).toMatchObject({ id });
  });

  test.each([
    [{}, "exactly one of id, username, email, phone and externalId must be declared, and none is"],
    [
      { username: null },
      "exactly one of id, username, email, phone and externalId must be declared, and none is",
    ],
    [{ id: "5f", email: "ada@example.com" }, "must be declared, and id and email are"],
    [{ usrname: "ada" }, "usrname is not an argument of getUser: did you mean username?"],
    [{ id: 7 }, "id must be a string"],
    [{ email: "ada" }, "email must be an email address such as ada@example.com"],
    [{ id: "5f", withSecrets: true }, "withSecrets is an argument of getUserOutput only"],
    [undefined, "they must be an object, as in: const ada = await approw.getUser("],
  ])("refuses %j before any request", async (args, reason) => {
    const pool = await startPool();
    await inProgram(pool);

    const error = await failureOf(getUser(args as GetUserArgs));

    expect(error.message).toContain("mistakes in the arguments of getUser: ");
    expect(error.message).toContain(reason);
    expect(pool.emulator.counters.total()).toBe(0);
  });
});
