import { once } from "node:events";
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import type { Finding } from "../../../../drift/finding/finding.js";
import { defaultSeverities } from "../../../../drift/finding/severity.js";
import { formats } from "../../../../drift/report/formats.js";
import { renderJson } from "../../../../drift/report/json.js";
import { type DriftReport, driftReport } from "../../../../drift/report/report.js";
import { buildPlan } from "../../../drift/report/build-plan.js";
import { type Ended, runProgram, type SurroundingsOptions } from "../../run-program.js";
import { encrypted, ExportedState } from "../../../drift/states/exported-state.js";
import { stubPulumi } from "../../stub-pulumi.js";
import { openSpoiltPool, type SpoiltPool } from "./spoilt-pool.js";

const now = (): Date => new Date("2026-06-15T12:00:00Z");
const bothStates = ["--state", "people.json", "--state", "hr.json"];

let pool: SpoiltPool;

beforeAll(async () => {
  pool = await openSpoiltPool();
});

afterEach(() => {
  pool.emulator.faults.clear();
});

afterAll(() => pool.close());

/** Runs a review of both states, unless other flags say otherwise. */
async function drift(flags: readonly string[] = [], options: SurroundingsOptions = {}): Promise<Ended> {
  const states = flags.includes("--state") ? [] : bothStates;
  return await runProgram(["drift", ...states, ...flags], {
    cwd: pool.directory,
    env: pool.env,
    now,
    ...options,
  });
}

async function reportOf(...flags: string[]): Promise<DriftReport> {
  const { stdout, stderr } = await drift(["--format", "json", ...flags]);
  expect(stderr).toBe("");
  return driftReport.parse(JSON.parse(stdout));
}

function usernameOf(finding: Finding): string | undefined {
  return "user" in finding ? finding.user.username : undefined;
}

/** A finding in a few words, without ids. */
function summaryOf(finding: Finding): string {
  const names = ["field", "group", "namespace", "role"];
  const details = Object.entries(finding).filter(([key]) => names.includes(key));
  return [
    finding.severity,
    finding.kind,
    usernameOf(finding),
    ...details.map(([, value]) => String(value)),
  ].join(" ");
}

describe("pulumi-approw drift --roster", () => {
  test("names the line that gave access until a day that is over", async () => {
    const roster = `people:
  ada: { username: ada, roles: [{ role: admin, until: 2026-06-14 }] }
`;
    await writeFile(join(pool.directory, "roster.yaml"), roster);

    const { findings } = await reportOf("--roster", "roster.yaml");

    const [found] = findings.filter(({ message }) => message.includes("ended on"));
    expect(found?.message).toBe('holds the role "admin", which ended on 2026-06-14 (roster.yaml:2:33)');
  });

  test("with mistakes ends with all of them", async () => {
    await writeFile(join(pool.directory, "roster.yaml"), "people:\n  ada: { usernam: ada }\n");

    const { code, stderr } = await drift(["--roster", "roster.yaml"]);

    expect(code).toBe(1);
    expect(stderr).toContain('roster.yaml:2:10: unknown field "usernam", did you mean "username"?');
  });
});

describe("pulumi-approw drift", () => {
  test("finds everything that was done by hand, and invents nothing", async () => {
    const { findings, counts } = await reportOf();

    expect(findings.map(summaryOf)).toEqual([
      "high user-gone gone",
      "high user-conflict cleo",
      "high user-unmanaged intruder",
      "high user-unmanaged svc-mail",
      "high role-added bob admin default",
      "high role-foreign ada admin default",
      "high role-foreign ada recruiter hr",
      "high field-changed ada blocked",
      "high field-changed ada email",
      "medium user-unmanaged outsider",
      "medium role-removed bob reviewer default",
      "medium role-conflict cleo reviewer default",
      "medium group-added bob engineering",
      "medium group-foreign ada on-call",
      "medium group-removed ada research",
      "medium group-conflict cleo on-call",
      "low field-changed ada nickname",
    ]);
    expect(counts).toEqual({ high: 9, medium: 7, low: 1, accepted: 0, silenced: 1 });
  });

  test("tells how much of the pool code owns, and what it did not compare", async () => {
    const { coverage, notCompared, completeness, namespaces, sources } = await reportOf();

    expect(coverage).toEqual({
      users: { total: 7, managed: 4 },
      memberships: { total: 7, managed: 4 },
      roles: { total: 9, managed: 4 },
    });
    expect(notCompared).toEqual({ secrets: 1 });
    expect(completeness.complete).toBe(true);
    expect(completeness.notRead.map(({ subject }) => subject)).toEqual([
      "inherited-roles",
      "permissions",
      "logins",
      "archived-users",
      "console",
    ]);
    expect(namespaces).toEqual(["default", "hr"]);
    expect(sources).toEqual([
      { name: "people.json", users: 4, assignments: 7, usersWithGroups: 4, usersWithRoles: 3 },
      { name: "hr.json", users: 2, assignments: 4, usersWithGroups: 2, usersWithRoles: 2 },
    ]);
  });

  test("one state alone leaves whom another one manages unmanaged", async () => {
    const { findings } = await reportOf("--state", "hr.json");

    const unmanaged = findings.filter(({ kind }) => kind === "user-unmanaged");
    expect(unmanaged.map(usernameOf)).toEqual(["ada", "bob", "intruder", "svc-mail", "outsider"]);
    expect(findings.filter(({ kind }) => kind.endsWith("conflict"))).toEqual([]);
  });

  test("reads the roles in every namespace of the pool, also where no state names it", async () => {
    const report = await reportOf("--state", "people.json");

    const inHr = report.findings.map(summaryOf).filter((summary) => summary.endsWith(" hr"));
    expect(inHr).toEqual(["high role-foreign ada recruiter hr"]);
    expect(report.namespaces).toEqual(["default", "hr"]);
    expect(report.completeness.complete).toBe(true);
  });

  describe("when the service does not list the namespaces", () => {
    const unlisted = { operation: "restNamespaceList", kind: "code", code: 1001 } as const;
    const gap =
      /roles in namespaces that neither a state nor --role-namespace names, because the service did not list/u;

    test("reads those that states and options name, and says so in JSON and in its first lines", async () => {
      pool.emulator.faults.add({ ...unlisted, times: 3 });
      const here = await reportOf("--state", "people.json");
      const there = await reportOf("--state", "people.json", "--role-namespace", "hr");
      const { stdout } = await drift(["--state", "people.json"]);

      const inHr = ({ findings }: DriftReport): string[] =>
        findings.map(summaryOf).filter((summary) => summary.endsWith(" hr"));
      expect(inHr(here)).toEqual([]);
      expect(inHr(there)).toEqual(["high role-foreign ada recruiter hr"]);
      expect(here.completeness.complete).toBe(false);
      expect(here.completeness.notRead).toContainEqual({
        subject: "namespaces",
        counts: true,
        message: expect.stringMatching(gap) as string,
      });
      const [outcome = "", ...next] = stdout.split("\n");
      expect(outcome).toMatch(/; incomplete$/u);
      expect(next.slice(0, 3).join(" ")).toMatch(gap);
    });

    test("is incomplete and not clean, and with --require-complete ends with 1 after the report", async () => {
      const quiet = ["--ignore", "username:*", "--policy", "calm.yaml"];
      const severity = Object.fromEntries([...defaultSeverities.keys()].map((rule) => [rule, "none"]));
      await writeFile(join(pool.directory, "calm.yaml"), JSON.stringify({ severity }));
      pool.emulator.faults.add({ ...unlisted, times: 3 });

      expect((await reportOf(...quiet)).verdict).toBe("incomplete");
      expect(await drift(quiet)).toMatchObject({ code: 0 });
      const { code, stdout, stderr } = await drift([...quiet, "--require-complete"]);

      expect(code).toBe(1);
      expect(stdout).toContain("no findings in what was read; incomplete");
      expect(stderr).toMatch(
        /^pulumi-approw: the review is incomplete, and --require-complete is set\. Not read: [^\n]+\n$/u,
      );
      expect(stderr).toMatch(gap);
    });

    test("an interrupted run, a secret role and an empty state are incomplete too", async () => {
      const { directory, emulator, ids } = pool;
      const states = {
        "cut-off": new ExportedState("cut-off", emulator.userPoolId)
          .user("ada", ids["ada"] ?? "", { username: "ada" })
          .interrupted("creating", "User", "dora"),
        hidden: new ExportedState("hidden", emulator.userPoolId).roles("ada", ids["ada"] ?? "", encrypted),
        empty: new ExportedState("empty", emulator.userPoolId),
      };
      for (const [name, state] of Object.entries(states)) {
        await writeFile(join(directory, `${name}.json`), state.toString());
        const { code, stderr } = await drift(["--state", `${name}.json`, "--require-complete"]);

        expect([name, code]).toEqual([name, 1]);
        expect(stderr).toContain(`${name}.json`);
      }
    });

    test("--require-complete changes nothing about a review that read everything", async () => {
      expect(await drift(["--require-complete"])).toMatchObject({ code: 2, stderr: "" });
    });

    test.each(["table", "markdown", "html", "sarif", "junit"])("the format %s says it", async (format) => {
      pool.emulator.faults.add(unlisted);

      expect((await drift(["--format", format])).stdout.replaceAll(/\s+/gu, " ")).toMatch(gap);
    });
  });

  test.each([
    { flags: [], code: 2 },
    { flags: ["--fail-on", "high"], code: 2 },
    { flags: ["--policy", "calm.yaml", "--fail-on", "high"], code: 0 },
    { flags: ["--policy", "calm.yaml", "--fail-on", "medium"], code: 2 },
  ])("ends with $code for $flags", async ({ flags, code }) => {
    const { findings } = await reportOf();
    const rules = new Set(findings.filter(({ severity }) => severity === "high").map(({ rule }) => rule));
    await writeFile(
      join(pool.directory, "calm.yaml"),
      JSON.stringify({ severity: Object.fromEntries([...rules].map((rule) => [rule, "low"])) }),
    );

    expect((await drift(flags)).code).toBe(code);
  });

  test("a pool that is as declared ends with 0", async () => {
    const { ids, directory, emulator } = pool;
    const steady = {
      type: "pulumi-nodejs:dynamic/approw:User",
      id: ids["steady"],
      urn: "urn:pulumi:d::p::approw:User::steady",
    };
    const outputs = { username: "steady", userPoolId: emulator.userPoolId };
    await writeFile(
      join(directory, "steady.json"),
      JSON.stringify({ version: 3, deployment: { resources: [{ ...steady, outputs }] } }),
    );
    const allOthers = ["ada", "bob", "cleo", "outsider", "intruder", "svc-mail"].flatMap((name) => [
      "--ignore",
      `username:${name}`,
    ]);
    const policy = JSON.stringify({ severity: { "role-foreign": "none", "group-foreign": "none" } });
    await writeFile(join(directory, "quiet.yaml"), policy);

    const { code, stdout } = await drift(["--state", "steady.json", "--policy", "quiet.yaml", ...allOthers]);

    expect(code, stdout).toBe(0);
    expect(stdout).toContain("no findings");
  });

  test("leaves out who is ignored, by option or file, and counts them", async () => {
    const ignored = (report: DriftReport): unknown[] => [report.ignored, report.coverage.users.total];
    const byOption = await reportOf("--ignore", "username:svc-*", "--ignore", "group:on-call");
    await writeFile(join(pool.directory, ".approwignore"), "username:svc-*\ngroup:on-call\n");
    const byFile = await reportOf().finally(() => writeFile(join(pool.directory, ".approwignore"), ""));

    expect(ignored(byOption)).toEqual([{ users: 1, usersWithRoles: 1, memberships: 1 }, 6]);
    expect(ignored(byFile)).toEqual(ignored(byOption));
    expect(byFile.findings.map(summaryOf)).not.toContain("medium group-foreign ada on-call");
  });

  test("an accepted finding stays in the report and does not count, until its day is over", async () => {
    const { findings } = await reportOf();
    const accept = async (until: string): Promise<DriftReport> => {
      const accepted = findings.map(({ id }) => ({ finding: id, reason: "known since May", until }));
      await writeFile(join(pool.directory, "accepted.yaml"), JSON.stringify({ accepted }));
      return await reportOf("--policy", "accepted.yaml");
    };

    const inTime = await accept("2026-06-15");
    const late = await accept("2026-06-14");

    expect(inTime).toMatchObject({ verdict: "clean", counts: { high: 0, accepted: 17 }, notices: [] });
    expect(inTime.findings[0]?.accepted).toMatchObject({ reason: "known since May", until: "2026-06-15" });
    expect(late).toMatchObject({ verdict: "drift", counts: { high: 9, accepted: 0 } });
    expect(late.notices).toHaveLength(17);
  });

  test("accepting what was found does not accept what is done next", async () => {
    const { findings } = await reportOf();
    const accepted = findings.map(({ id }) => ({ finding: id, reason: "known", until: "2026-12-31" }));
    await writeFile(join(pool.directory, "accepted.yaml"), JSON.stringify({ accepted }));
    const [ada = "", outsider = ""] = [pool.ids["ada"], pool.ids["outsider"]];
    await pool.admin.users.update(ada, { email: "mallory@evil.example" });
    await pool.admin.users.addRoles(outsider, ["admin"]);

    const { findings: found } = await reportOf("--policy", "accepted.yaml");

    await pool.admin.users.update(ada, { email: "eve@evil.example" });
    await pool.admin.users.removeRoles(outsider, ["admin"]);
    expect(found.filter((finding) => finding.accepted === undefined).map(summaryOf)).toEqual([
      "high user-unmanaged outsider",
      "high field-changed ada email",
    ]);
  });

  test("writes several formats of one review, and then only the outcome to stdout", async () => {
    pool.emulator.counters.reset();

    const { stdout } = await drift(["--format", "json=review.json", "--format", "html=review.html"]);

    expect(stdout).toBe("9 high, 7 medium, 1 low\n");
    // The first contact, and the pool.
    expect(pool.emulator.counters.of("users")).toBe(2);
    const [json, html] = await Promise.all(
      ["review.json", "review.html"].map((file) => readFile(join(pool.directory, file), "utf8")),
    );
    expect(driftReport.parse(JSON.parse(json ?? "")).findings).toHaveLength(17);
    expect(html).toContain("<!doctype html>");
  });

  test("says what is new since an earlier report, which the new one may replace", async () => {
    await drift(["--format", "json=daily.json"]);
    await pool.admin.users.addGroup(pool.ids["outsider"] ?? "", "on-call");

    const { stdout } = await drift(["--since", "daily.json", "--format", "json=daily.json"]);
    const { findings, since } = driftReport.parse(
      JSON.parse(await readFile(join(pool.directory, "daily.json"), "utf8")),
    );

    await pool.admin.users.removeGroup(pool.ids["outsider"] ?? "", "on-call");
    expect(stdout).toBe("9 high, 7 medium, 1 low; 1 new since 2026-06-15T12:00:00.000Z\n");
    expect(findings.filter(({ isNew }) => isNew).map(summaryOf)).toEqual(["medium user-unmanaged outsider"]);
    // The outsider was unmanaged before, too.
    expect(since).toMatchObject({ newFindings: 1, resolvedFindings: 0 });
  });

  test("what is ignored since an earlier report is not resolved", async () => {
    await drift(["--format", "json=all.json"]);

    const { findings, since } = await reportOf("--since", "all.json", "--ignore", "username:outsider");

    expect(findings.map(summaryOf)).not.toContain("medium user-unmanaged outsider");
    expect(since).toMatchObject({ newFindings: 0, resolvedFindings: 0 });
  });

  describe("with --plan", () => {
    const planOf = async (userPoolId: string): Promise<void> => {
      const user = { id: pool.ids["ada"] ?? "" };
      const repairs = [`group-removed/${user.id}/research`];
      const changes = [{ kind: "group-given" as const, user, owners: [], group: "research", repairs }];
      const plan = buildPlan(changes, { pool: { userPoolId } });
      await writeFile(join(pool.directory, "plan.json"), renderJson(plan));
    };

    test("says which findings the plan repairs", async () => {
      await planOf(pool.env["APPROW_USERPOOL_ID"] ?? "");

      const { findings, plan } = await reportOf("--plan", "plan.json");

      const repaired = findings.filter(({ repairedBy }) => repairedBy !== undefined);
      expect(repaired.map(summaryOf)).toEqual(["medium group-removed ada research"]);
      expect(repaired[0]?.repairedBy).toEqual([`group-given/${pool.ids["ada"] ?? ""}/research`]);
      expect(plan).toMatchObject({ repairedFindings: 1 });
    });

    test("refuses a plan of another pool, and does not overwrite the plan", async () => {
      await planOf("another");

      const other = await drift(["--plan", "plan.json"]);
      const over = await drift(["--plan", "plan.json", "--format", "json=plan.json"]);

      expect(other).toMatchObject({ code: 1 });
      expect(other.stderr).toContain("plan.json is a report of user pool another, but this review is of");
      expect(over.stderr).toContain("--format would overwrite plan.json, which this command reads");
    });
  });

  test("writes acceptances and ignore rules that settle what it has found", async () => {
    await drift(["--format", "acceptances=all.yaml", "--format", "ignore=all.ignore"]);

    const suggested = join(pool.directory, "all.yaml");
    const unedited = await drift(["--policy", "all.yaml"]);
    await writeFile(suggested, (await readFile(suggested, "utf8")).replaceAll("TODO: say why", "on call"));
    const { counts } = await reportOf("--policy", "all.yaml");
    const rules = await readFile(join(pool.directory, "all.ignore"), "utf8");
    expect(unedited.code).toBe(1);
    expect(unedited.stderr).toMatch(
      /all\.yaml:\d+:\d+: .*placeholder.* \(16 more acceptances have it too\)/u,
    );
    expect(counts).toMatchObject({ high: 0, medium: 0, low: 0, accepted: 17 });
    expect(rules.match(/^[^#].*$/gmu)?.sort()).toEqual([
      "group:on-call",
      "username:intruder",
      "username:outsider",
      "username:svc-mail",
    ]);
  });

  test("tells of outsiders whether they are blocked, and when they last logged in", async () => {
    const id = pool.ids["outsider"] ?? "";
    await pool.admin.users.update(id, { blocked: true, lastLogin: "2026-05-01T10:00:00.000Z" });

    const { findings } = await reportOf();
    const { stdout } = await drift([], { terminal: 200 });

    await pool.admin.users.update(id, { blocked: false, lastLogin: null });
    expect(findings.find((finding) => usernameOf(finding) === "outsider")).toMatchObject({
      message: "is not managed by any resource; holds no role and is in no group; is blocked",
      lastLogin: "2026-05-01T10:00:00.000Z",
      blocked: true,
      status: "Activated",
    });
    expect(stdout).toContain("last login at 2026-05-01 10:00 UTC");
    expect(stdout).toContain("has never logged in");
  });

  test("counts its requests", async () => {
    const { requests } = await reportOf("--page-size", "3");

    // A first contact (login and one user), a login, the namespaces, three pages for seven users and two requests that prove them
    // whole, and two questions for the one who is not among them.
    expect(requests).toEqual({ total: 11, retries: 0, throttled: 0 });
  });

  test("shows progress on a terminal only, and on stderr", async () => {
    const onTerminal = await drift([], { terminal: 100 });
    const inPipeline = await drift();

    expect(onTerminal.stderr).toContain("7/7");
    expect(inPipeline.stderr).toBe("");
  });

  test.each([
    { env: {}, coloured: true },
    { env: { NO_COLOR: "1" }, coloured: false },
    { env: { TERM: "dumb" }, coloured: false },
  ])("colours a terminal's report, but not with $env: $coloured", async ({ env, coloured }) => {
    const { stdout } = await drift([], { terminal: 100, env: { ...pool.env, ...env } });

    expect(stdout.includes("\u001b[")).toBe(coloured);
  });

  test("never colours what is no terminal", async () => {
    expect((await drift()).stdout).not.toContain("\u001b");
  });

  test("finds the project in another directory when told, and writes reports where it was started", async () => {
    const started = await mkdtemp(join(tmpdir(), "approw-started-"));
    await mkdir(join(started, "infra"));
    await writeFile(join(started, "infra", "Pulumi.yml"), "name: people\nruntime: nodejs\n");
    for (const file of ["people.json", "hr.json"])
      await copyFile(join(pool.directory, file), join(started, "infra", file));

    const flags = ["--cwd", "infra", "--format", "json=drift.json", "--format", "sarif"];
    const { code, stdout, stderr } = await drift(flags, { cwd: started });

    const written = await readdir(started);
    await rm(started, { recursive: true });
    expect(stderr).toBe("");
    expect(code).toBe(2);
    expect(written.sort()).toEqual(["drift.json", "infra"]);
    expect(stdout).toContain('"uri": "infra/Pulumi.yml"');
  });

  test("no two findings have one id, also when three programs manage the same users", async () => {
    const { ids, directory, emulator } = pool;
    const ada = { username: "ada", email: "ada@example.com", nickname: "Ada", loginsCount: 3 };
    const third = new ExportedState("third", emulator.userPoolId)
      .user("ada", ids["ada"] ?? "", ada)
      .groups("ada", ids["ada"] ?? "", ["engineering", "research"])
      .roles("bob", ids["bob"] ?? "", ["reviewer"], { exhaustive: true });
    await writeFile(join(directory, "third.json"), third.toString());

    const { findings } = await reportOf(...bothStates, "--state", "third.json");

    expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length);
    const email = findings.find(({ rule }) => rule === "field-changed.email");
    expect(email?.owners.map(({ source }) => source)).toEqual(["people.json", "third.json"]);
  });

  test("what a program declares of an unmanaged user is not ignored", async () => {
    const { ids, directory, emulator } = pool;
    const state = new ExportedState("mail", emulator.userPoolId).roles("mail", ids["svc-mail"] ?? "", [
      "author",
    ]);
    await writeFile(join(directory, "mail.json"), state.toString());

    const { findings, ignored } = await reportOf("--state", "mail.json", "--ignore", "username:*");

    expect(findings.map(summaryOf)).toEqual(["medium user-unmanaged svc-mail"]);
    expect(findings[0]?.message).toBe('is not managed by any User resource; holds "author" (declared)');
    expect(ignored.users).toBe(6);
  });

  test("reports ignore rules that match nothing", async () => {
    const { notices } = await reportOf("--ignore", "username:svc-*", "--ignore", "group:nowhere");

    expect(notices).toEqual([
      { place: "--ignore", message: "group:nowhere matches nothing; remove the rule" },
    ]);
  });

  test("reads files that begin with the mark of Windows", async () => {
    const text = await readFile(join(pool.directory, "people.json"), "utf8");
    await writeFile(join(pool.directory, "marked.json"), `\ufeff${text}`);

    expect((await drift(["--state", "marked.json"])).code).toBe(2);
  });

  test("a file that cannot be written is told before anything is shown", async () => {
    const { code, stdout } = await drift(["--format", "table", "--format", "html=none/review.html"]);

    expect(code).toBe(1);
    expect(stdout).toBe("");
  });

  test("a group with half a surrogate pair is a finding like others", async () => {
    const state = new ExportedState("odd", pool.emulator.userPoolId).groups("ada", pool.ids["ada"] ?? "", [
      "\ud800",
    ]);
    await writeFile(join(pool.directory, "odd.json"), state.toString());

    const { findings } = await reportOf("--state", "odd.json");

    expect(findings.map(({ id }) => id)).toContain(`group-removed/${pool.ids["ada"] ?? ""}/%ud800`);
  });

  test("no format shows the pool's secret or what the states keep secret", async () => {
    for (const format of Object.keys(formats)) {
      const { stdout } = await drift(["--format", format]);
      expect(stdout).not.toMatch(new RegExp(`${pool.emulator.secret}|hush|eyJ`, "u"));
    }
  });
});

describe("pulumi-approw drift, when something is wrong", () => {
  test.each([
    { flags: ["--fail-on", "severe"], line: "Allowed choices are high, medium, low." },
    { flags: ["--format", "htm"], line: "Did you mean html?" },
    { flags: ["--format", "html="], line: "Name the file: html=FILE." },
    { flags: ["--format", "json", "--format", "html"], line: "Only one format can go to stdout" },
    { flags: ["--page-size", "0"], line: "It must be a whole number from 1 to 1000." },
    { flags: ["--stat", "x"], line: "(Did you mean --state?)" },
    { flags: ["people.json"], line: "too many arguments" },
    {
      flags: ["--ignore", "usrname:x"],
      line: '--ignore: unknown rule type "usrname": did you mean username?',
    },
    { flags: ["--state", "none.json"], line: "none.json does not exist" },
    { flags: ["--policy", "none.yaml"], line: "none.yaml does not exist" },
    {
      flags: ["--format", "html=none/review.html"],
      line: "cannot write none/review.html: ENOENT",
    },
    { flags: ["--since", "none.json"], line: "none.json does not exist" },
    {
      flags: ["--since", "people.json"],
      line: "people.json is not a report of `drift --format json`: schemaVersion",
    },
    { flags: ["--cwd", "none"], line: "--cwd none does not exist" },
    { flags: ["--cwd", "people.json"], line: "--cwd people.json is not a directory" },
    { flags: ["--state", ""], line: "option '--state <file>' argument '' is invalid. It must not be empty." },
    { flags: ["--stack", ""], line: "option '--stack <name>' argument '' is invalid. It must not be empty." },
    {
      flags: ["--policy", ""],
      line: "option '--policy <file>' argument '' is invalid. It must not be empty.",
    },
    { flags: ["--role-namespace", ""], line: "option '--role-namespace <code>' argument '' is invalid." },
    {
      flags: ["--format", "html=r.html", "--format", "json=./r.html"],
      line: "two formats have the same file ./r.html: use one for each",
    },
    {
      flags: ["--format", "json=./people.json", "--state", "people.json"],
      line: "--format would overwrite ./people.json, which this command reads",
    },
    {
      flags: ["--state", "people.json", "--state", "./people.json"],
      line: "people.json and ./people.json are the same stack (both contain urn:pulumi:people::people::",
    },
    { flags: ["--state", "utf-16.json"], line: "utf-16.json is UTF-16: save it as UTF-8" },
  ])("$flags is one clear line, and exit code 1", async ({ flags, line }) => {
    await writeFile(join(pool.directory, "utf-16.json"), Buffer.from("\ufeff{}", "utf16le"));

    const { code, stdout, stderr } = await drift(flags);

    expect(code).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^pulumi-approw: [^\n]+\n$/u);
    expect(stderr).toContain(line);
  });

  test.each([
    { env: {}, missing: "APPROW_USERPOOL_ID and APPROW_USERPOOL_SECRET" },
    { env: { AUTHING_USERPOOL_ID: "59f86b4832eb28071bdd9214" }, missing: "APPROW_USERPOOL_SECRET" },
  ])(
    "with state files and without credentials it names the variables to set: $missing",
    async ({ env, missing }) => {
      const { code, stderr } = await drift([], { env });

      expect(code).toBe(1);
      expect(stderr).toBe(
        `pulumi-approw: set ${missing}: without a stack, the user pool is read from the environment only\n`,
      );
    },
  );

  test("a host that makes no sense is named with where it comes from", async () => {
    const { code, stderr } = await drift([], { env: { ...pool.env, APPROW_HOST: "http://core.example" } });

    expect(code).toBe(1);
    expect(stderr).toMatch(
      /must be an https URL, because the secret of the pool is sent to it .*\(the host is from APPROW_HOST\)/u,
    );
  });

  test("with a wrong secret it says so, and does not show it", async () => {
    const { code, stderr } = await drift([], {
      env: { ...pool.env, APPROW_USERPOOL_SECRET: "wrong-secret" },
    });

    expect(code).toBe(1);
    expect(stderr).toMatch(/^pulumi-approw: [^\n]+\n$/u);
    expect(stderr).not.toContain("wrong-secret");
  });

  test("refuses to compare a state with another pool", async () => {
    const env = { ...pool.env, APPROW_USERPOOL_ID: "59f86b4832eb28071bdd9214" };

    const { code, stderr } = await drift([], { env });

    expect(code).toBe(1);
    expect(stderr).toContain(
      `people.json manages user pool ${pool.emulator.userPoolId}, but this review is of 59f86b4832eb28071bdd9214, and no provider in the states has the settings of ${pool.emulator.userPoolId}`,
    );
  });

  test.each([
    { flags: ["--stack", "people", "--state", "people.json"], sources: "people and people.json" },
    { flags: ["--stack", "people", "--stack", "acme/p/people"], sources: "people and acme/p/people" },
  ])("refuses one stack that is given twice, and names both: $flags", async ({ flags, sources }) => {
    const state = await readFile(join(pool.directory, "people.json"), "utf8");
    const path = await stubPulumi({ "stack export": state, config: "{}" });

    const { code, stderr } = await runProgram(["drift", ...flags], {
      cwd: pool.directory,
      env: { ...pool.env, ...path },
    });

    expect(code).toBe(1);
    expect(stderr).toContain(
      `pulumi-approw: ${sources} are the same stack (both contain urn:pulumi:people::`,
    );
  });

  test("a host of the stack's configuration that makes no sense is named with the stack", async () => {
    const state = await readFile(join(pool.directory, "people.json"), "utf8");
    const settings = {
      "approw:host": { value: "core.example" },
      "approw:userPoolId": { value: pool.emulator.userPoolId },
      "approw:secret": { secret: true },
    };
    const path = await stubPulumi({
      "stack export": state,
      "config --json --stack people --show-secrets": JSON.stringify({
        ...settings,
        "approw:secret": { value: pool.emulator.secret, secret: true },
      }),
      config: JSON.stringify(settings),
    });

    const { code, stderr } = await runProgram(["drift", "--stack", "people"], {
      cwd: pool.directory,
      env: path,
    });

    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^pulumi-approw: invalid settings: approw:host must be a URL [^\n]+ \(the host is from approw:host of the stack people\)\n$/u,
    );
  });

  test("when no server answers at the host it says so within seconds", async () => {
    const { code, stderr } = await drift([], { env: { ...pool.env, APPROW_HOST: "http://127.0.0.1:1" } });

    expect(code).toBe(1);
    expect(stderr.split("\n").at(-2)).toMatch(
      /^pulumi-approw: [^\n]*ECONNREFUSED.* \(the host http:\/\/127\.0\.0\.1:1 is from APPROW_HOST\)$/u,
    );
  });

  test.concurrent.each([
    { what: "never answers", answer: () => undefined, reason: "no response from" },
    {
      what: "is out of order",
      answer: (_request: IncomingMessage, response: ServerResponse) => response.writeHead(503).end(),
      reason: "HTTP status 503",
    },
  ])("a host that $what ends the review soon, and not in silence", async ({ answer, reason }) => {
    const server = createServer(answer).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" ? address?.port : undefined;

    const { code, stderr } = await drift([], {
      env: { ...pool.env, APPROW_HOST: `http://127.0.0.1:${String(port)}` },
    });

    server.closeAllConnections();
    server.close();
    const lines = stderr.trim().split("\n");
    expect(code).toBe(1);
    expect(lines[0]).toMatch(/^pulumi-approw: waiting \d+ s before a retry: logging in /u);
    const waits = [...stderr.matchAll(/waiting (\d+) s /gu)].map(([, seconds]) => Number(seconds));
    expect(waits.reduce((sum, seconds) => sum + seconds)).toBeLessThan(25);
    expect(lines.at(-1)).toContain(reason);
    expect(lines.at(-1)).toContain("is from APPROW_HOST)");
  });

  test("a pause that the service asks for is told, on a terminal by the line of the progress", async () => {
    const busy = { operation: "users", kind: "throttle", retryAfter: 1 } as const;
    pool.emulator.faults.add(busy);
    const inPipeline = await drift();
    pool.emulator.faults.add(busy);
    const onTerminal = await drift([], { terminal: 200 });

    expect(inPipeline.code).toBe(2);
    expect(inPipeline.stderr).toMatch(/^pulumi-approw: waiting 1 s before a retry: [^\n]+\n$/u);
    expect(onTerminal.code).toBe(2);
    expect(onTerminal.stderr).toContain("waiting 1 s before a retry");
    expect(onTerminal.stderr).not.toContain("\n");
  });

  test("a service that asks for a long pause at the first contact is there, and is waited for", async () => {
    const busy = { operation: "users", kind: "throttle" } as const;
    pool.emulator.faults.add({ ...busy, retryAfter: 3600 });
    pool.emulator.faults.add({ ...busy, retryAfter: 1 });

    expect((await drift()).code).toBe(2);
  });

  test("an answer of another shape is one line that shows nothing of it", async () => {
    pool.emulator.faults.add({
      operation: "users",
      kind: "shape",
      body: { data: { users: "eve@evil.example" } },
      times: Infinity,
    });

    const { code, stderr } = await drift();

    expect(code).toBe(1);
    expect(stderr).toMatch(/^pulumi-approw: [^\n]+\n$/u);
    expect(stderr).not.toContain("eve@");
  });

  test("without a Pulumi CLI it says how to do without", async () => {
    const { code, stderr } = await runProgram(["drift"], {
      cwd: pool.directory,
      env: { PATH: pool.directory },
    });

    expect(code).toBe(1);
    expect(stderr).toBe(
      "pulumi-approw: the Pulumi CLI is not on PATH: install it, or pass what it exported in files (see --help)\n",
    );
  });
});
