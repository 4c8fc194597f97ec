import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { createEmulator, type Emulator } from "../../../../emulator/index.js";
import { driftReport } from "../../../../drift/report/report.js";
import { ExportedState } from "../../../drift/states/exported-state.js";
import { type Ended, runProgram } from "../../run-program.js";

let emulator: Emulator;
let directory: string;

beforeAll(async () => {
  emulator = await createEmulator({
    seed: {
      namespaces: [{ code: "hr" }],
      groups: [{ code: "staff", name: "Everyone", description: "by hand" }, { code: "news" }],
      roles: [{ code: "author" }, { code: "recruiter", namespace: "hr" }, { code: "temp", namespace: "hr" }],
    },
  });
  directory = await mkdtemp(join(tmpdir(), "approw-objects-"));
  const state = new ExportedState("pool", emulator.userPoolId)
    .object("Group", "staff", { code: "staff", name: "Staff", description: "All of us" })
    .object("Group", "gone", { code: "gone", name: "Gone" })
    .object("Role", "recruiter", { code: "recruiter", namespace: "hr" });
  await writeFile(join(directory, "pool.json"), state.toString());
  const other = new ExportedState("other", emulator.userPoolId).object("Role", "recruiter", {
    code: "recruiter",
    namespace: "hr",
  });
  await writeFile(join(directory, "other.json"), other.toString());
});

afterAll(async () => {
  await emulator.close();
  await rm(directory, { recursive: true });
});

async function drift(...flags: string[]): Promise<Ended> {
  const { url, userPoolId, secret } = emulator;
  return await runProgram(["drift", "--state", "pool.json", ...flags], {
    cwd: directory,
    env: { APPROW_HOST: url, APPROW_USERPOOL_ID: userPoolId, APPROW_USERPOOL_SECRET: secret },
  });
}

describe("pulumi-approw drift, of a program that declares groups and roles", () => {
  test("finds what was done to them by hand, and the others of their kind that no program declares", async () => {
    const { code, stdout, stderr } = await drift("--state", "other.json", "--format", "json");

    expect(stderr).toBe("");
    expect(code).toBe(2);
    const report = driftReport.parse(JSON.parse(stdout));
    expect(
      report.findings.map(({ severity, id }) => `${severity} ${id.replace(/\/[\da-f]{32}$/u, "")}`),
    ).toEqual([
      "medium object-gone/group/gone",
      "medium object-conflict/role/hr/recruiter",
      "low object-unmanaged/group/news",
      "low object-unmanaged/role/hr/temp",
      "low object-changed/group/staff/description",
      "low object-changed/group/staff/name",
    ]);
    expect(report.coverage.objects).toEqual([
      { type: "group", total: 2, managed: 1 },
      { type: "role", total: 2, managed: 1 },
    ]);
    expect(report.ignored.objects).toBe(0);
    expect(report.sources).toMatchObject([
      {
        name: "pool.json",
        users: 0,
        assignments: 0,
        objects: [
          { type: "group", count: 2 },
          { type: "role", count: 1 },
        ],
      },
      { name: "other.json", users: 0, assignments: 0, objects: [{ type: "role", count: 1 }] },
    ]);
  });

  test("says in the table what is declared and how much of the pool that is", async () => {
    const { stdout } = await drift();

    expect(stdout).toContain("pool.json declares 0 users, 2 groups and 1 role.");
    expect(stdout.replaceAll("\n", " ")).toContain(
      "Resources declare 1 of 2 groups (50%) and 1 of 2 roles (50%).",
    );
  });

  test("leaves out what --ignore names, and counts it", async () => {
    const { stdout } = await drift("--ignore", "role:hr/temp", "--ignore", "group:news");

    expect(stdout).not.toContain("Unmanaged object");
    expect(stdout).toContain("2 unmanaged objects are ignored.");
    expect(stdout).not.toContain("matches nothing");
  });

  test("counts as drift only from the severity that --fail-on names", async () => {
    expect((await drift("--fail-on", "high")).code).toBe(0);
    expect((await drift("--fail-on", "medium")).code).toBe(2);
  });

  test("the policy sets the severity of one field of groups", async () => {
    const file = join(directory, "strict.yaml");
    await writeFile(file, "severity:\n  object-changed.group.name: high\n  object-unmanaged: none\n");

    const { stdout } = await drift("--policy", "strict.yaml", "--format", "json");

    const { findings, counts } = driftReport.parse(JSON.parse(stdout));
    expect(counts).toMatchObject({ high: 1, silenced: 2 });
    expect(findings[0]).toMatchObject({ rule: "object-changed.group.name", severity: "high" });
  });

  test("the help names every form of a rule", async () => {
    const { stdout } = await runProgram(["drift", "--help"], { cwd: directory });

    expect(stdout.replaceAll(/\s+/gu, " ")).toContain(
      "leave out username:PATTERN, email-domain:PATTERN, group:PATTERN, role:NAMESPACE/PATTERN, policy:NAMESPACE/PATTERN or userField:PATTERN, as in .approwignore",
    );
  });
});
