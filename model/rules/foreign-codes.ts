import type { EdgeSet } from "./edges.js";
import { foreignCodes } from "./bookkeeping.js";
import { intersection, without } from "./plan-set.js";
import type { Properties } from "./record.js";

/** The codes in the state that the resource has given, or taken over: not those that were given elsewhere. */
export function ownedCodes(state: Properties, codes: readonly string[]): readonly string[] {
  return without(codes, foreignCodes(state));
}

/** Names a code where a state holds several sets. */
export function foreignKey({ edge, scope = "" }: Pick<EdgeSet, "edge" | "scope">, code: string): string {
  return `${edge}/${scope}/${code}`;
}

/** Whether the program now declares what was given elsewhere, so that it becomes the resource's own. */
export function declaresForeign(state: Properties, declared: readonly string[]): boolean {
  return intersection(foreignCodes(state), declared).length > 0;
}
