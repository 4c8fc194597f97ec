import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { type AccessReport, accessReport } from "../../../../drift/access/access-report.js";
import { encrypted, ExportedState } from "../../../drift/states/exported-state.js";
import { GitRepository } from "../../provenance/git-repository.js";
import { type Ended, runProgram } from "../../run-program.js";
import { openSpoiltPool, type SpoiltPool } from "../drift/spoilt-pool.js";

const now = (): Date => new Date("2026-06-15T12:00:00Z");

const roster = `people:
  ada:
    username: ada
    email: ada@example.com
    groups: [engineering, research]
    roles:
      - author
  bob:
    username: bob
    groups:
      - { group: research, until: 2026-12-31, reason: T-1 }
    roles: [reviewer]
`;

let pool: SpoiltPool;

beforeAll(async () => {
  pool = await openSpoiltPool();
});

afterAll(() => pool.close());

async function access(flags: readonly string[] = [], cwd = pool.directory): Promise<Ended> {
  const states = ["--state", "people.json", "--state", "hr.json"];
  return await runProgram(["access", ...states, ...flags], {
    cwd,
    env: { ...process.env, ...pool.env },
    now,
  });
}

async function reportOf(flags: readonly string[] = [], cwd = pool.directory): Promise<AccessReport> {
  const { code, stdout, stderr } = await access(["--format", "json", ...flags], cwd);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  return accessReport.parse(JSON.parse(stdout));
}

/** A directory in git with the states and the roster. */
async function checkout(): Promise<{ git: GitRepository; hash: string }> {
  const git = new GitRepository();
  for (const state of ["people.json", "hr.json"])
    await copyFile(join(pool.directory, state), join(git.directory, state));
  const hash = git.commit({ "people/all.yaml": roster }, { author: "Grace Hopper", subject: "All of us" });
  return { git, hash };
}

/** Such as `ada: role admin hand`. */
function edgesOf({ users }: AccessReport): string[] {
  return users.flatMap(({ username, access: held }) =>
    held.map(
      ({ type, code, namespace = "", source }) =>
        `${username ?? ""}: ${type} ${namespace === "hr" ? "hr/" : ""}${code} ${source}`,
    ),
  );
}

describe("pulumi-approw access", () => {
  test("lists everything that users have, who declares it and what was given by hand", async () => {
    const report = await reportOf();

    expect(edgesOf(report)).toEqual([
      "ada: group engineering program",
      "ada: group on-call hand",
      "ada: role admin hand",
      "ada: role author program",
      "ada: role hr/recruiter hand",
      "bob: group engineering hand",
      "bob: group research program",
      "bob: role admin hand",
      "cleo: group on-call program",
      "cleo: role author program",
      "cleo: role reviewer program",
      "intruder: group research hand",
      "intruder: role admin hand",
      "steady: group research program",
      "steady: role hr/recruiter program",
      "svc-mail: role author hand",
    ]);
    expect(report.counts).toEqual({ users: 7, access: 16, byHand: 8 });
    expect(report.users.find(({ username }) => username === "outsider")).toMatchObject({
      source: "hand",
      access: [],
    });
  });

  test("names the line behind each, with the commit that wrote it", async () => {
    const { git, hash } = await checkout();

    const { users } = await reportOf(["--roster", "people"], git.directory);

    const ada = users.find(({ username }) => username === "ada");
    const bob = users.find(({ username }) => username === "bob");
    const lineOf = (found: NonNullable<typeof ada>, wanted: string): string[] | undefined =>
      found.access
        .find(({ code }) => code === wanted)
        ?.origins.map(
          ({ file, line, commit }) => `${file}:${line} ${commit?.hash ?? ""} ${commit?.author ?? ""}`,
        );
    expect(ada?.origins).toMatchObject([{ file: "people/all.yaml", line: 2 }]);
    expect(lineOf(ada!, "engineering")).toEqual([`people/all.yaml:5 ${hash} Grace Hopper`]);
    expect(lineOf(ada!, "author")).toEqual([`people/all.yaml:7 ${hash} Grace Hopper`]);
    expect(lineOf(ada!, "admin")).toEqual([]);
    expect(bob?.access.find(({ code }) => code === "research")).toMatchObject({
      until: "2026-12-31",
      reason: "T-1",
      ended: false,
    });
  });

  test("access that is over says when it ended", async () => {
    const { git } = await checkout();
    git.write({ "people/all.yaml": roster.replace("2026-12-31", "2026-06-14") });

    const { users } = await reportOf(["--roster", "people"], git.directory);

    const bob = users.find(({ username }) => username === "bob");
    expect(bob?.access.find(({ code }) => code === "research")).toMatchObject({
      source: "program",
      until: "2026-06-14",
      ended: true,
    });
  });

  test.each([
    [["--user", "bob"], ["bob"]],
    [
      ["--user", "i@partner.example", "--user", "outsider"],
      ["intruder", "outsider"],
    ],
    [
      ["--group", "on-call"],
      ["ada", "cleo"],
    ],
    [
      ["--role", "hr/recruiter"],
      ["ada", "steady"],
    ],
    [
      ["--role", "recruiter"],
      ["ada", "steady"],
    ],
    [["--role", "default/recruiter"], []],
    [["--user", "ada", "--role", "admin", "--group", "on-call"], ["ada"]],
  ])("%j leaves %j", async (flags, names) => {
    const { users } = await reportOf(flags);

    expect(users.map(({ username }) => username).sort()).toEqual(names);
  });

  test("a filter by group and role leaves only that access", async () => {
    const report = await reportOf(["--user", "ada", "--role", "admin", "--group", "on-call"]);

    expect(edgesOf(report)).toEqual(["ada: group on-call hand", "ada: role admin hand"]);
  });

  test("says so where a state keeps the codes secret", async () => {
    const { userPoolId } = pool.emulator;
    const state = new ExportedState("secret", userPoolId)
      .user("bob", pool.ids["bob"] ?? "", { username: "bob" })
      .roles("bob", pool.ids["bob"] ?? "", encrypted);
    await writeFile(join(pool.directory, "secret.json"), state.toString());

    const { stdout } = await runProgram(
      ["access", "--state", "secret.json", "--user", "bob", "--format", "json"],
      { cwd: pool.directory, env: pool.env, now },
    );

    const report = accessReport.parse(JSON.parse(stdout));
    expect(edgesOf(report)).toEqual([
      "bob: group engineering hand",
      "bob: group research hand",
      "bob: role admin unknown",
    ]);
    expect(report.completeness.complete).toBe(false);
  });

  test("two reports of one pool are the same", async () => {
    const [one, other] = [await access(["--format", "csv"]), await access(["--format", "csv"])];

    expect(one.stdout).toBe(other.stdout);
  });

  test("writes several formats into files and a line to stdout", async () => {
    const { code, stdout } = await access(["--format", "csv=a.csv", "--format", "html=a.html"]);

    expect([code, stdout]).toEqual([0, "7 users with 16 groups, roles and policies, 8 of them by hand\n"]);
    const [csv, html] = await Promise.all(
      ["a.csv", "a.html"].map(async (file) => await readFile(join(pool.directory, file), "utf8")),
    );
    expect(csv).toContain("ada");
    expect(html).toContain("<!doctype html>");
  });

  test("what could not be read is said on stderr beside a spreadsheet, and in the other formats themselves", async () => {
    const refuse = (): void => {
      pool.emulator.faults.add({ operation: "restNamespaceList", kind: "code", code: 1001 });
    };
    refuse();
    const csv = await access(["--format", "csv"]);
    refuse();
    const table = await access();

    expect([csv.code, table.code]).toEqual([0, 0]);
    expect(csv.stderr).toMatch(/^pulumi-approw: Not read: roles in namespaces that [^\n]+\n$/u);
    expect(table.stdout).toContain("Not read: roles in namespaces that");
  });

  test("refuses to overwrite what it reads", async () => {
    await writeFile(join(pool.directory, "roster.yaml"), roster);

    const { code, stderr } = await access(["--roster", "roster.yaml", "--format", "csv=roster.yaml"]);

    expect(code).toBe(1);
    expect(stderr).toBe("pulumi-approw: --format would overwrite roster.yaml, which this command reads\n");
  });

  test("with mistakes in the roster ends with all of them", async () => {
    await writeFile(join(pool.directory, "roster.yaml"), "people:\n  ada: { usernam: ada }\n");

    const { code, stderr } = await access(["--roster", "roster.yaml"]);

    expect(code).toBe(1);
    expect(stderr).toContain('roster.yaml:2:10: unknown field "usernam"');
  });
});
