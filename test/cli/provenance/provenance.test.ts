import { execFileSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { expect, onTestFinished, test } from "vitest";

import { readGivenRoster } from "../../../cli/given-roster.js";
import { Provenance } from "../../../cli/provenance/provenance.js";
import type { Origin } from "../../../drift/finding/origin.js";
import type { Wanted } from "../../../roster/index.js";
import { GitRepository } from "./git-repository.js";

const now = new Date("2026-11-27T12:00:00Z");

function role(person: string, code: string): Wanted {
  return {
    of: { is: "person", keys: [person], identity: new Map() },
    what: { is: "access", edge: "role", namespace: "default", code },
  };
}

interface Options {
  readonly paths?: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly usesGit?: boolean;
}

/** The lines behind something, as somebody sees it who works in a directory. */
async function originsIn(
  cwd: string,
  wanted: Wanted,
  { paths = ["people"], env = process.env, usesGit = true }: Options = {},
): Promise<{ origins: Origin[]; stderr: string }> {
  const stderr = new PassThrough();
  const surroundings = {
    cwd,
    env,
    stdout: new PassThrough(),
    stderr,
    now: () => now,
    untilStopped: () => Promise.resolve(),
  };
  const roster = readGivenRoster(paths, cwd, now);
  const provenance = new Provenance({ roster, deployments: [], usesGit }, surroundings);
  const [origins = []] = await provenance.of([{ wanted, mayBeRemoved: true, owners: [] }]);
  const said: unknown = stderr.read();
  return { origins, stderr: said instanceof Buffer ? said.toString() : "" };
}

const ada = (roles: string): string => `people:\n  ada:\n    username: ada\n    roles: ${roles}\n`;
const bob = "people:\n  bob: { username: bob, roles: [admin] }\n";

test("a line that is there has the commit that wrote it", async () => {
  const git = new GitRepository();
  const hostile = 'Ada \u202E\u001b[31m`b`,"=1+1';
  git.commit({ "people/ada.yaml": ada("[author]") });
  const hash = git.commit(
    { "people/ada.yaml": ada("[author, admin]") },
    { author: hostile, subject: "--Ada\tis :admin: #1", date: "2026-03-01T02:00:00+02:00" },
  );

  const { origins } = await originsIn(git.directory, role("ada", "admin"));

  expect(origins).toEqual([
    {
      file: "people/ada.yaml",
      line: 4,
      column: 21,
      is: "current",
      commit: {
        hash,
        author: hostile,
        date: "2026-03-01T00:00:00.000Z",
        subject: "--Ada\tis :admin: #1",
      },
    },
  ]);
});

test("the line that a template gives and the one that uses it have their own commits", async () => {
  const git = new GitRepository();
  const template = git.commit({ "people/t.yaml": "templates:\n  chief: { roles: [admin] }\n" });
  const use = git.commit({
    "people/ada.yaml": "people:\n  ada:\n    username: ada\n    template: chief\n",
  });

  const { origins } = await originsIn(git.directory, role("ada", "admin"));

  expect(origins.map(({ file, line, commit }) => [file, line, commit?.hash])).toEqual([
    ["people/t.yaml", 2, template],
    ["people/ada.yaml", 4, use],
  ]);
});

test("a line that is not committed has no commit", async () => {
  const git = new GitRepository();
  git.commit({ "people/ada.yaml": ada("[author]") });
  git.write({ "people/ada.yaml": ada("[author, admin]"), "people/bob.yaml": bob });

  const changed = await originsIn(git.directory, role("ada", "admin"));
  const untracked = await originsIn(git.directory, role("bob", "admin"));

  const common = { is: "current" };
  expect(changed.origins).toEqual([{ file: "people/ada.yaml", line: 4, column: 21, ...common }]);
  expect(untracked.origins).toEqual([{ file: "people/bob.yaml", line: 2, column: 33, ...common }]);
});

test.each<[string, Options]>([
  ["without git", { env: { PATH: "/nonexistent" } }],
  ["with --no-git", { usesGit: false }],
])("%s a line has no commit, and no removed line is found", async (_, options) => {
  const git = new GitRepository();
  git.commit({ "people/ada.yaml": ada("[author, admin]") });
  git.commit({ "people/ada.yaml": ada("[author]") });

  const there = await originsIn(git.directory, role("ada", "author"), options);
  const removed = await originsIn(git.directory, role("ada", "admin"), options);

  expect(there).toEqual({
    origins: [{ file: "people/ada.yaml", line: 4, column: 13, is: "current" }],
    stderr: "",
  });
  expect(removed).toEqual({ origins: [], stderr: "" });
});

test("outside of a repository a line has no commit", async () => {
  const git = new GitRepository();
  git.write({ "people/ada.yaml": ada("[admin]") });
  rmSync(join(git.directory, ".git"), { recursive: true });

  const { origins, stderr } = await originsIn(git.directory, role("ada", "admin"));

  expect(origins).toEqual([{ file: "people/ada.yaml", line: 4, column: 13, is: "current" }]);
  expect(stderr).toBe("");
});

test("git is asked where the file is, whatever the environment of a hook says", async () => {
  const [git, other] = [new GitRepository(), new GitRepository()];
  const hash = git.commit({ "people/ada.yaml": ada("[admin]") });
  other.commit({ "people/ada.yaml": bob });
  const env = { ...process.env, GIT_DIR: join(other.directory, ".git"), GIT_WORK_TREE: other.directory };

  const { origins } = await originsIn(git.directory, role("ada", "admin"), { env });

  expect(origins[0]?.commit?.hash).toBe(hash);
});

test("files outside of the directory and in a submodule have the commits of their repositories", async () => {
  const [people, git] = [new GitRepository(), new GitRepository()];
  const hash = people.commit({ "ada.yaml": ada("[admin]") });
  git.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", people.directory, "people");
  git.commit({}, { subject: "The people" });

  const inModule = await originsIn(git.directory, role("ada", "admin"));
  const outside = await originsIn(git.directory, role("ada", "admin"), { paths: [people.directory] });

  const found = [inModule, outside].map(({ origins }) => origins[0]);
  expect(found.map((origin) => origin?.commit?.hash)).toEqual([hash, hash]);
  expect(found[0]?.file).toBe("people/ada.yaml");
});

test("a shallow clone says nothing of lines that may be older", async () => {
  const git = new GitRepository();
  git.commit({ "people/ada.yaml": ada("[author]") });
  git.commit({ "people/bob.yaml": bob });
  const last = git.commit({ "people/ada.yaml": ada("[author, admin]") });
  const clone = realpathSync(mkdtempSync(join(tmpdir(), "approw-clone-")));
  onTestFinished(() => {
    rmSync(clone, { recursive: true });
  });
  execFileSync("git", ["clone", "--quiet", "--depth", "2", `file://${git.directory}`, clone]);

  const known = await originsIn(clone, role("ada", "admin"));
  const older = await originsIn(clone, role("bob", "admin"));
  const removed = await originsIn(clone, role("bob", "author"));

  expect(known.origins[0]?.commit?.hash).toBe(last);
  expect(older.origins).toEqual([{ file: "people/bob.yaml", line: 2, column: 33, is: "current" }]);
  expect(removed.origins).toEqual([]);
});

test("the first commit of a whole repository counts", async () => {
  const git = new GitRepository();
  const first = git.commit({ "people/ada.yaml": ada("[admin]") });

  const { origins } = await originsIn(git.directory, role("ada", "admin"));

  expect(origins[0]?.commit?.hash).toBe(first);
});

test("a repository of another owner is refused by git, which is said once", async () => {
  const git = new GitRepository();
  git.commit({ "people/ada.yaml": ada("[admin]") });
  const env = { ...process.env, GIT_TEST_ASSUME_DIFFERENT_OWNER: "1" };

  const { origins, stderr } = await originsIn(git.directory, role("ada", "admin"), { env });

  expect(origins).toEqual([{ file: "people/ada.yaml", line: 4, column: 13, is: "current" }]);
  expect(stderr).toMatch(
    /^pulumi-approw: git refuses the repository [^\n]+ belongs to another user[^\n]+\n$/u,
  );
});

test("a commit with an impossible date does not fail the run", async () => {
  const git = new GitRepository();
  git.write({ "people/ada.yaml": ada("[admin]") });
  git.git("add", "--all");
  const tree = git.git("write-tree");
  const identity = "Ada <a@example.com> 99999999999999999 +0000";
  const raw = `tree ${tree}\nauthor ${identity}\ncommitter ${identity}\n\nLate\n`;
  const hash = execFileSync("git", ["hash-object", "-t", "commit", "-w", "--stdin", "--literally"], {
    cwd: git.directory,
    input: raw,
    encoding: "utf8",
  }).trim();
  git.git("reset", "--quiet", "--hard", hash);

  const { origins } = await originsIn(git.directory, role("ada", "admin"));

  expect(origins).toHaveLength(1);
});
