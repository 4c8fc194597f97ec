import { onTestFinished } from "vitest";

import { createEmulator, type Emulator, type EmulatorOptions } from "../../emulator/index.js";
import { ManagementClient } from "../../sdk/index.js";

/** A user pool on this machine, and an administrator who works in it by hand. */
export interface Pool {
  readonly emulator: Emulator;
  readonly admin: ManagementClient;
}

export const seededCodes = {
  groups: ["engineering", "on-call", "research"],
  roles: ["author", "reviewer", "admin"],
  namespace: "hr",
  namespaceRoles: ["recruiter"],
} as const;

/** Starts a pool with a few groups and roles; it goes away with the test. */
export async function startPool(options: EmulatorOptions = {}): Promise<Pool> {
  const pool = await openPool(options);
  onTestFinished(() => pool.emulator.close());
  return pool;
}

/** The same for a whole file of tests, whose `afterAll` closes the emulator. */
export async function openPool(options: EmulatorOptions = {}): Promise<Pool> {
  const seed = {
    ...options.seed,
    groups: [...seededCodes.groups.map((code) => ({ code, name: code })), ...(options.seed?.groups ?? [])],
    roles: [...seededCodes.roles.map((code) => ({ code })), ...(options.seed?.roles ?? [])],
  };
  return await openEmptyPool({ ...options, seed });
}

/** A pool with nothing but what the options say. */
export async function openEmptyPool(options: EmulatorOptions = {}): Promise<Pool> {
  const emulator = await createEmulator(options);
  const { url: host, userPoolId, secret } = emulator;
  const admin = new ManagementClient({ host, userPoolId, secret });
  // The administrator is logged in: what a test counts are its own requests.
  await admin.users.list(1, 1);
  emulator.counters.reset();
  return { emulator, admin };
}
