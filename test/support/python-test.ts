import { spawnSync } from "node:child_process";

import { test } from "vitest";

import { pulumiCli } from "../../tools/engine/stack.js";
import { executable, onPath } from "../../tools/pulumi/executables.mjs";

/** A test of a program in Python. Where nothing can run such programs, it is skipped, and the end of the run says so. */
export function pythonTest(title: string, work: () => Promise<void>): void {
  test(title, async ({ skip }) => {
    const host = "pulumi-language-python";
    skip(
      executable(pulumiCli().directory, host) === undefined && onPath(host) === undefined,
      `there is no ${host}, which releases of Pulumi include`,
    );
    skip(spawnSync("python3", ["-m", "venv", "--help"]).status !== 0, "there is no python3 with venv");
    await work();
  });
}
