import { intersection } from "./plan-set.js";

/**
 * Projects the codes that a person holds onto what was declared. Additive: the declared ones that are still held.
 * Exhaustive: all that are held.
 */
export function projectCodes(
  declared: readonly string[],
  observed: readonly string[],
  exhaustive: boolean,
): readonly string[] {
  return exhaustive ? observed : intersection(declared, observed);
}
