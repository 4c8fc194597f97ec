import { PartialWriteError } from "../../model/errors.js";
import { bookkeepingOutput } from "../../model/rules/bookkeeping.js";
import type { KnownCodes } from "../../model/rules/known-codes.js";
import { intersection, planSet, without } from "../../model/rules/plan-set.js";
import { isGone, type Outcome } from "../pool/writing/assignment-writer.js";

/** A set of codes (of groups, roles or policies) of one holder, or of users of one group, and how to change it. */
export interface Target {
  readonly give: (codes: readonly string[]) => Promise<Outcome>;
  readonly take: (codes: readonly string[]) => Promise<Outcome>;
}

/** A resource that holds one such set. */
interface NamedTarget extends Target {
  /** The property that holds the codes, such as `groups`. */
  readonly property: string;
  /** Id of the resource. */
  readonly id: string;
}

/** The same, for a resource that is removed from the program. */
interface Removal extends Pick<NamedTarget, "id" | "property"> {
  readonly release: (codes: readonly string[]) => Promise<Outcome>;
}

/** What the state knows, and what was read of the holder just now: undefined where only the resource's own codes count. */
interface CodesBefore extends KnownCodes {
  readonly observed: readonly string[] | undefined;
}

/** What the resource holds after a change, and what failed. */
interface Applied {
  readonly kept: readonly string[];
  /** Those of the kept codes that the holder may have or not. */
  readonly unconfirmed: readonly string[];
  readonly failed: Outcome["failed"];
}

/**
 * Brings the held codes to the declared ones. It gives first and then takes, so that the user keeps access in between;
 * where giving failed, nothing is taken. An unconfirmed code is given where it is declared, and taken where it is not.
 */
export async function applyCodes(
  { give, take }: Target,
  before: CodesBefore,
  declared: readonly string[],
): Promise<Applied> {
  const { observed, owned } = before;
  const doubtful = observed === undefined ? before.unconfirmed : [];
  const { add, remove } = planSet(observed ?? owned, declared);
  const given = await give([...add, ...intersection(doubtful, declared)]);
  const taken = given.failed.length === 0 ? await take(remove) : { done: [], failed: [] };
  const failed = [...given.failed, ...failuresOfTaking(taken)];
  if (failed.length === 0) return { kept: declared, unconfirmed: [], failed };
  const lost = failed.filter(({ isUnconfirmed }) => isUnconfirmed).map(({ code }) => code);
  const notGiven = given.failed.map(({ code }) => code);
  const notTaken = intersection(without(remove, taken.done), owned);
  const unconfirmed = intersection([...notGiven, ...notTaken], [...doubtful, ...lost]);
  return { kept: [...without(declared, without(notGiven, unconfirmed)), ...notTaken], unconfirmed, failed };
}

/**
 * The same for a resource that holds one set. Returns the outputs. Where some codes failed, a PartialWriteError keeps in
 * the state what the resource holds, or may hold; where it holds none, as after a failed creation, nothing is kept.
 */
export async function reconcileCodes(
  set: NamedTarget,
  codes: CodesBefore,
  declared: readonly string[],
  outs: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const { kept, unconfirmed, failed } = await applyCodes(set, codes, declared);
  const [first] = failed;
  if (first === undefined) return outs;
  if (kept.length === 0 && codes.owned.length === 0) throw first.error;
  throw new PartialWriteError(
    `${set.property} of ${set.id} were only partly set. Failed: ${describeFailures(failed)}`,
    set.id,
    { ...outs, [set.property]: kept, ...bookkeepingOutput({ unconfirmedCodes: unconfirmed }) },
    { cause: first.error },
  );
}

/** Takes codes away. A holder that does not exist has lost them already. */
export async function releaseCodes(set: Removal, codes: readonly string[]): Promise<void> {
  const failed = failuresOfTaking(await set.release(codes));
  if (failed.length === 0) return;
  throw new Error(
    `${set.property} of ${set.id} were only partly removed. Failed: ${describeFailures(failed)}`,
    {
      cause: failed[0]?.error,
    },
  );
}

export function describeFailures(failed: Outcome["failed"]): string {
  return failed.map(({ code, error }) => `${code} (${error.message})`).join(", ");
}

function failuresOfTaking(outcome: Outcome): Outcome["failed"] {
  return outcome.failed.filter(({ error }) => !isGone(error));
}
