import { mkdir, mkdtemp, readFile, realpath, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";

import { driftReport } from "../../drift/report/report.js";
import { createEmulator } from "../../emulator/index.js";
import { mutationNames } from "../../emulator/operation-names.js";
import { ManagementClient } from "../../sdk/index.js";
import { sparingEnvironment } from "../../tools/engine/environment.js";
import { createStack } from "../../tools/engine/stack.js";
import { type Ended, runProgram } from "../cli/run-program.js";
import { step } from "./step.js";

const root = resolve(__dirname, "../..");

const writes = new Set<string>(mutationNames.filter((name) => name !== "refreshAccessToken"));

const people = `# Who works here
groups:
  staff: { name: Staff }
  research: { name: Research, members: [ada, bob], exhaustive: true }
roles:
  author: {}
people:
  # Ada founded it
  ada: { username: ada, city: Paris, groups: [staff], roles: [author] } # since 1843
  bob: { username: bob, city: Rome }
  cleo: { username: cleo }
`;

test("drift --write takes one finding over and leaves the other to up, and with all there is nothing left to send", async () => {
  const emulator = await createEmulator();
  onTestFinished(() => emulator.close());
  const { url, userPoolId, secret } = emulator;
  const admin = new ManagementClient({ host: url, userPoolId, secret });
  const project = await realpath(await mkdtemp(join(tmpdir(), "approw-drift-write-")));
  await symlink(join(root, "node_modules"), join(project, "node_modules"), "junction");
  await writeFile(join(project, "Pulumi.yaml"), await readFile(join(root, "Pulumi.yaml"), "utf8"));
  const file = join(project, "people", "all.yaml");
  await mkdir(join(project, "people"));
  await writeFile(file, people);
  const stack = await createStack({
    program: project,
    workspace: project,
    config: { "people:roster": "people/", "approw:adopt": "true" },
    env: {
      ...sparingEnvironment(),
      APPROW_HOST: url,
      APPROW_USERPOOL_ID: userPoolId,
      APPROW_USERPOOL_SECRET: secret,
    },
  });
  onTestFinished(() => stack.dispose());
  const drift = async (...flags: string[]): Promise<Ended> =>
    await runProgram(["drift", "--stack", "test", ...flags], { cwd: project, env: stack.env });
  const write = ["--roster", "people", "--write"];
  const idOf = async (username: string): Promise<string> => (await admin.users.find({ username }))?.id ?? "";

  const up = await stack.up();
  expect(up.code, up.stdout + up.stderr).toBe(0);
  expect(await drift("--roster", "people")).toMatchObject({ code: 0 });

  await step("of two changed cities, the one that was written is no longer planned", async () => {
    await admin.users.update(await idOf("ada"), { city: "London" });
    await admin.users.update(await idOf("bob"), { city: "Oslo" });
    const { findings } = driftReport.parse(JSON.parse((await drift("--format", "json")).stdout));
    const [ofAda] = findings.filter((found) => "user" in found && found.user.username === "ada");
    expect(findings).toHaveLength(2);

    expect(await drift(...write, ofAda?.id ?? "")).toMatchObject({ code: 2, stderr: "" });

    expect(await readFile(file, "utf8")).toBe(people.replace("Paris", "London"));
    const preview = await stack.start("preview", "--refresh").result;
    expect(preview.code, preview.stdout + preview.stderr).toBe(0);
    const planned = preview.steps.filter(({ op }) => op === "update").map(({ name }) => name);
    expect(planned).toEqual(["bob"]);
  });

  await step("with all, the roster is the pool: up sends nothing but reads", async () => {
    const [ada, bob] = [await idOf("ada"), await idOf("bob")];
    await admin.users.create({ username: "dora" });
    await admin.users.delete(await idOf("cleo"));
    await admin.users.removeGroup(ada, "staff");
    await admin.users.addGroup(await idOf("dora"), "research");
    await admin.users.addRoles(bob, ["author"]);
    await admin.groups.create({ code: "guests", name: "Guests" });
    await admin.groups.update("staff", { name: "Everybody" });

    const written = await drift(...write, "all");
    expect(written.stderr).toBe("");
    expect(written.code, written.stdout).toBe(0);
    const text = await readFile(file, "utf8");
    expect(text).toMatch(/^# Who works here\n/u);
    expect(text).toContain("# since 1843");
    expect(text).toContain("members: [ada, bob, dora]");
    expect(text).not.toContain("cleo");

    const before = await snapshot(admin);
    emulator.counters.reset();
    const second = await stack.up("--refresh");
    expect(second.code, second.stdout + second.stderr).toBe(0);
    expect(Object.keys(emulator.counters.byOperation()).filter((name) => writes.has(name))).toEqual([]);
    expect(await snapshot(admin)).toEqual(before);
    expect(await drift("--roster", "people")).toMatchObject({ code: 0 });
  });
});

/** The users with what they have. */
async function snapshot(admin: ManagementClient): Promise<unknown> {
  const users = [];
  for await (const { id, username, city } of admin.users.listAll())
    users.push({
      id,
      username,
      city,
      groups: await admin.users.listGroups(id),
      roles: await admin.users.listRoles(id),
    });
  return users;
}
