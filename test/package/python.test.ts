import { execFile } from "node:child_process";
import { cp, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

import { expect, onTestFinished } from "vitest";

import { createStack } from "../../tools/engine/stack.js";
import { openEmptyPool } from "../support/start-pool.js";
import { pythonTest } from "../support/python-test.js";

const run = promisify(execFile);
const repository = resolve(__dirname, "../..");
const archive = "pulumi-resource-approw-v0.1.0-linux-amd64.tar.gz";

async function temporaryDirectory(): Promise<string> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), "approw-python-")));
  onTestFinished(() => rm(directory, { recursive: true, force: true, maxRetries: 3 }));
  return directory;
}

pythonTest("examples/python: the archive of a release, a generated library, and an up", async () => {
  const [release, program] = [await temporaryDirectory(), await temporaryDirectory()];
  await cp(join(repository, "examples/python"), program, { recursive: true });
  const { admin, emulator } = await openEmptyPool();
  onTestFinished(() => emulator.close());
  const stack = await createStack({
    program,
    workspace: program,
    config: { "approw:userPoolId": emulator.userPoolId, "approw:host": emulator.url },
    secrets: { "approw:secret": emulator.secret },
  });
  onTestFinished(() => stack.dispose());
  const pulumi = (...args: string[]): Promise<unknown> =>
    run("pulumi", [...args, "--non-interactive"], { cwd: program, env: stack.env });
  await run(process.execPath, [join(repository, "tools/plugin-archives.mjs"), release]);
  await pulumi("plugin", "install", "resource", "approw", "0.1.0", "--file", join(release, archive));
  await pulumi("package", "add", "approw@0.1.0");

  const up = await stack.up();

  expect(up.code, up.stdout + up.stderr).toBe(0);
  const { list } = await admin.groups.listUsers("engineering");
  expect(list.map(({ username }) => username).sort()).toEqual(["ada", "alan"]);
  const again = await stack.up("--refresh", "--expect-no-changes");
  expect(again.code, again.stdout + again.stderr).toBe(0);
});
