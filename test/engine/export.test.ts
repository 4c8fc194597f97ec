import { mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";

import { createEmulator, type Seed } from "../../emulator/index.js";
import { ManagementClient } from "../../sdk/index.js";
import { sparingEnvironment } from "../../tools/engine/environment.js";
import { createStack } from "../../tools/engine/stack.js";
import { runProgram } from "../cli/run-program.js";
import { step } from "./step.js";

const statements = [{ resource: "books:*", actions: ["books:read"] }];

/** Many users in a few large and many small groups, with names and values that files and YAML could change. */
const seed: Seed = {
  namespaces: [{ code: "billing" }],
  customFields: [
    { key: "badge", dataType: "STRING" },
    { key: "level", dataType: "NUMBER" },
  ],
  policies: [{ code: "read", statements }],
  groups: [
    { code: "staff", name: "Staff", policies: ["read"] },
    ...Array.from({ length: 40 }, (_, n) => ({ code: `team-${n}`, description: n % 2 === 0 ? "no" : "" })),
  ],
  roles: [
    { code: "author", description: "Writes" },
    { code: "editor", parent: "author" },
    { code: "clerk", namespace: "billing", policies: [] },
  ],
  users: [
    ...Array.from({ length: 120 }, (_, n) => ({
      username: n % 10 === 0 ? String(n).padStart(4, "0") : `user-${n}`,
      name: `Ünïcode ${n}`,
      phone: n % 3 === 0 ? `00491511234${n}` : undefined,
      groups: ["staff", `team-${n % 40}`],
      roles: n % 7 === 0 ? ["author", { code: "clerk", namespace: "billing" }] : [],
      customData: n % 5 === 0 ? { badge: `00${n}`, level: n } : {},
    })),
    { username: "no", name: "null", company: "1e5" },
    { email: "Yes@Example.com", familyName: "~", policies: ["read"] },
    { username: "left", blocked: true },
  ],
};

async function yamlIn(directory: string): Promise<Record<string, string>> {
  const files = await readdir(directory, { recursive: true });
  const texts = files
    .filter((file) => file.endsWith(".yaml"))
    .map(async (file) => [file, await readFile(join(directory, file), "utf8")] as const);
  return Object.fromEntries(await Promise.all(texts));
}

test("a pool is exported and imported, up writes nothing, an edit is applied, and a second export has no difference", async () => {
  const emulator = await createEmulator({ seed });
  const folder = await realpath(await mkdtemp(join(tmpdir(), "approw-export-")));
  onTestFinished(() => emulator.close());
  onTestFinished(() => rm(folder, { recursive: true }));
  const { url, userPoolId, secret } = emulator;
  const env = { APPROW_HOST: url, APPROW_USERPOOL_ID: userPoolId, APPROW_USERPOOL_SECRET: secret };
  const exportTo = async (out: string): Promise<string> => {
    const { code, stderr } = await runProgram(["export", "--out", out, "--layout", "by-group"], {
      cwd: folder,
      env,
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    return join(folder, out);
  };
  const project = await exportTo("people");
  await symlink(resolve(__dirname, "../../node_modules"), join(project, "node_modules"), "junction");
  const stack = await createStack({
    program: project,
    workspace: project,
    env: { ...sparingEnvironment(), ...env },
  });
  onTestFinished(() => stack.dispose());

  await step("after the import, up finds no change and sends no request", async () => {
    emulator.counters.reset();
    await stack.must([
      "import",
      "--file",
      "import.json",
      "--generate-code=false",
      "--protect=false",
      "--yes",
    ]);
    const up = await stack.up("--expect-no-changes");
    expect(up, up.stdout + up.stderr).toMatchObject({ code: 0 });
    expect(emulator.counters.total()).toBe(0);
  });

  await step("an edit of the roster is one change, and a second export is the edited roster", async () => {
    const roster = join(project, "roster");
    const before = await yamlIn(roster);
    const [file = ""] = Object.keys(before).filter((name) => before[name]?.includes("name: Ünïcode 7\n"));
    const edited = before[file]?.replace("name: Ünïcode 7\n", "name: Ada Lovelace\n") ?? "";
    await writeFile(join(roster, file), edited);
    const up = await stack.up();
    expect(up.changeSummary).toMatchObject({ update: 1 });
    const client = new ManagementClient({ host: url, userPoolId, secret });
    expect(await client.users.find({ username: "user-7" })).toMatchObject({ name: "Ada Lovelace" });

    const second = await exportTo("again");
    expect(await yamlIn(join(second, "roster"))).toEqual({ ...before, [file]: edited });
  });
});
