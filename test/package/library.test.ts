import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, inject, onTestFinished, test } from "vitest";

import manifest from "../../package.json";
import { createStack } from "../../tools/engine/stack.js";
import { runQuietly } from "../../tools/setup/run-quietly.mjs";
import { step } from "../engine/step.js";
import { openPool } from "../support/start-pool.js";
import { must } from "./support/must.js";
import { repository } from "./support/pack.js";

const pulumi = { "@pulumi/pulumi": manifest.devDependencies["@pulumi/pulumi"] };

/** A workspace of pnpm: only the library depends on the package, and the program depends on the library. */
function workspace(tarball: string): Record<string, string> {
  const json = JSON.stringify;
  return {
    "pnpm-workspace.yaml": "packages: [library, program]\n",
    "package.json": json({ private: true }),
    "library/package.json": json({
      name: "team",
      version: "1.0.0",
      dependencies: { "pulumi-approw": `file:${tarball}` },
      peerDependencies: pulumi,
    }),
    "library/index.js": `
      const approw = require("pulumi-approw");
      exports.declare = (username) => new approw.User(username, { username });
    `,
    "program/package.json": json({ main: "index.js", dependencies: { ...pulumi, team: "workspace:*" } }),
    "program/Pulumi.yaml": "name: people\nruntime: { name: nodejs, options: { typescript: false } }\n",
    "program/index.js": 'require("team").declare("ada");\n',
  };
}

test("a program that has the package only through a library, installed by pnpm", async () => {
  const root = await realpath(await mkdtemp(join(tmpdir(), "approw-library-")));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(workspace(inject("packed").tarball))) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  const pnpm = join(repository, "node_modules/pnpm/bin/pnpm.cjs");
  const flags = ["install", "--prefer-offline", "--ignore-scripts", "--no-frozen-lockfile"];
  await must(runQuietly(process.execPath, [pnpm, ...flags], { cwd: root }));
  const pool = await openPool();
  onTestFinished(() => pool.emulator.close());
  const stack = await createStack({
    program: join(root, "program"),
    config: { "approw:userPoolId": pool.emulator.userPoolId, "approw:host": pool.emulator.url },
    secrets: { "approw:secret": pool.emulator.secret },
  });
  onTestFinished(() => stack.dispose());

  await step("creates its user, because the provider is found in pnpm's store", async () => {
    const up = await stack.up();

    expect(up.code, up.stdout + up.stderr).toBe(0);
    expect(await pool.admin.users.find({ username: "ada" })).not.toBeNull();
  });

  await step("without that store, ends at once and says what to add where", async () => {
    // As `hoist=false` leaves it.
    await rm(join(root, "node_modules/.pnpm/node_modules"), { recursive: true });

    const { code, stdout } = await stack.start("preview").result;

    expect(code).not.toBe(0);
    expect(stdout).toContain(
      `the engine cannot load pulumi-approw from the directory of the program, ${join(root, "program")}`,
    );
    expect(stdout).toContain("run `npm install pulumi-approw` (or pnpm add, yarn add) in that directory");
    expect(stdout).not.toContain("Cannot find module");
  });
});
