import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

import { createEmulator, type EmulatorOptions } from "../../emulator/index.js";
import { step } from "./step.js";
import { Trial } from "./trial.js";

const names = ["ann", "ben", "cid", "dee"];
const all = names.map((name) => `new approw.User("${name}", { username: "${name}" });`).join("\n");

test("after a rotation of the pool's secret", async () => {
  const directory = await mkdtemp(join(tmpdir(), "approw-rotation-"));
  const [former, current] = ["0123456789abcdef".repeat(2), "fedcba9876543210".repeat(2)];
  const options: EmulatorOptions = { dataFile: join(directory, "pool.json"), secret: former };
  let emulator = await createEmulator(options);
  const { url, userPoolId } = emulator;
  const trial = await Trial.open(all, {
    connection: "none",
    config: { "approw:host": url, "approw:userPoolId": userPoolId, "approw:secret": former },
  });
  onTestFinished(async () => {
    await trial.close();
    await emulator.close();
    await rm(directory, { recursive: true });
  });
  await trial.must("up");
  await emulator.close();
  emulator = await createEmulator({ ...options, secret: current, port: Number(new URL(url).port) });

  await step("a refresh with the previous secret says what to do", async () => {
    const { code, stdout } = await trial.run("refresh");

    expect(code).not.toBe(0);
    expect(stdout).toContain("This command uses the settings of the last `pulumi up`");
    expect(stdout).toContain("--run-program");
  });

  await step("refresh and destroy log in with the secret of today", async () => {
    await trial.stack.configure({ "approw:secret": current });

    expect((await trial.must("refresh")).changeSummary).toEqual({ same: 5 });
    await trial.must("destroy");
  });
});
