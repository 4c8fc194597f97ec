import { spawnSync } from "node:child_process";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "approw-ci-"));
});

afterEach(() => rm(directory, { recursive: true }));

describe.skipIf(process.platform === "win32")(".ci/run", () => {
  test.each([
    [
      "passes when the gate passes",
      "echo some test; echo; echo '12 passed, 0 failed'",
      0,
      "12 passed, 0 failed",
    ],
    [
      "ends with the summary although npm adds lines to a failure",
      "echo '11 passed, 1 failed'; echo 'npm error code 1' >&2; exit 1",
      1,
      "11 passed, 1 failed",
    ],
    ["fails when nothing ran", "echo 'there is no Pulumi CLI'", 1, "0 passed, 1 failed"],
  ])("%s", async (_behaviour, npm, code, lastLine) => {
    await writeFile(join(directory, "npm"), `#!/bin/sh\n${npm}\n`);
    await chmod(join(directory, "npm"), 0o755);

    const run = spawnSync(resolve(__dirname, "../../.ci/run"), {
      encoding: "utf8",
      env: { ...process.env, PATH: [directory, process.env["PATH"]].join(delimiter) },
    });

    expect(run.stdout.trimEnd().split("\n").at(-1)).toBe(lastLine);
    expect(run.status).toBe(code);
  });
});
