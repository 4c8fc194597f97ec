import { beforeEach, describe, expect, expectTypeOf, test } from "vitest";

import {
  type CustomValue,
  getUser,
  getUserOutput,
  getUsers,
  type GetUsersArgs,
} from "../../../provider/index.js";
import type { CustomDataType } from "../../../sdk/index.js";
import { type Pool, startPool } from "../../support/start-pool.js";
import { inProgram, requestsOf, settled } from "./in-program.js";

const customData = {
  badge: "B-17",
  level: 3,
  remote: false,
  since: "2024-02-29T00:00:00.000Z",
  desk: { floor: 2 },
};

let pool: Pool;
let ids: string[];

/** A hundred users, of whom the first has custom data. */
beforeEach(async () => {
  const users = Array.from({ length: 100 }, (_, index) => ({
    username: `user-${String(index)}`,
    groups: index < 2 ? ["engineering"] : [],
    roles: index < 2 ? [{ code: "author" }] : [],
  }));
  const customFields = [
    { key: "badge", dataType: "STRING", label: "Badge" },
    { key: "level", dataType: "NUMBER", label: "Level" },
    { key: "remote", dataType: "BOOLEAN", label: "Remote" },
    { key: "since", dataType: "DATETIME", label: "Since" },
    { key: "desk", dataType: "OBJECT", label: "Desk" },
  ] satisfies { key: string; dataType: CustomDataType; label: string }[];
  pool = await startPool({ seed: { users, customFields } });
  ids = [];
  for await (const { id, username } of pool.admin.users.listAll())
    ids[Number(username?.slice("user-".length))] = id;
  await pool.admin.udf.setMany(
    "USER",
    Object.entries(customData).map(([key, value]) => ({ targetId: ids[0] ?? "", key, value })),
  );
  pool.emulator.counters.reset();
  await inProgram(pool);
});

describe("getUser", () => {
  test("reads custom data with the user, in one request", async () => {
    const user = await getUser({ id: ids[0], withCustomData: true });

    expect(user).toMatchObject({ username: "user-0", customData });
    expect(requestsOf(pool)).toEqual({ userBatch: 1 });
    expectTypeOf(user.customData).toEqualTypeOf<Readonly<Record<string, CustomValue>> | undefined>();
  });

  test("found by another field, and in the output form as well", async () => {
    expect(await getUser({ username: "user-0", withCustomData: true })).toMatchObject({ customData });
    expect(await settled(getUserOutput({ id: ids[0], withCustomData: true }))).toMatchObject({ customData });
  });

  test("of a user without values answers none", async () => {
    expect((await getUser({ id: ids[1], withCustomData: true })).customData).toEqual({});
  });

  test("does not ask for custom data, which some installations do not have, unless the program does", async () => {
    const user = await getUser({ id: ids[0] });

    expect(user.customData).toBeUndefined();
    expect((await getUsers({ ids })).users.map((each) => each.customData)).toEqual(ids.map(() => undefined));
  });
});

describe("getUsers", () => {
  test.each([
    ["by ids", () => ({ ids }), 2],
    ["of the whole pool", () => ({ all: true }) as const, 4],
    ["of a group", () => ({ group: "engineering" }), 3],
    ["of a role", () => ({ role: "author" }), 3],
  ])("reads custom data of users %s in few requests", async (_what, args: () => GetUsersArgs, requests) => {
    const { users } = await getUsers({ ...args(), withCustomData: true });

    const [first, ...others] = [...users].sort((one, other) => ids.indexOf(one.id) - ids.indexOf(other.id));
    expect(first?.customData).toEqual(customData);
    expect(others.length).toBeGreaterThan(0);
    expect(others.every((other) => JSON.stringify(other.customData) === "{}")).toBe(true);
    expect(Object.values(requestsOf(pool)).reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(
      requests,
    );
  });
});
