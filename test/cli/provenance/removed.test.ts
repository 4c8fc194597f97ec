import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { PassThrough } from "node:stream";
import { expect, onTestFinished, test } from "vitest";

import { readGivenRoster } from "../../../cli/given-roster.js";
import { Provenance } from "../../../cli/provenance/provenance.js";
import type { Origin } from "../../../drift/finding/origin.js";
import type { Wanted } from "../../../roster/index.js";
import { GitRepository } from "./git-repository.js";

const now = new Date("2026-11-27T12:00:00Z");

function wanted(
  person: string,
  what: Wanted["what"],
  identity: Readonly<Record<string, string>> = {},
): Wanted {
  const values = Object.entries(identity).map(([field, value]) => [field, new Set([value])] as const);
  return { of: { is: "person", keys: person === "" ? [] : [person], identity: new Map(values) }, what };
}

const admin = { is: "access", edge: "role", namespace: "default", code: "admin" } as const;

async function removedIn(
  git: GitRepository,
  ...given: readonly (NodeJS.ProcessEnv | Wanted)[]
): Promise<Origin[][]> {
  const all = given.filter((each): each is Wanted => "of" in each && "what" in each);
  const env = given.find((each): each is NodeJS.ProcessEnv => "PATH" in each) ?? process.env;
  const surroundings = {
    cwd: git.directory,
    env,
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    now: () => now,
    untilStopped: () => Promise.resolve(),
  };
  const roster = readGivenRoster(["people"], git.directory, now);
  const provenance = new Provenance({ roster, deployments: [], usesGit: true }, surroundings);
  return await provenance.of(all.map((each) => ({ wanted: each, mayBeRemoved: true, owners: [] })));
}

/** A git that notes how it is called. */
function countingGit(): { calls: () => string[]; env: NodeJS.ProcessEnv } {
  const directory = mkdtempSync(join(tmpdir(), "approw-counting-"));
  onTestFinished(() => {
    rmSync(directory, { recursive: true });
  });
  const real = execFileSync("which", ["git"], { encoding: "utf8" }).trim();
  const log = join(directory, "calls");
  writeFileSync(join(directory, "git"), `#!/bin/sh\necho "$*" >> "${log}"\nexec "${real}" "$@"\n`, {
    mode: 0o755,
  });
  const env = { ...process.env, PATH: [directory, process.env["PATH"]].join(delimiter) };
  return { calls: () => readFileSync(log, "utf8").trim().split("\n"), env };
}

/** `removed FILE:LINE HASH`, of each. */
function shown(origins: readonly Origin[] | undefined): string[] | undefined {
  return origins?.map(
    ({ is, file, line, commit }) => `${is} ${file}:${line} ${commit?.hash ?? "uncommitted"}`,
  );
}

const person = (key: string, ...lines: readonly string[]): string =>
  [`  ${key}:`, `    username: ${key}`, ...lines.map((line) => `    ${line}`), ""].join("\n");
const people = (...all: readonly string[]): string => `people:\n${all.join("")}`;

test("the newest commit that removed access is found, among later ones", async () => {
  const git = new GitRepository();
  git.commit({ "people/a.yaml": people(person("ada", "roles: [admin]")) });
  git.commit({ "people/a.yaml": people(person("ada")) });
  git.commit({ "people/a.yaml": people(person("ada", "city: London", "roles: [admin]")) });
  const removal = git.commit({ "people/a.yaml": people(person("ada", "city: London")) });
  git.commit({ "people/a.yaml": people(person("ada", "city: Paris")) });
  git.commit({ "people/a.yaml": people(person("ada", "city: Paris"), person("bob", "roles: [admin]")) });
  git.commit({ "other.yaml": "roles: [admin]\n" });

  const [origins] = await removedIn(git, wanted("ada", admin));

  expect(shown(origins)).toEqual([`removed people/a.yaml:5 ${removal}`]);
});

test("one commit may remove what several look for, and of what never was there nothing is found", async () => {
  const git = new GitRepository();
  const all = people(person("ada", "roles: [admin]"), person("bob", "roles: [admin]"));
  git.commit({ "people/a.yaml": all });
  const removal = git.commit({ "people/a.yaml": people(person("ada"), person("bob")) });

  const origins = await removedIn(
    git,
    wanted("ada", admin),
    wanted("bob", admin),
    wanted("ada", { ...admin, code: "author" }),
  );

  expect(origins.map(shown)).toEqual([
    [`removed people/a.yaml:4 ${removal}`],
    [`removed people/a.yaml:7 ${removal}`],
    [],
  ]);
});

test("a whole person is found by a unique field, and a whole file in the folder", async () => {
  const git = new GitRepository();
  git.commit({ "people/a.yaml": people(person("ada")), "people/b.yaml": people(person("bob")) });
  const removal = git.commit({ "people/b.yaml": undefined });

  const [origins] = await removedIn(git, wanted("", { is: "entry" }, { username: "bob" }));

  expect(shown(origins)).toEqual([`removed people/b.yaml:2 ${removal}`]);
});

test("a move to another file removes nothing", async () => {
  const git = new GitRepository();
  git.commit({ "people/a.yaml": people(person("ada", "roles: [admin]"), person("bob")) });
  git.commit({
    "people/a.yaml": people(person("bob")),
    "people/b.yaml": people(person("ada", "roles: [admin]")),
  });
  const removal = git.commit({ "people/b.yaml": people(person("ada")) });

  const [origins] = await removedIn(git, wanted("ada", admin));

  expect(shown(origins)).toEqual([`removed people/b.yaml:4 ${removal}`]);
});

test("a person whose key changed is found under the old key", async () => {
  const git = new GitRepository();
  git.commit({ "people/a.yaml": people(person("ada", "roles: [admin]")) });
  const removal = git.commit({ "people/a.yaml": people(person("ada")) });
  const renamed = people(person("lovelace", "previously: ada")).replace(
    "username: lovelace",
    "username: ada",
  );
  git.commit({ "people/a.yaml": renamed });

  const [origins] = await removedIn(git, wanted("lovelace", admin));

  expect(shown(origins)).toEqual([`removed people/a.yaml:4 ${removal}`]);
});

test("the default of a file that gave access to all is found with the person", async () => {
  const git = new GitRepository();
  const defaults = "defaults:\n  city: Paris\n  roles:\n    - admin\n";
  git.commit({ "people/a.yaml": defaults + people(person("ada"), person("bob")) });
  const removal = git.commit({ "people/a.yaml": people(person("ada"), person("bob")) });

  const [origins] = await removedIn(git, wanted("bob", admin));

  expect(shown(origins)).toEqual([
    `removed people/a.yaml:4 ${removal}`,
    `removed people/a.yaml:8 ${removal}`,
  ]);
});

test("a member whom a group no longer lists is found", async () => {
  const git = new GitRepository();
  const groups = (members: string): string =>
    `groups:\n  lab:\n    code: laboratory\n    name: Lab\n${members}`;
  git.commit({
    "people/a.yaml": people(person("ada")),
    "people/g.yaml": groups("    members:\n      - ada\n"),
  });
  const removal = git.commit({ "people/g.yaml": groups("") });
  const member = { is: "access", edge: "group", namespace: "default", code: "laboratory" } as const;

  const [origins] = await removedIn(git, wanted("ada", member));

  expect(shown(origins)).toEqual([`removed people/g.yaml:6 ${removal}`]);
});

test("revisions that cannot concern a person are not read: ten commits cost six calls of git", async () => {
  const git = new GitRepository();
  git.commit({
    "people/a.yaml": people(person("ada")),
    "people/b.yaml": people(person("bob", "roles: [admin]")),
  });
  for (let index = 0; index < 10; index += 1)
    git.commit({ "people/b.yaml": people(person("bob", `city: c${index}`)) });
  const { calls, env } = countingGit();

  const [origins] = await removedIn(git, wanted("ada", admin), env);

  expect(origins).toEqual([]);
  expect(calls()).toHaveLength(6);
});

test("a name is not looked for in longer ones: thirty commits cost eight calls of git", async () => {
  const git = new GitRepository();
  const { calls, env } = countingGit();
  const cities = Array.from({ length: 30 }, (_, index) => `city: City ${index}`);
  for (const city of cities) git.commit({ "people/a.yaml": people(person("adalbert", city), person("bob")) });
  git.commit({ "people/a.yaml": people(person("bob")) });

  const [origins] = await removedIn(git, wanted("ada", { is: "entry" }), env);

  expect(origins).toEqual([]);
  expect(calls()).toHaveLength(8);
});

test("twenty-five commits that removed one line each cost one reading each", async () => {
  const git = new GitRepository();
  const keys = Array.from({ length: 25 }, (_, index) => `person-${index}`);
  const removals = ["", ...keys].map((_, gone) =>
    git.commit({ "people/a.yaml": people(...keys.slice(gone).map((key) => person(key)), person("bob")) }),
  );

  const origins = await removedIn(git, ...keys.map((key) => wanted(key, { is: "entry" })));

  expect(origins.map(shown)).toEqual(
    keys.map((_, index) => [`removed people/a.yaml:2 ${removals[index + 1] ?? ""}`]),
  );
});

test("a template that a person no longer uses is found with the line that used it", async () => {
  const git = new GitRepository();
  const templates = "templates:\n  chief: { roles: [admin] }\n";
  git.commit({ "people/a.yaml": templates + people(person("ada", "template: chief")) });
  const removal = git.commit({ "people/a.yaml": templates + people(person("ada")) });

  const [origins] = await removedIn(git, wanted("ada", admin));

  expect(shown(origins)).toEqual([
    `removed people/a.yaml:2 ${removal}`,
    `removed people/a.yaml:6 ${removal}`,
  ]);
});

test("a removal that is not committed has no commit", async () => {
  const git = new GitRepository();
  git.commit({ "people/a.yaml": people(person("ada", "roles: [admin]")) });
  git.write({ "people/a.yaml": people(person("ada")) });

  const [origins] = await removedIn(git, wanted("ada", admin));

  expect(shown(origins)).toEqual(["removed people/a.yaml:4 uncommitted"]);
});

test("a removal on a branch that was merged is the commit of the branch", async () => {
  const git = new GitRepository();
  git.commit({
    "people/a.yaml": people(person("ada", "roles: [admin]")),
    "people/b.yaml": people(person("bob")),
  });
  git.git("switch", "--quiet", "--create", "branch");
  const removal = git.commit({ "people/a.yaml": people(person("ada")) });
  git.git("switch", "--quiet", "main");
  git.commit({ "people/b.yaml": people(person("bob", "city: Paris")) });
  git.git(
    "-c",
    "user.name=M",
    "-c",
    "user.email=m@example.com",
    "merge",
    "--quiet",
    "--no-ff",
    "-m",
    "Merge",
    "branch",
  );

  const [origins] = await removedIn(git, wanted("ada", admin));

  expect(shown(origins)).toEqual([`removed people/a.yaml:4 ${removal}`]);
});

test("a revision with mistakes is skipped", async () => {
  const git = new GitRepository();
  git.commit({ "people/a.yaml": people(person("ada", "roles: [admin]", "emial: a")) });
  git.commit({ "people/a.yaml": people(person("ada", "emial: a")) });
  git.commit({ "people/a.yaml": people(person("ada")) });

  expect(await removedIn(git, wanted("ada", admin))).toEqual([[]]);
});

test("names of files and people that look like options or patterns are only names", async () => {
  const git = new GitRepository();
  const odd = "people/--all [*]\n:(top).yaml";
  git.commit({ "people/a.yaml": people(person("ada")), [odd]: people(person("bob", "roles: [admin]")) });
  const removal = git.commit({ [odd]: people(person("bob")) });

  const [origins] = await removedIn(git, wanted("bob", admin));

  expect(shown(origins)).toEqual([`removed ${odd}:4 ${removal}`]);
});

test("hidden files and files of other endings were never part of the roster", async () => {
  const git = new GitRepository();
  const given = people(person("bob", "roles: [admin]"));
  git.commit({ "people/a.yaml": people(person("ada")), "people/.old/b.yaml": given, "people/b.txt": given });
  git.commit({ "people/.old/b.yaml": undefined, "people/b.txt": undefined });

  expect(await removedIn(git, wanted("bob", admin))).toEqual([[]]);
});

test("no more than a hundred commits are searched", async () => {
  const git = new GitRepository();
  git.commit({ "people/a.yaml": people(person("ada", "roles: [admin]")) });
  git.commit({ "people/a.yaml": people(person("ada")) });
  const within = await removedIn(git, wanted("ada", admin));
  for (let index = 0; index < 100; index += 1)
    git.commit({ "people/a.yaml": people(person("ada", `city: c${index}`)) });

  expect(within[0]).toHaveLength(1);
  expect(await removedIn(git, wanted("ada", admin))).toEqual([[]]);
});
