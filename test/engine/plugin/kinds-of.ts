import { schemas } from "../../../model/schema/index.js";
import type { Step } from "../../../tools/engine/events.js";

/** The names of all kinds. */
export const allKinds: readonly string[] = schemas.map(({ name }) => name).sort();

/** The kinds of the resources of some steps. */
export function kindsOf(steps: readonly Step[]): string[] {
  return [...new Set(steps.map(({ type }) => type.split(":").at(-1) ?? ""))].sort();
}

/** Whether a step found other inputs than the state had. */
export function isDrift({ before, after }: Step): boolean {
  return JSON.stringify(before) !== JSON.stringify(after);
}
