import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { Origin } from "../../../../drift/finding/origin.js";
import { driftReport } from "../../../../drift/report/report.js";
import { ExportedState } from "../../../drift/states/exported-state.js";
import { GitRepository } from "../../provenance/git-repository.js";
import { runProgram } from "../../run-program.js";
import { openSpoiltPool, type SpoiltPool } from "./spoilt-pool.js";

let pool: SpoiltPool;

beforeAll(async () => {
  pool = await openSpoiltPool();
});

afterAll(() => pool.close());

const now = (): Date => new Date("2026-06-15T12:00:00Z");

/** The lines behind the findings of a review, by `kind user`. */
async function originsIn(cwd: string, ...flags: readonly string[]): Promise<Map<string, Origin[]>> {
  const states = flags.includes("--state") ? [] : ["--state", "people.json", "--state", "hr.json"];
  const { stdout, stderr } = await runProgram(["drift", "--format", "json", ...states, ...flags], {
    cwd,
    env: { ...process.env, ...pool.env },
    now,
  });
  expect(stderr).toBe("");
  const { findings } = driftReport.parse(JSON.parse(stdout));
  return new Map(
    findings.map((finding) => {
      const details = ["field", "group", "role"].map((name) =>
        name in finding ? finding[name as never] : "",
      );
      const who = "user" in finding ? (finding.user.username ?? "") : finding.object.code;
      return [[finding.kind, who, ...details].filter((part) => part !== "").join(" "), finding.origins ?? []];
    }),
  );
}

async function checkout(): Promise<GitRepository> {
  const git = new GitRepository();
  for (const state of ["people.json", "hr.json"])
    await copyFile(join(pool.directory, state), join(git.directory, state));
  return git;
}

function shown(origins: readonly Origin[] | undefined): string[] | undefined {
  return origins?.map(({ is, file, line, commit }) => `${is} ${file}:${line} ${commit?.hash ?? ""}`);
}

const ada = `people:
  ada:
    username: ada
    email: ada@example.com
    nickname: Ada
    groups: [engineering, research]
    roles: [author]
`;

describe("pulumi-approw drift --roster", () => {
  test("names the lines that give what was taken or changed by hand, and the commits that removed what is there", async () => {
    const git = await checkout();
    git.commit({
      "people/ada.yaml": ada.replace("[author]", "[author, admin]"),
      "people/intruder.yaml": "people:\n  eve: { username: intruder }\n",
    });
    const removal = git.commit({ "people/ada.yaml": ada });
    const dismissal = git.commit({ "people/intruder.yaml": undefined });

    const origins = await originsIn(git.directory, "--roster", "people");

    expect(shown(origins.get("group-removed ada research"))).toMatchObject([
      expect.stringMatching(/^current people\/ada\.yaml:6 /u),
    ]);
    expect(shown(origins.get("field-changed ada email"))).toMatchObject([
      expect.stringMatching(/^current people\/ada\.yaml:4 /u),
    ]);
    expect(shown(origins.get("role-foreign ada admin"))).toEqual([`removed people/ada.yaml:7 ${removal}`]);
    expect(shown(origins.get("user-unmanaged intruder"))).toEqual([
      `removed people/intruder.yaml:2 ${dismissal}`,
    ]);
    expect(shown(origins.get("group-foreign ada on-call"))).toEqual([]);
    expect(shown(origins.get("user-unmanaged outsider"))).toEqual([]);
  });

  test("names the line of access that has ended", async () => {
    const git = await checkout();
    const ended = ada.replace("[author]", "[author, { role: admin, until: 2026-06-14 }]");
    const hash = git.commit({ "people/ada.yaml": ended });

    const origins = await originsIn(git.directory, "--roster", "people");

    expect(shown(origins.get("role-foreign ada admin"))).toEqual([`current people/ada.yaml:7 ${hash}`]);
  });

  test("does not take another person with the same key for the user", async () => {
    const git = await checkout();
    git.commit({
      "people/ada.yaml": ada.replace("username: ada", "username: ada.smith").replace("ada@", "smith@"),
    });

    const origins = await originsIn(git.directory, "--roster", "people");

    expect(shown(origins.get("group-removed ada research"))).toEqual([]);
  });
});

describe("pulumi-approw drift without a roster", () => {
  const program = `import * as approw from "pulumi-approw";

const ada = new approw.User("ada", { email: "ada@example.com" });
`;

  function stateAt(line: number, project = "people"): string {
    const state = new ExportedState("people", pool.emulator.userPoolId).user(
      "ada",
      pool.ids["ada"] ?? "",
      { email: "ada@example.com" },
      { sourcePosition: `project:///index.ts#${line},13` },
    );
    return state.toString().replaceAll("::people::", `::${project}::`);
  }

  test("names the line of the program that declares the resource, with its commit", async () => {
    const git = new GitRepository();
    const hash = git.commit({
      "index.ts": program,
      "Pulumi.yaml": "name: people\nruntime: nodejs\n",
      "people.json": stateAt(3),
    });

    const origins = await originsIn(git.directory, "--state", "people.json");

    expect(shown(origins.get("field-changed ada email"))).toEqual([`current index.ts:3 ${hash}`]);
    expect(shown(origins.get("role-foreign ada admin"))).toEqual([]);
  });

  test.each([
    [
      "the program has changed since",
      program.replace('"ada", {', '"bob", {') + '\n\n// "ada"\n',
      3,
      "people",
    ],
    ["the line is no declaration", program, 1, "people"],
    ["the line is not there", program, 9, "people"],
    ["the state is of another project", program, 3, "other"],
  ])("names no line if %s", async (_, text, line, project) => {
    const git = new GitRepository();
    git.commit({
      "index.ts": text,
      "Pulumi.yaml": "name: people\nruntime: nodejs\n",
      "people.json": stateAt(line, project),
    });

    const origins = await originsIn(git.directory, "--state", "people.json");

    expect(shown(origins.get("field-changed ada email"))).toEqual([]);
  });

  const declared = { email: "ada@example.com" };

  function stateOfPlugin(sourcePosition: string): string {
    return new ExportedState("people", pool.emulator.userPoolId, undefined, "plugin")
      .user("ada", pool.ids["ada"] ?? "", declared, { sourcePosition })
      .toString();
  }

  test.each([
    [
      "__main__.py",
      'import pulumi_approw as approw\n\nada = approw.User("ada",\n    email="ada@example.com")\n',
    ],
    ["main.go", 'package main\n\n_, err := approw.NewUser(ctx, "ada", &approw.UserArgs{})\n'],
  ])("names the line of a program in another language: %s", async (file, text) => {
    const git = new GitRepository();
    const hash = git.commit({
      [file]: text,
      "Pulumi.yaml": "name: people\nruntime: any\n",
      "people.json": stateOfPlugin(`project:///${file}#3`),
    });

    const origins = await originsIn(git.directory, "--state", "people.json");

    expect(shown(origins.get("field-changed ada email"))).toEqual([`current ${file}:3 ${hash}`]);
  });

  test.each(["Pulumi.yaml", "Main.yaml"])("names the line of a program in YAML: %s", async (file) => {
    const resources = `resources:
  engineer:
    type: approw:User
    name: ada
    properties: { email: ada@example.com }
  ada:
    type: approw:Group
    properties: { code: ada }
`;
    const project = "name: people\nruntime: yaml\n";
    const git = new GitRepository();
    const hash = git.commit({
      "Pulumi.yaml": file === "Pulumi.yaml" ? project + resources : project,
      ...(file === "Main.yaml" && { "Main.yaml": resources }),
      "people.json": stateOfPlugin("project:///../../github.com/pulumi/pulumi-yaml@v1.25.0/pkg/run.go#1391"),
    });

    const origins = await originsIn(git.directory, "--state", "people.json");

    const line = file === "Pulumi.yaml" ? 4 : 2;
    expect(shown(origins.get("field-changed ada email"))).toEqual([`current ${file}:${line} ${hash}`]);
  });
});
