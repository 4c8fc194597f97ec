import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { createEmulator, type Emulator, type EmulatorOptions } from "../emulator/index.js";
import { ManagementClient } from "../sdk/index.js";
import { defaultPageSize } from "../sdk/page.js";
import { atMost, count, seconds, type Section } from "./report.js";

const changed = 200;
const targetSeconds = 10;
const program = join(__dirname, "../dist/cli/main.js");
const type = "pulumi-nodejs:dynamic/approw:User";

/** The whole command, from the start of Node.js to the file, without the preview of Pulumi: pool, state, copy, rehearsal. */
export async function measurePlan(users: number): Promise<Section> {
  const directory = mkdtempSync(join(tmpdir(), "approw-plan-"));
  const emulator = await createEmulator({ seed: seedOf(users) });
  try {
    await writeRun(emulator, directory);
    emulator.counters.reset();
    const time = await plan(emulator, directory);
    const requests = emulator.counters.total();
    const target = Math.ceil(users / defaultPageSize) + 10;
    return {
      title: `Plan for ${count(users)} users`,
      about: `A merge creates ${count(changed)} users, changes ${count(changed)} and deletes ${count(changed)}.`,
      rows: [
        {
          measure: "requests of `pulumi-approw plan`",
          target: `≤ ${count(target)}`,
          ours: count(requests),
          verdict: atMost(requests, target),
        },
        {
          measure: "time of it, without `pulumi preview`",
          target: `≤ ${targetSeconds} s`,
          ours: seconds(time),
          verdict: atMost(time, targetSeconds),
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
      roles: ["author"],
    })),
  };
}

/** A state of all users, and the preview of a merge. */
async function writeRun({ url: host, userPoolId, secret }: Emulator, directory: string): Promise<void> {
  const client = new ManagementClient({ host, userPoolId, secret });
  const resources: { urn: string; inputs: object; [name: string]: unknown }[] = [];
  for await (const { id, username } of client.users.listAll()) {
    const inputs = { username, groups: ["staff", "oncall"], roles: ["author"] };
    const urn = `urn:pulumi:bench::people::${type}::${username ?? ""}`;
    resources.push({ urn, custom: true, id, type, inputs, outputs: { ...inputs, userPoolId } });
  }
  const steps = [
    ...Array.from({ length: changed }, (_, index) => {
      const username = `new${index}`;
      const inputs = { username, groups: ["staff"], roles: ["author"] };
      const urn = `urn:pulumi:bench::people::${type}::${username}`;
      return { op: "create", urn, newState: { urn, type, inputs } };
    }),
    ...resources.slice(0, changed).map((oldState) => ({
      op: "update",
      urn: oldState.urn,
      oldState,
      newState: {
        ...oldState,
        inputs: { ...oldState.inputs, groups: ["staff"], roles: ["author", "admin"] },
      },
    })),
    ...resources.slice(-changed).map((oldState) => ({ op: "delete", urn: oldState.urn, oldState })),
  ];
  writeFileSync(join(directory, "state.json"), JSON.stringify({ version: 3, deployment: { resources } }));
  writeFileSync(join(directory, "preview.json"), JSON.stringify({ steps }));
}

async function plan({ url, userPoolId, secret }: Emulator, directory: string): Promise<number> {
  const env = {
    ...process.env,
    APPROW_HOST: url,
    APPROW_USERPOOL_ID: userPoolId,
    APPROW_USERPOOL_SECRET: secret,
  };
  const args = ["plan", "--state", "state.json", "--preview", "preview.json", "--format", "json=plan.json"];
  const startMs = performance.now();
  await promisify(execFile)(process.execPath, [program, ...args], { cwd: directory, env });
  return (performance.now() - startMs) / 1000;
}
