import { bookkeepingOutput, withNotes, withoutBookkeeping } from "../../model/rules/bookkeeping.js";
import { ownedCodes } from "../../model/rules/known-codes.js";
import { without } from "../../model/rules/plan-set.js";
import { presentProperties, type Properties } from "../../model/rules/record.js";
import { sameSet } from "../../model/schema/equality.js";
import type { ReadResult } from "./handler.js";

/**
 * A read of a set as the engine wants it: with inputs only where what is held is no longer what the state says. Of codes
 * that were unconfirmed, it is known now.
 *
 * @param property the field that holds the set
 */
export function toSetReadResult(
  id: string,
  state: Properties,
  property: string,
  before: readonly string[],
  held: readonly string[],
): ReadResult {
  const { userPoolId, ...known } = presentProperties(state);
  // The same in another order is no drift.
  if (sameSet(held, before))
    return { id, outs: { ...withNotes(known, { unconfirmedCodes: [] }), userPoolId } };
  const observed = { ...withoutBookkeeping(known), [property]: held };
  const foreign = without(held, ownedCodes(state, before));
  return { id, outs: { ...observed, ...bookkeepingOutput({ foreign }), userPoolId }, inputs: observed };
}
