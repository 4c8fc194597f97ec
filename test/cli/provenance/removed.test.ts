import { PassThrough } from "node:stream";
import { expect, test } from "vitest";

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

async function removedIn(git: GitRepository, ...all: readonly Wanted[]): Promise<Origin[][]> {
  const surroundings = {
    cwd: git.directory,
    env: process.env,
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    now: () => now,
    untilStopped: () => Promise.resolve(),
  };
  const roster = readGivenRoster(["people"], git.directory, now);
  const provenance = new Provenance({ roster, deployments: [], usesGit: true }, surroundings);
  return await provenance.of(all.map((each) => ({ wanted: each, mayBeRemoved: true, owners: [] })));
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
