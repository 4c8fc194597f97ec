import { PartialWriteError } from "../../model/errors.js";
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

/** What a holder has, and which of it the resource knows as its own. */
interface HeldCodes {
  readonly held: readonly string[];
  readonly owned: readonly string[];
}

/** What the resource holds after a change, and what failed. */
interface Applied {
  readonly kept: readonly string[];
  readonly failed: Outcome["failed"];
}

/**
 * Brings the held codes to the declared ones. It gives first and then takes, so that the user keeps access in between;
 * where giving failed, nothing is taken.
 */
export async function applyCodes(
  { give, take }: Target,
  { held, owned }: HeldCodes,
  declared: readonly string[],
): Promise<Applied> {
  const plan = planSet(held, declared);
  const given = await give(plan.add);
  const taken = given.failed.length === 0 ? await take(plan.remove) : { done: [], failed: [] };
  const failed = [...given.failed, ...failuresOfTaking(taken)];
  if (failed.length === 0) return { kept: declared, failed };
  const notGiven = given.failed.map(({ code }) => code);
  const notTaken = without(plan.remove, taken.done);
  return { kept: [...without(declared, notGiven), ...intersection(notTaken, owned)], failed };
}

/**
 * The same for a resource that holds one set. Returns the outputs. Where some codes failed, a PartialWriteError keeps in
 * the state what the resource holds; where it holds none, as after a failed creation, nothing is kept.
 */
export async function reconcileCodes(
  set: NamedTarget,
  codes: HeldCodes,
  declared: readonly string[],
  outs: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const { kept, failed } = await applyCodes(set, codes, declared);
  const [first] = failed;
  if (first === undefined) return outs;
  if (kept.length === 0 && codes.owned.length === 0) throw first.error;
  throw new PartialWriteError(
    `${set.property} of ${set.id} were only partly set. Failed: ${describeFailures(failed)}`,
    set.id,
    { ...outs, [set.property]: kept },
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
