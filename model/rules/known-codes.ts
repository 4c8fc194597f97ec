import type { EdgeSet } from "./edges.js";
import { foreignCodes, unconfirmedCodes } from "./bookkeeping.js";
import { intersection, without } from "./plan-set.js";
import type { Properties } from "./record.js";

/** The codes in the state that the resource has given, or taken over: not those that were given elsewhere. */
export function ownedCodes(state: Properties, codes: readonly string[]): readonly string[] {
  return without(codes, foreignCodes(state));
}

/** What a state knows of the codes in it. */
export interface KnownCodes {
  /** Those that the resource has given, or taken over. */
  readonly owned: readonly string[];
  /** Those among them of which it is not known whether the holder has them. */
  readonly unconfirmed: readonly string[];
}

/** What a new resource knows. */
export const noKnownCodes: KnownCodes = { owned: [], unconfirmed: [] };

/** @param codes those in the state */
export function knownCodes(state: Properties, codes: readonly string[]): KnownCodes {
  const owned = ownedCodes(state, codes);
  return { owned, unconfirmed: intersection(owned, unconfirmedCodes(state)) };
}

/** Names a code in a note where a state holds several sets. */
export function noteKey({ edge, scope = "" }: Pick<EdgeSet, "edge" | "scope">, code: string): string {
  return `${edge}/${scope}/${code}`;
}

/** Whether the program now declares what was given elsewhere, so that it becomes the resource's own. */
export function declaresForeign(state: Properties, declared: readonly string[]): boolean {
  return intersection(foreignCodes(state), declared).length > 0;
}

/** The same for one of several sets of a state. */
export function knownInSet(state: Properties, set: Pick<EdgeSet, "edge" | "scope" | "codes">): KnownCodes {
  const keys = new Map(set.codes.map((code) => [noteKey(set, code), code]));
  const codesOf = (notes: readonly string[]): string[] => notes.flatMap((key) => keys.get(key) ?? []);
  const owned = without(set.codes, codesOf(foreignCodes(state)));
  return { owned, unconfirmed: intersection(owned, codesOf(unconfirmedCodes(state))) };
}
