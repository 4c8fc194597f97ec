import type { CommandEntry } from "./command.js";

/** Every command of the program. A command and the rooms behind it are loaded only when the arguments name it. */
export const commands: readonly CommandEntry[] = [
  {
    name: "drift",
    description:
      "Compare a user pool with the states of its stacks: changes made by hand and unmanaged users. Changes neither the pool nor a state.",
    load: async () => (await import("./drift/drift.js")).configureDrift,
  },
  {
    name: "access",
    description:
      "List every user's groups, roles and policies, with the line or resource behind each. Changes nothing.",
    load: async () => (await import("./access/access.js")).configureAccess,
  },
  {
    name: "plan",
    description: "Say what `pulumi up` would do to people, before it does it. Changes nothing.",
    load: async () => (await import("./plan/plan.js")).configurePlan,
  },
  {
    name: "emulator",
    description: "Run a user pool on this machine, to rehearse programs and pipelines.",
    load: async () => (await import("./emulator/emulator.js")).configureEmulator,
  },
  {
    name: "validate",
    description: "Find the mistakes in a roster of people, without a user pool and without credentials.",
    load: async () => (await import("./validate/validate.js")).configureValidate,
  },
  {
    name: "export",
    description:
      "Write a user pool as a project that declares it: a roster or a program. Changes nothing in the pool.",
    load: async () => (await import("./export/export.js")).configureExport,
  },
];
