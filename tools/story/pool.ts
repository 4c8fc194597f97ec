import { createEmulator, type Emulator } from "pulumi-approw/emulator";

/** The groups and roles that the quickstart's people are put into; a real pool has its own. */
export const groups = ["engineering", "research"];
export const roles = ["author", "reviewer"];

/** A user pool on this machine, as empty as a new one but for its groups and roles. */
export function startPool(): Promise<Emulator> {
  return createEmulator({
    seed: {
      groups: groups.map((code) => ({ code, name: code })),
      roles: roles.map((code) => ({ code })),
    },
  });
}
