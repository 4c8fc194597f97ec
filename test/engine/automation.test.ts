import { mkdir, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";

import { engineEnvironment, sparingEnvironment } from "../../tools/engine/environment.js";
import { pulumiCli } from "../../tools/engine/stack.js";
import { runQuietly } from "../../tools/setup/run-quietly.mjs";
import { openPool } from "../support/start-pool.js";

const example = resolve(__dirname, "../../examples/automation/index.ts");

test("the example of an inline program creates its user, although it is started in another directory", async () => {
  const pool = await openPool();
  onTestFinished(() => pool.emulator.close());
  const elsewhere = await realpath(await mkdtemp(join(tmpdir(), "approw-elsewhere-")));
  onTestFinished(() => rm(elsewhere, { recursive: true, maxRetries: 3 }));
  await mkdir(join(elsewhere, "state"));
  const { url, userPoolId, secret } = pool.emulator;

  const { code, lines } = await runQuietly(
    process.execPath,
    ["--import", pathToFileURL(require.resolve("tsx")).href, example],
    {
      cwd: elsewhere,
      env: {
        ...engineEnvironment(pulumiCli(), elsewhere),
        ...sparingEnvironment(),
        APPROW_HOST: url,
        APPROW_USERPOOL_ID: userPoolId,
        APPROW_USERPOOL_SECRET: secret,
      },
    },
  );

  expect(code, lines.join("\n")).toBe(0);
  expect(await pool.admin.users.find({ username: "ada" })).toMatchObject({ name: "Ada Lovelace" });
});
