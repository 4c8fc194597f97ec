import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { type DriftReport, driftReport } from "../../drift/report/report.js";
import { type Ended, runCompiled } from "../../tools/engine/compiled-program.js";
import { sparingEnvironment } from "../../tools/engine/environment.js";
import { type TemporaryProgram, writeProgram } from "../../tools/engine/program.js";
import { createStack, type Stack } from "../../tools/engine/stack.js";
import { openPool, type Pool } from "../support/start-pool.js";

/** Ada is held additively, bob exhaustively. One group of the pool and one new role are declared. */
const text = `
  import * as approw from "pulumi-approw";
  const ada = new approw.User("ada", { username: "ada", email: "ada@example.com", password: "analytical-hush" });
  new approw.UserGroupMembership("ada", { userId: ada.id, groups: ["engineering"] });
  new approw.UserRoleAssignment("ada", { userId: ada.id, roles: ["author"] });
  const bob = new approw.User("bob", { username: "bob", blocked: true });
  new approw.UserRoleAssignment("bob", { userId: bob.id, roles: [], exhaustive: true });
  new approw.User("cleo", { username: "cleo" });
  new approw.Group("research", { code: "research", description: "Labs", adopt: true });
  new approw.Role("lead", { code: "lead", description: "Leads" });
`;

/** The groups and roles that the program does not declare. */
const ignored = "group:engineering\ngroup:on-call\nrole:default/*\n";

let pool: Pool;
let program: TemporaryProgram;
let stack: Stack;

beforeAll(async () => {
  pool = await openPool();
  program = await writeProgram(text);
  await writeFile(join(program.directory, ".approwignore"), ignored);
  const { url, userPoolId, secret } = pool.emulator;
  // A passphrase protects its secrets.
  stack = await createStack({
    name: "prod",
    program: program.directory,
    workspace: program.directory,
    config: { "approw:userPoolId": userPoolId, "approw:host": url },
    secrets: { "approw:secret": secret },
    env: sparingEnvironment(),
  });
  await up();
});

afterAll(async () => {
  await stack.dispose();
  await program.remove();
  await pool.emulator.close();
});

async function up(...flags: string[]): Promise<void> {
  const { code, stdout, stderr } = await stack.up(...flags);
  expect(code, stdout + stderr).toBe(0);
}

/** Runs in the project's directory, as users do. */
async function drift(flags: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return await runCompiled(["drift", ...flags], { cwd: program.directory, env: { ...stack.env, ...more } });
}

async function review(code: number): Promise<DriftReport> {
  const ended = await drift(["--stack", "prod", "--format", "json"]);
  expect(ended.code, ended.stderr).toBe(code);
  expect(ended.stdout + ended.stderr).not.toMatch(new RegExp(`${pool.emulator.secret}|hush`, "u"));
  return driftReport.parse(JSON.parse(ended.stdout));
}

/** Each kind of change that a review can find in this stack. */
async function changeByHand(): Promise<void> {
  const { groups, roles, users } = pool.admin;
  const ids: Record<string, string> = {};
  for await (const { id, username } of users.listAll()) ids[username ?? ""] = id;
  const { ada = "", bob = "", cleo = "" } = ids;
  await users.update(ada, { email: "eve@evil.example" });
  await users.removeGroup(ada, "engineering");
  await users.addRoles(ada, ["reviewer"]);
  await users.update(bob, { blocked: false });
  await users.addRoles(bob, ["admin"]);
  await users.delete(cleo);
  await users.create({ username: "outsider" });
  await groups.update("research", { description: "by hand" });
  await roles.delete("lead");
}

/** A review that has no access to a Pulumi CLI. */
async function reviewExportedState(): Promise<Ended> {
  await stack.must(["stack", "export", "--file", "exported.json"]);
  const { url, userPoolId, secret } = pool.emulator;
  const settings = { APPROW_HOST: url, APPROW_USERPOOL_ID: userPoolId, APPROW_USERPOOL_SECRET: secret };
  return await drift(["--state", "exported.json", "--format", "json"], { ...settings, PATH: "" });
}

function kindsIn({ findings }: DriftReport): string[] {
  return findings.map(
    (finding) => `${finding.kind} ${"user" in finding ? (finding.user.username ?? "") : finding.object.code}`,
  );
}

describe("the drift review of a real stack", () => {
  test("finds what is done by hand, changes nothing, and after the repair finds what pulumi up leaves alone", async () => {
    const fresh = await review(0);
    expect(fresh.findings).toEqual([]);
    expect(fresh.coverage).toEqual({
      users: { total: 3, managed: 3 },
      memberships: { total: 1, managed: 1 },
      roles: { total: 1, managed: 1 },
      objects: [
        { type: "group", total: 1, managed: 1 },
        { type: "role", total: 1, managed: 1 },
      ],
    });

    await changeByHand();
    const before = await stack.readStateFile();
    expect(kindsIn(await review(2))).toEqual([
      "user-gone cleo",
      "role-added bob",
      "role-foreign ada",
      "field-changed ada",
      "field-changed bob",
      "user-unmanaged outsider",
      "group-removed ada",
      "object-gone lead",
      "object-changed research",
    ]);

    expect(await stack.readStateFile()).toBe(before);

    await up("--refresh");
    const left = ["role-foreign ada", "user-unmanaged outsider"];
    expect(kindsIn(await review(2))).toEqual(left);

    const selected = await drift([]);
    expect(selected.code).toBe(2);
    expect(selected.stdout).toContain("prod declares 3 users, 1 group, 1 role, the groups of 1 user");
    expect(selected.stdout).toContain("Unmanaged user");

    const exported = await reviewExportedState();
    expect(exported.code, exported.stderr).toBe(2);
    expect(kindsIn(driftReport.parse(JSON.parse(exported.stdout)))).toEqual(left);
  });

  test("a secret from the environment needs no access to the stack's encryption", async () => {
    const settings = { APPROW_USERPOOL_SECRET: pool.emulator.secret, PULUMI_CONFIG_PASSPHRASE: undefined };

    const { code, stderr } = await drift(["--stack", "prod"], settings);

    expect([0, 2], stderr).toContain(code);
  });

  test.each([
    { flags: ["--stack", "none"], more: {}, line: "no stack named 'none' found" },
    {
      flags: ["--stack", "prod"],
      more: { PULUMI_CONFIG_PASSPHRASE: undefined },
      line: "passphrase must be set",
    },
  ])("when Pulumi refuses $flags it says so in one line", async ({ flags, more, line }) => {
    const { code, stdout, stderr } = await drift(flags, more);

    expect(code).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^pulumi-approw: pulumi [^\n]+\n$/u);
    expect(stderr).toContain(line);
  });
});
