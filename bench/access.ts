import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { defaultPageSize } from "../sdk/page.js";
import { type DeclaredUsers, withDeclaredUsers } from "./declared-users.js";
import { atMost, count, seconds, type Section } from "./report.js";

const files = 200;
const commits = 100;
const targetSeconds = 10;
const exitCodeOfDrift = 2;

/** The whole command, from the start of Node.js to the file: the pool, the state, the roster, and git for each file. */
export async function measureAccess(users: number): Promise<Section> {
  // The first user has kept a role that a commit removed.
  return await withDeclaredUsers(users, ["admin"], (declared) => measure(declared, users));
}

async function measure({ directory, run }: DeclaredUsers, users: number): Promise<Section> {
  writeHistory(directory, users);
  const roster = ["--roster", "people"];
  const listing = await run(["access", "--format", "csv=access.csv", ...roster]);
  const plain = await run(["access", "--format", "csv=access.csv", "--no-git", ...roster]);
  const review = await run(["drift", "--format", "json=drift.json", ...roster], exitCodeOfDrift);
  const pages = Math.ceil(users / defaultPageSize);
  // A login and the first contact twice, the list of namespaces, and for each page another request for policies.
  const target = 2 * pages + 8;
  return {
    title: `Access of ${count(users)} users`,
    about: `The roster has ${count(files)} files in git and ${count(commits)} commits. Each user has two groups and a role.`,
    rows: [
      {
        measure: "requests of `pulumi-approw access`",
        target: `≤ ${count(target)}`,
        ours: count(listing.requests),
        verdict: atMost(listing.requests, target),
      },
      {
        measure: "time of it, with the commit of every line",
        target: `≤ ${targetSeconds} s`,
        ours: seconds(listing.time),
        verdict: atMost(listing.time, targetSeconds),
      },
      { measure: "time of it with `--no-git`", ours: seconds(plain.time) },
      {
        measure: "time of `drift --roster` with one removed line",
        target: `≤ ${targetSeconds} s`,
        ours: seconds(review.time),
        verdict: atMost(review.time, targetSeconds),
      },
    ],
  };
}

function writeHistory(directory: string, users: number): void {
  const git = (...args: readonly string[]): void => {
    const identity = ["-c", "user.name=Bench", "-c", "user.email=bench@example.com"];
    execFileSync("git", [...identity, ...args], { cwd: directory, stdio: "ignore" });
  };
  const inEach = Math.ceil(users / (files - 1));
  const write = (file: number, city: string, isAdmin: boolean): void => {
    const people = Array.from({ length: Math.max(0, Math.min(inEach, users - file * inEach)) }, (_, index) =>
      personOf(file * inEach + index, city, isAdmin),
    );
    const text = people.length === 0 ? "" : `defaults:\n  groups: [staff]\npeople:\n${people.join("")}`;
    writeFileSync(join(directory, "people", `${file}.yaml`), text);
  };
  mkdirSync(join(directory, "people"));
  const objects = "groups:\n  staff: {}\n  oncall: {}\nroles:\n  author: {}\n  admin: {}\n";
  writeFileSync(join(directory, "people", "access.yaml"), objects);
  for (let file = 0; file < files - 1; file += 1) write(file, "London", true);
  git("init", "--quiet");
  git("add", "people");
  git("commit", "--quiet", "--message", "Everything");
  for (let commit = 0; commit < commits; commit += 1) {
    write(commit % (files - 1), `City ${commit}`, false);
    git("commit", "--quiet", "--all", "--message", `Change ${commit}`);
  }
}

function personOf(index: number, city: string, isAdmin: boolean): string {
  const roles = index === 0 && isAdmin ? "[author, admin]" : "[author]";
  return `  p${index}:
    username: p${index}
    city: ${city}
    groups: [oncall]
    roles: ${roles}
`;
}
