import { afterEach, describe, expect, test, vi } from "vitest";
import { ManagementToken } from "../../../sdk/auth/management-token.js";
import { Budget } from "../../../sdk/http/budget.js";
import { isAuthenticationError } from "../../../sdk/index.js";
import { startClient } from "../start-client.js";

afterEach(() => {
  vi.useRealTimers();
});

const hour = 3600;
const budget = new Budget(60_000);

/** Logs in with tokens t1, t2, …, each living so long. */
function tokens(lifetimeSeconds: number | null): { token: ManagementToken; logins: () => number } {
  let logins = 0;
  const token = new ManagementToken(() => {
    logins += 1;
    // The service's clock is years away from ours.
    const times = lifetimeSeconds === null ? {} : { iat: 1000, exp: 1000 + lifetimeSeconds };
    return Promise.resolve({ accessToken: `t${logins}`, ...times });
  });
  return { token, logins: () => logins };
}

describe("ManagementToken", () => {
  test.each([
    ["an hour before it expires", 15 * 24 * hour, 15 * 24 * hour - hour],
    ["at half of its lifetime when that is short", hour, hour / 2],
  ])("is renewed %s", async (_, lifetime, age) => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const { token } = tokens(lifetime);

    expect(await token.current(budget)).toBe("t1");
    vi.advanceTimersByTime((age - 1) * 1000);
    expect(await token.current(budget)).toBe("t1");
    vi.advanceTimersByTime(1000);
    expect(await Promise.all([token.current(budget), token.current(budget)])).toEqual(["t2", "t2"]);
  });

  test("is kept until it is refused when the service does not state its lifetime", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const { token } = tokens(null);

    await token.current(budget);
    vi.advanceTimersByTime(1000 * 24 * hour * 1000);

    expect(await token.current(budget)).toBe("t1");
  });

  test("is replaced once for all calls whose token was refused", async () => {
    const { token, logins } = tokens(hour);
    const refused = await token.current(budget);

    const replaced = await Promise.all([1, 2, 3].map(() => token.replacing(refused, budget)));

    expect(replaced).toEqual(["t2", "t2", "t2"]);
    expect(await token.replacing(refused, budget)).toBe("t2");
    expect(logins()).toBe(2);
  });

  test("is requested again after a failed login", async () => {
    let logins = 0;
    const token = new ManagementToken(() => {
      logins += 1;
      return logins === 1 ? Promise.reject(new Error("down")) : Promise.resolve({ accessToken: "t2" });
    });

    await expect(token.current(budget)).rejects.toThrow("down");
    expect(await token.current(budget)).toBe("t2");
  });
});

describe("the login", () => {
  test("happens once for concurrent calls", async () => {
    const { client, emulator } = await startClient();

    await Promise.all(Array.from({ length: 30 }, () => client.users.list()));

    expect(emulator.counters.of("accessToken")).toBe(1);
  });

  test("happens once more when many calls use a token that expired early", async () => {
    const { client, emulator } = await startClient();
    await client.users.list();
    emulator.expireTokens();

    await Promise.all(Array.from({ length: 30 }, () => client.users.list()));

    expect(emulator.counters.of("accessToken")).toBe(2);
  });

  test.each([2020, 2206, 2207])(
    "is repeated for code %i, and the creation that needs it happens once",
    async (code) => {
      const { client, emulator } = await startClient();
      emulator.faults.add({ operation: "createUser", kind: "code", code });

      const { id } = await client.users.create({ username: "ada" });

      expect((await client.users.list()).list.map((user) => user.id)).toEqual([id]);
      expect(emulator.counters.of("accessToken")).toBe(2);
    },
  );

  test("is repeated once per call and not endlessly", async () => {
    const { client, emulator } = await startClient();
    emulator.faults.add({ operation: "users", kind: "code", code: 2020, times: Infinity });

    await expect(client.users.list()).rejects.toMatchObject({ code: "AUTHENTICATION", apiCode: 2020 });
    expect(emulator.counters.of("users")).toBe(2);
  });

  test.each([
    ["secret", { secret: "ffffffffffffffffffffffffffffffff" }],
    ["userPoolId", { userPoolId: "000000000000000000000000" }],
  ])("with a wrong %s is an AuthenticationError that says what to check", async (_, options) => {
    const { client } = await startClient(options);

    const error = await client.users.list().catch((cause: unknown) => cause);

    expect(isAuthenticationError(error)).toBe(true);
    expect(String(error)).toContain("check userPoolId and secret");
  });

  test("is retried after a failure", async () => {
    const { client, emulator } = await startClient();
    emulator.faults.add({ operation: "accessToken", kind: "reset" });

    expect((await client.users.list()).totalCount).toBe(0);
  });
});
