import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { createEmulator, type Emulator, type EmulatorOptions } from "../emulator/index.js";
import { ManagementClient } from "../sdk/index.js";
import { defaultPageSize } from "../sdk/page.js";
import { atMost, count, seconds, type Section } from "./report.js";

const files = 200;
const commits = 100;
const targetSeconds = 10;
const program = join(__dirname, "../dist/cli/main.js");

/** The whole command, from the start of Node.js to the file: the pool, the state, the roster, and git for each file. */
export async function measureAccess(users: number): Promise<Section> {
  const directory = mkdtempSync(join(tmpdir(), "approw-access-"));
  const emulator = await createEmulator({ seed: seedOf(users) });
  try {
    await writeState(emulator, directory);
    writeHistory(directory, users);
    const listing = await run(emulator, directory, ["access", "--format", "csv=access.csv"]);
    const plain = await run(emulator, directory, ["access", "--format", "csv=access.csv", "--no-git"]);
    const review = await run(emulator, directory, ["drift", "--format", "json=drift.json"]);
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
  } finally {
    await emulator.close();
    rmSync(directory, { recursive: true });
  }
}

function seedOf(users: number): NonNullable<EmulatorOptions["seed"]> {
  return {
    groups: [{ code: "staff" }, { code: "oncall" }],
    roles: [{ code: "author" }, { code: "admin" }],
    users: Array.from({ length: users }, (_, index) => ({
      username: `p${index}`,
      groups: ["staff", "oncall"],
      // The first one has kept a role that a commit removed.
      roles: index === 0 ? ["author", "admin"] : ["author"],
    })),
  };
}

async function writeState({ url: host, userPoolId, secret }: Emulator, directory: string): Promise<void> {
  const client = new ManagementClient({ host, userPoolId, secret });
  const resources: object[] = [];
  for await (const { id, username = "" } of client.users.listAll()) {
    const type = "pulumi-nodejs:dynamic/approw:User";
    resources.push({
      urn: `urn:pulumi:bench::people::${type}::${username ?? ""}`,
      custom: true,
      id,
      type,
      outputs: { username, groups: ["staff", "oncall"], roles: ["author"], userPoolId },
    });
  }
  writeFileSync(join(directory, "state.json"), JSON.stringify({ version: 3, deployment: { resources } }));
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

async function run(
  { url, userPoolId, secret, counters }: Emulator,
  directory: string,
  args: readonly string[],
): Promise<{ requests: number; time: number }> {
  const env = {
    ...process.env,
    APPROW_HOST: url,
    APPROW_USERPOOL_ID: userPoolId,
    APPROW_USERPOOL_SECRET: secret,
  };
  const all = [program, ...args, "--state", "state.json", "--roster", "people"];
  counters.reset();
  const startMs = performance.now();
  await promisify(execFile)(process.execPath, all, { cwd: directory, env }).catch((error: unknown) => {
    // A review that finds something ends with 2.
    if (!(error instanceof Error && "code" in error && error.code === 2)) throw error;
  });
  return { requests: counters.total(), time: (performance.now() - startMs) / 1000 };
}
