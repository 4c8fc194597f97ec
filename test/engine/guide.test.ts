import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import process from "node:process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { createEmulator, type Emulator } from "../../emulator/index.js";
import { ManagementClient } from "../../sdk/index.js";
import { compiledProgram } from "../../tools/engine/compiled-program.js";
import { engineEnvironment, sparingEnvironment } from "../../tools/engine/environment.js";
import { type KeyService, serveKeys } from "../../tools/engine/key-service.js";
import { pulumiCli } from "../../tools/engine/stack.js";
import { step } from "./step.js";

const root = resolve(__dirname, "../..");

const seed = {
  groups: [{ code: "staff" }, { code: "research" }],
  users: [
    { username: "ada", city: "Paris", groups: ["staff"] },
    { username: "bob", city: "Rome", groups: ["staff", "research"] },
  ],
};

/** The commands of a page, a block each. */
async function blocksIn(page: string): Promise<string[]> {
  const text = await readFile(join(root, "docs", page), "utf8");
  return [...text.matchAll(/```sh\n(.*?)```/gsu)].map(([, commands = ""]) => commands);
}

let emulator: Emulator;
let admin: ManagementClient;
let keys: KeyService;
let temporary: string;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  emulator = await createEmulator({ seed });
  const { url, userPoolId, secret } = emulator;
  admin = new ManagementClient({ host: url, userPoolId, secret });
  keys = await serveKeys();
  temporary = await realpath(await mkdtemp(join(tmpdir(), "approw-guide-")));
  const cli = pulumiCli();
  env = {
    ...engineEnvironment(cli, temporary),
    ...sparingEnvironment(),
    ...keys.env,
    APPROW_HOST: url,
    APPROW_USERPOOL_ID: userPoolId,
    APPROW_USERPOOL_SECRET: secret,
  };
  const bin = join(temporary, "bin");
  await mkdir(bin);
  await mkdir(join(temporary, "state"), { recursive: true });
  const commands = {
    npx: `[ "$1" = pulumi-approw ] || exit 64\nshift\nexec "${process.execPath}" "${compiledProgram}" "$@"`,
    npm: `[ "$1" = install ] || exit 64\nln -sfn "${join(root, "node_modules")}" node_modules`,
    // What a person answers at the terminal.
    pulumi: `case "$1 $2" in
  "stack init") set -- "$@" --secrets-provider "${keys.provider}";;
  "up "* | "import "*) set -- "$@" --yes;;
esac
exec "${cli.command}" "$@" --non-interactive --color never`,
  };
  for (const [name, script] of Object.entries(commands)) {
    await writeFile(join(bin, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(bin, name), 0o755);
  }
  env["PATH"] = [bin, dirname(process.execPath), process.env["PATH"]].join(delimiter);
});

afterAll(async () => {
  await emulator.close();
  keys.close();
  await rm(temporary, { recursive: true });
});

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** Runs commands as they stand on a page. The settings of the pool are those of the emulator. */
async function run(commands: string, cwd: string): Promise<Ended> {
  const script = commands.replace(/^export APPROW_.*$/gmu, "");
  return await new Promise((end) => {
    const child = execFile("sh", ["-c", script], { cwd, env }, (_error, stdout, stderr) => {
      end({ code: child.exitCode, output: stdout + stderr });
    });
  });
}

/** Each command by itself, because the drift review ends with 2 when there is drift. */
async function runEach(commands: string, cwd: string): Promise<Ended[]> {
  const ended: Ended[] = [];
  for (const line of commands.trim().split("\n")) ended.push(await run(line, cwd));
  return ended;
}

async function must(commands: string, cwd: string): Promise<string> {
  const { code, output } = await run(`set -e\n${commands}`, cwd);
  expect(code, output).toBe(0);
  return output;
}

async function change(
  username: string,
  fields: Parameters<ManagementClient["users"]["update"]>[1],
): Promise<void> {
  const user = await admin.users.find({ username });
  await admin.users.update(user?.id ?? "", fields);
}

describe("the commands of docs/export.md and docs/roster.md", () => {
  test("lead from the pool to code, to an edit, to a second export and to chosen findings", async () => {
    const [exports = "", imports = "", again = "", chosen = "", ...others] = await blocksIn("export.md");
    expect(others).toEqual([]);
    const lines = exports.split("\n").filter((line) => line.startsWith("npx "));
    const first = join(temporary, "0");

    await step("every way to export", async () => {
      for (const [index, line] of lines.entries()) {
        const directory = join(temporary, String(index));
        await mkdir(directory);
        expect(await must(line, directory)).toContain("exported to");
      }
    });

    await step("after the import, up finds no change", async () => {
      emulator.counters.reset();
      expect(await must(imports, first)).toContain("unchanged");
      expect(emulator.counters.total()).toBe(0);
      await must(
        'git init -q . && git add -A && git -c user.name=a -c user.email=a@b.c commit -qm "first"',
        first,
      );
    });

    await step("a second export shows what was changed by hand", async () => {
      await change("ada", { city: "London" });
      const diff = await must(again, first);
      expect(diff).toContain("-    city: Paris");
      expect(diff).toContain("+    city: London");
      await must("cd people && pulumi up --refresh", first);
    });

    await step(
      "chosen findings are taken over, and up reverts the others without a second change",
      async () => {
        const bob = await admin.users.find({ username: "bob" });
        await admin.users.create({ username: "carl" });
        await admin.users.addGroup((await admin.users.find({ username: "ada" }))?.id ?? "", "research");
        await admin.users.update(bob?.id ?? "", { city: "Oslo" });
        const [cd = "", ...commands] = chosen.trim().split("\n");
        expect(cd).toBe("cd people");
        const [dryRun, write, ...ups] = await runEach(commands.join("\n"), join(first, "people"));
        expect(dryRun, dryRun?.output).toMatchObject({ code: 0 });
        expect(dryRun?.output).toContain('bob: city becomes "Oslo"');
        expect(dryRun?.output).toContain("not written because of --dry-run");
        expect(write, write?.output).toMatchObject({ code: 2 });
        expect(write?.output).toContain("2 changes in the roster roster");
        for (const { code, output } of ups) expect(code, output).toBe(0);
        expect(await admin.users.find({ username: "bob" })).toMatchObject({ city: "Rome" });
        const { code, output } = await run("npx pulumi-approw drift", join(first, "people"));
        expect(code, output).toBe(0);
      },
    );
  });

  test("check a roster, and take a change over that was made by hand", async () => {
    const [validate = "", byHand = "", ...others] = await blocksIn("roster.md");
    expect(others).toEqual([]);
    const project = join(temporary, "roster");
    await mkdir(join(project, "people"), { recursive: true });
    await writeFile(join(project, "Pulumi.yaml"), await readFile(join(root, "Pulumi.yaml"), "utf8"));
    const file = join(project, "people", "all.yaml");
    const people = `people:
  # Eve came last
  eve: { username: eve, city: Paris, company: ACME } # by train
`;
    await writeFile(file, people);

    await step("every way to check", async () => {
      for (const { code, output } of await runEach(validate, project)) expect(code, output).toBe(0);
    });

    await step("one change is taken over, and up reverts the other", async () => {
      await must(
        "npm install && pulumi stack init hand && pulumi config set roster people/ && pulumi up",
        project,
      );
      await change("eve", { city: "London", company: "Other" });
      const [review, write, up] = await runEach(byHand, project);
      expect(review, review?.output).toMatchObject({ code: 2 });
      expect(write, write?.output).toMatchObject({ code: 2 });
      expect(await readFile(file, "utf8")).toBe(people.replace("Paris", "London"));
      expect(up, up?.output).toMatchObject({ code: 0 });
      expect(await admin.users.find({ username: "eve" })).toMatchObject({ city: "London", company: "ACME" });
    });
  });
});
