import * as pulumi from "@pulumi/pulumi";
import { describe, expect, onTestFinished, test, vi } from "vitest";

import { getGroups, getGroupsOutput, getUser, getUserOutput, Provider } from "../../../provider/index.js";
import { openPool, type Pool, startPool } from "../../support/start-pool.js";
import { inProgram, requestsOf, settled } from "./in-program.js";

/** The provider of a pool, as a program declares it. */
function providerOf({ emulator }: Pool): Provider {
  const { userPoolId, secret, url: host } = emulator;
  return new Provider("customers", { userPoolId, secret, host });
}

async function otherPool(): Promise<Pool> {
  const other = await openPool({ userPoolId: "0123456789abcdef01234567", secret: "0123456789abcdef" });
  onTestFinished(() => other.emulator.close());
  await other.admin.users.create({ username: "bob" });
  other.emulator.counters.reset();
  return other;
}

async function failureOf(call: Promise<unknown>): Promise<string> {
  return await call.then(
    () => expect.unreachable("it must fail"),
    (error: unknown) => String(error),
  );
}

describe("the pool of a function", () => {
  test("is that of an explicit provider, or of a parent that has one", async () => {
    await inProgram(await startPool());
    const other = await otherPool();
    const provider = providerOf(other);
    const parent = new pulumi.ComponentResource("people:Team", "team", {}, { providers: [provider] });

    for (const opts of [{ provider }, { parent }]) {
      const { userPoolId } = other.emulator;
      expect(await getUser({ username: "bob" }, opts)).toMatchObject({ username: "bob", userPoolId });
      const output = getUserOutput({ username: "bob" }, opts);
      expect(await settled(output)).toMatchObject({ userPoolId });
      expect(await pulumi.isSecret(output)).toBe(false);
    }
    expect(await failureOf(getUser({ username: "bob" }))).toContain("there is no user");
  });

  test("is that of the stack below a parent without a provider", async () => {
    const pool = await startPool();
    await inProgram(pool);
    const parent = new pulumi.ComponentResource("people:Team", "team");

    expect((await getGroups({}, { parent })).userPoolId).toBe(pool.emulator.userPoolId);
  });

  test("takes its settings from the environment where the stack has none", async () => {
    const { emulator } = await startPool();
    vi.stubEnv("APPROW_USERPOOL_ID", emulator.userPoolId);
    vi.stubEnv("APPROW_USERPOOL_SECRET", emulator.secret);
    vi.stubEnv("APPROW_HOST", emulator.url);
    onTestFinished(() => void vi.unstubAllEnvs());
    await inProgram(undefined);

    expect((await getGroups()).groups).toHaveLength(3);
  });

  test("is unknown in a preview while the settings of the provider are", async () => {
    await inProgram(await startPool(), { isPreview: true });
    const other = await otherPool();
    const { secret, url: host } = other.emulator;
    const stack = new pulumi.ComponentResource("people:Pool", "pool");
    const userPoolId = pulumi.output(pulumi.unknown as unknown as string);
    const provider = new Provider("later", { userPoolId, secret, host }, { parent: stack });

    expect(await settled(getGroupsOutput({}, { provider }))).toBe("unknown");
    expect(await failureOf(getGroups({}, { provider }))).toContain(
      "the settings of the provider of getGroups are not known in this preview. Use getGroupsOutput",
    );
  });

  test("must be configured, and the message says how", async () => {
    await inProgram(undefined);

    expect(await failureOf(getGroups())).toContain("run `pulumi config set approw:userPoolId <id>`");
  });

  test("must have no setting with a typing error", async () => {
    await inProgram(await startPool(), { config: { "approw:debgu": "true" } });

    expect(await failureOf(getGroups())).toContain("did you mean approw:debug?");
  });

  test("must belong to a provider of this package", async () => {
    await inProgram(await startPool());
    class Other extends pulumi.ProviderResource {}
    const provider = new Other("aws", "aws", {});

    expect(await failureOf(getGroups({}, { provider }))).toContain("must be an approw.Provider");
    const name = "customers" as unknown as Provider;
    expect(await failureOf(getGroups({}, { provider: name }))).toContain("must be an approw.Provider");
  });
});

describe("what a run has read", () => {
  test("answers no later run of the same process, whose login is still used", async () => {
    const pool = await startPool();
    const { id } = await pool.admin.users.create({ username: "ada", name: "Ada" });
    await inProgram(pool);
    await getUser({ id });
    await pool.admin.users.update(id, { name: "Ada Lovelace" });
    pool.emulator.counters.reset();

    await inProgram(pool);

    expect((await getUser({ id })).name).toBe("Ada Lovelace");
    expect(pool.emulator.counters.of("accessToken")).toBe(0);
    expect(requestsOf(pool)).toEqual({ userBatch: 1 });
  });
});

describe("a service that throttles", () => {
  test("is waited for, and the log says so without names", async () => {
    const pool = await startPool();
    await pool.admin.users.create({ email: "ada@example.com" });
    const lines: string[] = [];
    const log = vi.spyOn(pulumi.log, "info").mockImplementation((text) => {
      lines.push(text);
      return Promise.resolve();
    });
    onTestFinished(() => {
      log.mockRestore();
    });
    await inProgram(pool);
    pool.emulator.faults.add({ kind: "throttle", retryAfter: 0, operation: "findUser" });

    await getUser({ email: "ada@example.com" });

    expect(lines).toEqual([expect.stringContaining("approw: waiting ")]);
    expect(lines.join()).not.toContain("ada@");
  });
});
