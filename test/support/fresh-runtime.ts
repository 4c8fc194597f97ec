import { vi } from "vitest";

import type * as Runtime from "../../provider/adapters/dynamic/runtime.js";

/** The provider as a process of its own has it, which is configured once: whatever other tests did with theirs. */
export async function freshRuntime(): Promise<typeof Runtime> {
  vi.resetModules();
  return await import("../../provider/adapters/dynamic/runtime.js");
}
