import { isGone, type Outcome } from "../pool/writing/assignment-writer.js";
import { sameSet } from "../../model/schema/equality.js";
import { PartialWriteError } from "../../model/errors.js";
import { foreignOutput, ownedCodes, withoutForeign } from "../../model/rules/foreign-codes.js";
import { intersection, planSet, without } from "../../model/rules/plan-set.js";
import { presentProperties, type Properties } from "../../model/rules/record.js";
import type { ReadResult } from "./handler.js";

/** The codes (of groups, or of roles) of one person, and how to change them. */
export interface CodeSet {
  /** The property that holds the codes: `groups` or `roles`. */
  readonly property: string;
  /** Id of the resource. */
  readonly id: string;
  readonly give: (codes: readonly string[]) => Promise<Outcome>;
  readonly take: (codes: readonly string[]) => Promise<Outcome>;
  /** Takes because the resource leaves the program. */
  readonly release: (codes: readonly string[]) => Promise<Outcome>;
}

/** What a person holds, and which of it the resource knows as its own. */
export interface HeldCodes {
  readonly held: readonly string[];
  readonly owned: readonly string[];
}

/**
 * Brings the held codes to the declared ones, first giving, then taking, so that nobody is without access in
 * between: where giving failed, nothing is taken. Returns the outputs. Where some codes failed, what the resource holds
 * then is kept in the state by a PartialWriteError; where it holds none, as after a creation in vain, nothing is kept.
 */
export async function reconcileCodes(
  set: CodeSet,
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
    `${set.property} of ${set.id} were set in part: ${describe(failed)}`,
    set.id,
    { ...outs, [set.property]: kept },
    { cause: first.error },
  );
}

/** Takes codes away. Whoever is gone has lost them already. */
export async function releaseCodes(set: CodeSet, codes: readonly string[]): Promise<void> {
  const failed = failuresOfTaking(await set.release(codes));
  if (failed.length === 0) return;
  throw new Error(`${set.property} of ${set.id} could not be taken away: ${describe(failed)}`, {
    cause: failed[0]?.error,
  });
}

function failuresOfTaking(outcome: Outcome): Outcome["failed"] {
  return outcome.failed.filter(({ error }) => !isGone(error));
}

function describe(failed: Outcome["failed"]): string {
  return failed.map(({ code, error }) => `${code} (${error.message})`).join(", ");
}

/** A read as the engine wants it: with inputs only where what is held is no longer what the state says. */
export function toReadResult(
  id: string,
  state: Properties,
  property: string,
  held: readonly string[],
): ReadResult {
  const { userPoolId, ...known } = presentProperties(state);
  const declared = withoutForeign(known);
  const before = codesIn(declared[property]);
  // The same codes in another order are no drift.
  if (sameSet(held, before)) return { id, outs: { ...known, userPoolId } };
  const observed = { ...declared, [property]: held };
  const foreign = without(held, ownedCodes(state, before));
  return { id, outs: { ...observed, ...foreignOutput(foreign), userPoolId }, inputs: observed };
}

function codesIn(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
