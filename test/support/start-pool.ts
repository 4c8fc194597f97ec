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
  const emulator = await createEmulator(options);
  const { url: host, userPoolId, secret } = emulator;
  const admin = new ManagementClient({ host, userPoolId, secret });
  await Promise.all([
    ...seededCodes.groups.map((code) => admin.groups.create({ code, name: code })),
    ...seededCodes.roles.map((code) => admin.roles.create({ code })),
  ]);
  emulator.counters.reset();
  return { emulator, admin };
}
