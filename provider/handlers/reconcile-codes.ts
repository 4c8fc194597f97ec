import { PartialWriteError } from "../../model/errors.js";
import { intersection, planSet, without } from "../../model/rules/plan-set.js";
import { isGone, type Outcome } from "../pool/writing/assignment-writer.js";

/** The codes (of groups, or of roles) of one user, and how to change them. */
interface Target {
  /** The property that holds the codes: `groups` or `roles`. */
  readonly property: string;
  /** Id of the resource. */
  readonly id: string;
  readonly give: (codes: readonly string[]) => Promise<Outcome>;
  readonly take: (codes: readonly string[]) => Promise<Outcome>;
}

/** The same, for a resource that is removed from the program. */
interface Removal extends Pick<Target, "id" | "property"> {
  readonly release: (codes: readonly string[]) => Promise<Outcome>;
}

/** What a user holds, and which of it the resource knows as its own. */
interface HeldCodes {
  readonly held: readonly string[];
  readonly owned: readonly string[];
}

/**
 * Brings the held codes to the declared ones. It gives first and then takes, so that the user keeps access in between;
 * where giving failed, nothing is taken. Returns the outputs. Where some codes failed, a PartialWriteError keeps in the
 * state what the resource holds; where it holds none, as after a failed creation, nothing is kept.
 */
export async function reconcileCodes(
  set: Target,
  { held, owned }: HeldCodes,
  declared: readonly string[],
  outs: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const plan = planSet(held, declared);
  const given = await set.give(plan.add);
  const taken = given.failed.length === 0 ? await set.take(plan.remove) : { done: [], failed: [] };
  const failed = [...given.failed, ...failuresOfTaking(taken)];
  const [first] = failed;
  if (first === undefined) return outs;
  const notGiven = given.failed.map(({ code }) => code);
  const notTaken = without(plan.remove, taken.done);
  const kept = [...without(declared, notGiven), ...intersection(notTaken, owned)];
  if (kept.length === 0 && owned.length === 0) throw first.error;
  throw new PartialWriteError(
    `${set.property} of ${set.id} were only partly set. Failed: ${describe(failed)}`,
    set.id,
    { ...outs, [set.property]: kept },
    { cause: first.error },
  );
}

/** Takes codes away. A user who does not exist has lost them already. */
export async function releaseCodes(set: Removal, codes: readonly string[]): Promise<void> {
  const failed = failuresOfTaking(await set.release(codes));
  if (failed.length === 0) return;
  throw new Error(`${set.property} of ${set.id} were only partly removed. Failed: ${describe(failed)}`, {
    cause: failed[0]?.error,
  });
}

function failuresOfTaking(outcome: Outcome): Outcome["failed"] {
  return outcome.failed.filter(({ error }) => !isGone(error));
}

function describe(failed: Outcome["failed"]): string {
  return failed.map(({ code, error }) => `${code} (${error.message})`).join(", ");
}
