import { expect, onTestFinished, vi } from "vitest";

import { stillRunning } from "../../../tools/engine/processes.js";
import type { Pool } from "../../support/start-pool.js";
import { yamlTest } from "../../support/yaml-test.js";
import { step } from "../step.js";
import { Trial } from "../trial.js";
import { openOtherPool } from "./other-pool.js";

/** Two users in the pool of the stack and one in another pool, and whoever comes later. */
function declare({ emulator }: Pool, more = ""): string {
  const { userPoolId, secret, url } = emulator;
  return `
resources:
  customers:
    type: pulumi:providers:approw
    properties: { userPoolId: ${userPoolId}, secret: ${secret}, host: "${url}", stats: true }
  customer:
    type: approw:User
    properties: { username: customer }
    options: { provider: "\${customers}" }
  ada: { type: "approw:User", properties: { username: ada } }
  bob: { type: "approw:User", properties: { username: bob } }
${more}
`;
}

const cleoThenDan = `
  cleo: { type: "approw:User", properties: { username: cleo } }
  dan: { type: "approw:User", properties: { username: dan, adopt: true }, options: { dependsOn: ["\${cleo}"] } }
`;
const eve = `
  eve: { type: "approw:User", properties: { username: eve } }
`;

yamlTest("a run of the plugin that waits, is interrupted or killed", async () => {
  const other = await openOtherPool();
  const trial = await Trial.open(declare(other), { plugin: "yaml", config: { "approw:stats": "true" } });
  onTestFinished(() => trial.close());
  const { admin, emulator } = trial.pool;
  const { counters, faults } = emulator;
  const named = async (): Promise<unknown[]> =>
    (await admin.users.list(1, 50)).list.map(({ username }) => username).sort();
  const inState = async (): Promise<string[]> =>
    (await trial.state()).resources
      .filter(({ type }) => type === "approw:index:User")
      .map(({ inputs }) => String(inputs["username"]))
      .sort();
  const untilAsked = async (): Promise<void> => {
    await vi.waitUntil(() => counters.of("createUser") === 1, { timeout: 60_000 });
  };

  await step(
    "its output has the wait for a service that throttles, and a line for each process",
    async () => {
      faults.add({ operation: "*", kind: "throttle", retryAfter: 1 });

      const { stdout } = await trial.must("up");

      // The engine shows each line during the run and again at the end.
      const lines = new Set(stdout.match(/approw: .*/gu));
      expect([...lines].sort()).toEqual([
        expect.stringMatching(/^approw: 1 operation needed \d+ requests/u),
        expect.stringMatching(/^approw: 2 operations needed .*throttled 1 times/u),
        expect.stringMatching(/^approw: waiting 1\.0 s before retrying users\.create.*429/u),
      ]);
    },
  );

  await step("after Ctrl-C, the state has what was started, and nothing more is started", async () => {
    await trial.write(declare(other, cleoThenDan));
    counters.reset();
    faults.add({ operation: "createUser", kind: "latency", ms: 1000 });
    const { run, result } = trial.start("up");
    await untilAsked();

    run.interrupt();

    expect((await result).code).not.toBe(0);
    expect(await named()).toEqual(["ada", "bob", "cleo"]);
    expect(await inState()).toEqual(["ada", "bob", "cleo", "customer"]);
  });

  await step("a plugin that is killed ends the run, and the next one creates no one twice", async () => {
    counters.reset();
    faults.add({ operation: "createUser", kind: "loseAnswer", then: "hang" });
    const { run, result } = trial.start("up");
    await untilAsked();
    await run.killProvider();
    expect((await result).code).not.toBe(0);
    expect(await inState()).not.toContain("dan");

    await trial.must("up");

    expect(await named()).toEqual(["ada", "bob", "cleo", "dan"]);
    expect(await inState()).toContain("dan");
  });

  await step("the processes of the plugin end when the engine is killed", async () => {
    await trial.write(declare(other, cleoThenDan + eve));
    counters.reset();
    faults.add({ operation: "createUser", kind: "hang" });
    const { run } = trial.start("up");
    await untilAsked();

    const processes = await run.killEngine();

    // One for each provider, and that from which the language host has the schema.
    expect(processes).toHaveLength(3);
    const areEnded = async (): Promise<boolean> => (await stillRunning(processes)).length === 0;
    await vi.waitUntil(areEnded, { timeout: 10_000, interval: 100 });
  });
});
