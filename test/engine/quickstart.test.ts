import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { Emulator } from "pulumi-approw/emulator";
import { sparingEnvironment } from "../../tools/engine/environment.js";
import { createStack, type Stack } from "../../tools/engine/stack.js";
import { startPool } from "../../tools/story/pool.js";

const root = resolve(__dirname, "../..");
let pool: Emulator | undefined;
let stack: Stack | undefined;

afterEach(async () => {
  await stack?.dispose();
  await pool?.close();
});

describe("examples/quickstart", () => {
  test("is the program of pulumi up in the checkout, and also takes its settings from the environment", async () => {
    pool = await startPool();
    stack = await createStack({
      program: root,
      env: {
        ...sparingEnvironment(),
        APPROW_HOST: pool.url,
        APPROW_USERPOOL_ID: pool.userPoolId,
        APPROW_USERPOOL_SECRET: pool.secret,
      },
    });

    expect(await stack.up()).toMatchObject({ code: 0, changeSummary: { create: 10 } });
  });

  test("passes its own type check", () => {
    const compiler = resolve(root, "node_modules/typescript/bin/tsc");

    const check = spawnSync(process.execPath, [compiler, "-p", resolve(root, "examples/quickstart")], {
      encoding: "utf8",
    });

    expect(check.stdout).toBe("");
    expect(check.status).toBe(0);
  });
});
