import { createEmulator, type Emulator } from "pulumi-approw/emulator";

/** The groups and roles that the quickstart assigns. A real pool has its own. */
export const groups = ["engineering", "research"];
export const roles = ["author", "reviewer"];

/** A user pool on this machine with those groups and roles, and without users. */
export function startPool(): Promise<Emulator> {
  return createEmulator({
    seed: {
      groups: groups.map((code) => ({ code, name: code })),
      roles: roles.map((code) => ({ code })),
    },
  });
}
