import { replaceInvisible } from "../../model/schema/invisible.js";
import { groupedBy, sortedBy } from "./order.js";

/** Something that needs a key of its own. */
export interface KeyClaim {
  /** What tells it apart from all others. */
  readonly id: string;
  /** The keys that it could have, best first. */
  readonly candidates: readonly string[];
  /** Of several that want one key, the lowest rank gets it, unless several have that rank. */
  readonly rank: number;
}

const longestKey = 200;

/**
 * A key for each claim, by its id. Which key it gets depends on who wants the same one, and on no order. Where that leaves
 * several without any, they are numbered.
 */
export function assignKeys(claims: readonly KeyClaim[]): Map<string, string> {
  const keys = new Map<string, string>();
  const taken = new Set<string>();
  let open = claims;
  for (let level = 0; open.some(({ candidates }) => level < candidates.length); level += 1) {
    const wanted = groupedBy(open, ({ candidates }) => toKey(candidates[level] ?? ""));
    for (const [key, rivals] of wanted) {
      // A claim that is a key already comes before those that would have to change.
      const exact = rivals.filter(({ candidates }) => candidates[level] === key);
      const winner = taken.has(key) || key === "" ? undefined : winnerOf(exact.length > 0 ? exact : rivals);
      if (winner === undefined) continue;
      keys.set(winner.id, key);
      taken.add(key);
    }
    open = open.filter(({ id }) => !keys.has(id));
  }
  for (const { id, candidates } of sortedBy(open, (claim) => claim.id)) {
    const key = numbered(toKey(candidates[0] ?? ""), taken);
    keys.set(id, key);
    taken.add(key);
  }
  return keys;
}

/** Text as a key: keys are parts of URNs, which `::` separates. */
function toKey(text: string): string {
  const visible = replaceInvisible(text.normalize(), () => "-").trim();
  return cut(visible.replace(/:{2,}/gu, ":"), longestKey).trim();
}

function winnerOf(rivals: readonly KeyClaim[]): KeyClaim | undefined {
  const best = Math.min(...rivals.map(({ rank }) => rank));
  const [winner, ...others] = rivals.filter(({ rank }) => rank === best);
  return others.length === 0 ? winner : undefined;
}

function numbered(base: string, taken: ReadonlySet<string>): string {
  for (let number = 2; ; number += 1) {
    const suffix = `-${number}`;
    const key = cut(base, longestKey - suffix.length) + suffix;
    if (!taken.has(key)) return key;
  }
}

/** The beginning of text, without half a character at its end. */
function cut(text: string, length: number): string {
  return text.length <= length ? text : text.slice(0, length).replace(/[\uD800-\uDBFF]$/u, "");
}
