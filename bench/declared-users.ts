import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createEmulator, type Emulator } from "../emulator/index.js";
import { ManagementClient } from "../sdk/index.js";
import { runCompiled } from "../tools/engine/compiled-program.js";

export const userType = "pulumi-nodejs:dynamic/approw:User";

/** What every user has, in the pool and in the state. */
export const access = { groups: ["staff", "oncall"], roles: ["author"] } as const;

/** A resource as a state has it. */
export interface UserResource {
  readonly urn: string;
  readonly custom: true;
  readonly id: string;
  readonly type: string;
  readonly inputs: object;
  readonly outputs: object;
}

/** A pool of users, and a directory with `state.json`, the state of a stack that declares them all. */
export interface DeclaredUsers {
  readonly directory: string;
  readonly resources: readonly UserResource[];
  /** Runs a command of the compiled program in the directory, with the state. It must end with the exit code. */
  readonly run: (args: readonly string[], exitCode?: number) => Promise<{ requests: number; time: number }>;
}

/** @param byHand roles that the first user has and no resource declares */
export async function withDeclaredUsers<Result>(
  users: number,
  byHand: readonly string[],
  measure: (declared: DeclaredUsers) => Promise<Result>,
): Promise<Result> {
  const directory = mkdtempSync(join(tmpdir(), "approw-bench-"));
  const emulator = await createEmulator({
    seed: {
      groups: access.groups.map((code) => ({ code })),
      roles: [{ code: "author" }, { code: "admin" }],
      users: Array.from({ length: users }, (_, index) => ({
        username: `p${index}`,
        groups: [...access.groups],
        roles: [...access.roles, ...(index === 0 ? byHand : [])],
      })),
    },
  });
  try {
    const resources = await resourcesOf(emulator);
    writeFileSync(join(directory, "state.json"), JSON.stringify({ version: 3, deployment: { resources } }));
    return await measure({
      directory,
      resources,
      run: (args, exitCode = 0) => run(emulator, directory, [...args, "--state", "state.json"], exitCode),
    });
  } finally {
    await emulator.close();
    rmSync(directory, { recursive: true });
  }
}

export function urnOf(username: string): string {
  return `urn:pulumi:bench::people::${userType}::${username}`;
}

async function resourcesOf({ url: host, userPoolId, secret }: Emulator): Promise<UserResource[]> {
  const client = new ManagementClient({ host, userPoolId, secret });
  const resources: UserResource[] = [];
  for await (const { id, username } of client.users.listAll()) {
    const inputs = { username, ...access };
    const outputs = { ...inputs, userPoolId };
    resources.push({ urn: urnOf(username ?? ""), custom: true, id, type: userType, inputs, outputs });
  }
  return resources;
}

async function run(
  { url, userPoolId, secret, counters }: Emulator,
  directory: string,
  args: readonly string[],
  exitCode: number,
): Promise<{ requests: number; time: number }> {
  const env = {
    ...process.env,
    APPROW_HOST: url,
    APPROW_USERPOOL_ID: userPoolId,
    APPROW_USERPOOL_SECRET: secret,
  };
  counters.reset();
  const startMs = performance.now();
  const { code, stderr } = await runCompiled(args, { cwd: directory, env });
  if (code !== exitCode) throw new Error(`${args.join(" ")} ended with ${String(code)}:\n${stderr}`);
  return { requests: counters.total(), time: (performance.now() - startMs) / 1000 };
}
