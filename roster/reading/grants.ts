import type { HolderType } from "../../model/schema/kind.js";
import { type Mistakes, quoted } from "../mistakes.js";
import type { Grant, Target } from "../roster.js";
import type { Block, Entry } from "./block.js";
import type { References } from "./references.js";
import { placeOf } from "./written.js";

/** An entry whose reference was found. */
export interface Linked {
  readonly entry: Entry & { readonly edge: Grant["edge"] };
  readonly target: Target;
}

/** Follows the references of one block. The same target twice in one block is a mistake. */
export function linkEntries(block: Block, references: References, mistakes: Mistakes): Map<string, Linked> {
  const linked = new Map<string, Linked>();
  for (const entry of block.entries) {
    if (!isGrant(entry)) continue;
    const target = references.target(entry);
    if (target === undefined) continue;
    const key = grantKey(entry.edge, target);
    const former = linked.get(key);
    if (former === undefined) linked.set(key, { entry, target });
    else reportTwice(entry, former.entry, mistakes);
  }
  return linked;
}

export function grantOf({ entry, target }: Linked, is: HolderType, key: string): Grant {
  const { edge, until, reason, spot } = entry;
  return { edge, holder: { is, key }, target, until, reason, spot };
}

export function grantKey(edge: Grant["edge"], { namespace, code }: Target): string {
  return JSON.stringify([edge, namespace, code]);
}

export function reportTwice(
  { edge, text, spot }: Pick<Entry, "edge" | "spot" | "text">,
  former: Pick<Entry, "spot">,
  mistakes: Mistakes,
): void {
  mistakes.add(spot, `the ${edge} ${quoted(text)} is listed twice: keep one of the entries`, {
    others: [placeOf(former.spot)],
  });
}

function isGrant(entry: Entry): entry is Entry & { edge: Grant["edge"] } {
  return entry.edge !== "person";
}
