import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type * as Runtime from "../../../../provider/adapters/dynamic/runtime.js";
import { freshRuntime } from "../../../support/fresh-runtime.js";
import { openPool, type Pool } from "../../../support/start-pool.js";

/** What the engine's host gets when it calls what the provider text names. */
let pool: Pool;
let runtime: typeof Runtime;

beforeAll(async () => {
  runtime = await freshRuntime();
  pool = await openPool();
  const settings = new Map([
    ["approw:userPoolId", pool.emulator.userPoolId],
    ["approw:secret", pool.emulator.secret],
    ["approw:host", pool.emulator.url],
  ]);
  runtime.User.configure({ config: { get: (key) => settings.get(key) } });
});

afterAll(() => pool.emulator.close());

interface Shown {
  readonly message: string;
  readonly stack: string;
  readonly reasons?: string[];
  readonly properties?: Record<string, unknown>;
}

async function failureOf(operation: Promise<unknown>): Promise<Shown> {
  const error: unknown = await operation.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (!(error instanceof Error)) throw new Error("the operation did not fail");
  return error as unknown as Shown;
}

const ada = {
  __provider: "the text",
  username: "ada-lovelace",
  email: "ada@example.com",
  phone: "+4930123456",
  city: "London",
};
const words = "ada@example.com, +4930123456 and ada-lovelace are taken";

describe("an error that the engine shows", () => {
  test("quotes no name of the person that the service quotes, and has no stack", async () => {
    pool.emulator.faults.add({ operation: "createUser", kind: "code", code: 2026, message: words });

    const { message, stack } = await failureOf(runtime.User.create(ada));

    expect(message).toContain("a***@example.com, +***");
    expect(message).not.toMatch(/ada@|4930123456|lovelace/u);
    expect(stack).toBe("");
  });

  test("nor do the reasons of what is half done, which the state keeps with the provider text", async () => {
    pool.emulator.faults.add({ operation: "updateUser", kind: "code", code: 2200, message: words });

    const { reasons, properties } = await failureOf(runtime.User.create(ada));

    expect(reasons).toEqual([expect.stringContaining("was created, but without city")]);
    expect(reasons?.join()).not.toMatch(/ada@|4930123456|lovelace/u);
    expect(properties).toMatchObject({ __provider: "the text", username: "ada-lovelace" });
  });

  test("says what to do when no answer came", async () => {
    const { userPoolId } = pool.emulator;
    pool.emulator.faults.add({ operation: "users", kind: "shape", body: { data: {} }, times: Infinity });
    pool.emulator.faults.add({ operation: "userBatch", kind: "shape", body: { data: {} }, times: Infinity });

    const { message } = await failureOf(
      runtime.User.read("5f0000000000000000000000", { ...ada, userPoolId }),
    );

    pool.emulator.faults.clear();
    expect(message).toContain("The state is unchanged. Retry when");
  });
});

describe("a state that the plugin has left", () => {
  const id = "5f0000000000000000000000";
  const state = (): Record<string, unknown> => ({
    username: "ada",
    city: "London",
    userPoolId: pool.emulator.userPoolId,
  });

  test("is updated without a request, so that it gets the provider text", async () => {
    const declared = { __provider: "the text", username: "ada", city: "London" };
    const before = pool.emulator.counters.total();

    expect(runtime.User.diff(id, state(), declared)).toMatchObject({ changes: true, changed: [] });
    expect(await runtime.User.update(id, state(), declared)).toEqual({ outs: state() });
    expect(runtime.User.diff(id, { ...state(), __provider: "the text" }, declared).changes).toBe(false);
    expect(pool.emulator.counters.total()).toBe(before);
  });

  test("keeps what an import has read and the program does not declare", async () => {
    const imported = { ...state(), __approw: { imported: true } };
    const declared = { __provider: "the text", username: "ada" };
    const before = pool.emulator.counters.total();

    expect(runtime.User.diff(id, imported, declared).changed).toEqual([]);
    const { outs } = await runtime.User.update(id, imported, declared);

    expect(outs).toEqual({ username: "ada", userPoolId: pool.emulator.userPoolId });
    expect(pool.emulator.counters.total()).toBe(before);
  });
});
