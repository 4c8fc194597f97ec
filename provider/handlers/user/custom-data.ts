import { PartialWriteError, UserGoneError } from "../../../model/errors.js";
import {
  bookkeepingOutput,
  isAdopted,
  unconfirmedFields,
  withNotes,
  withoutBookkeeping,
} from "../../../model/rules/bookkeeping.js";
import {
  allCustomData,
  customValuesOf,
  heldCustomData,
  planCustomData,
  projectCustomData,
} from "../../../model/rules/custom-data.js";
import { pick, type Properties } from "../../../model/rules/record.js";
import type { CustomValues } from "../../../model/schema/custom-values.js";
import { user as kind } from "../../../model/schema/user.js";
import { isOutcomeUnknown, type UserSnapshot } from "../../../sdk/index.js";
import type { Outcome } from "../../pool/writing/assignment-writer.js";
import type { HandlerContext } from "../handler.js";
import { describeFailures } from "../reconcile-codes.js";

const property = kind.subject.customData;

/** What to read of a user to see the custom values that a state holds. */
export function customDataQuery(state: Properties): { customData: boolean } {
  return { customData: Object.keys(customValuesOf(kind, state)).length > 0 };
}

/** The custom values of a state as the pool has them: nothing where the state holds none. */
export function observedCustomData(state: Properties, { customData }: UserSnapshot): Properties {
  if (state[property] === undefined || customData === undefined) return {};
  return { [property]: projectCustomData(customValuesOf(kind, state), customData) };
}

/** All custom values of a user: nothing where there are none. */
export function allObservedCustomData({ customData }: UserSnapshot): Properties {
  const values = customData === undefined ? {} : allCustomData(customData);
  return Object.keys(values).length === 0 ? {} : { [property]: values };
}

/** Outputs of a write that has not come to custom data: with what the state says of it. */
export function withKnownCustomData(
  outs: Record<string, unknown>,
  state: Properties,
): Record<string, unknown> {
  const unconfirmed = unconfirmedFields(state).filter((name) => name === property);
  return withNotes({ ...outs, ...pick(state, [property]) }, { unconfirmed });
}

/**
 * Brings the custom values of a user to the declared ones, each key by itself, and returns the outputs with them. `outs` are
 * those of everything else, which is written already: a failure is a PartialWriteError that keeps them, and the values that
 * the resource holds.
 */
export async function reconcileCustomData(
  context: HandlerContext,
  id: string,
  state: Properties,
  declared: Properties,
  outs: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const isUnconfirmed = unconfirmedFields(state).includes(property);
  const others = withoutBookkeeping(
    Object.fromEntries(Object.entries(outs).filter(([name]) => name !== property)),
  );
  const [known, wanted] = [customValuesOf(kind, state), customValuesOf(kind, declared)];
  const keep = (values: CustomValues, isUncertain: boolean): Record<string, unknown> => ({
    ...others,
    ...(Object.keys(values).length > 0 && { [property]: values }),
    ...bookkeepingOutput({ unconfirmed: isUncertain ? [property] : [], adopted: isAdopted(outs) }),
  });
  const outcome = await apply().catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PartialWriteError(
      `custom data of user ${id} was not written: ${reason}`,
      id,
      keep(known, isUnconfirmed),
      { cause: error },
    );
  });
  const [first] = outcome.failed;
  if (first === undefined)
    return { ...others, ...pick(declared, [property]), ...bookkeepingOutput({ adopted: isAdopted(outs) }) };
  const isUncertain = isUnconfirmed || outcome.failed.some(({ error }) => isOutcomeUnknown(error));
  throw new PartialWriteError(
    `custom data of user ${id} was only partly written. Failed: ${describeFailures(outcome.failed)}`,
    id,
    keep(heldAfter(outcome, known, wanted), isUncertain),
    { cause: first.error },
  );

  async function apply(): Promise<Outcome> {
    const base = isUnconfirmed ? {} : await heldBefore(context, id, known, wanted, outs);
    const { set } = planCustomData(base, wanted);
    const { cleared } = planCustomData(known, wanted);
    if (Object.keys(set).length + cleared.length === 0) return { done: [], failed: [] };
    return await context.pool.writeCustomData({ userId: id, set, cleared });
  }
}

/** The values that need no write: those of the state and, of a user who is taken over, those that are in the pool. */
async function heldBefore(
  { pool }: HandlerContext,
  id: string,
  known: CustomValues,
  wanted: CustomValues,
  outs: Properties,
): Promise<CustomValues> {
  const isTakenOver = isAdopted(outs) && Object.keys(known).length === 0 && Object.keys(wanted).length > 0;
  if (!isTakenOver) return known;
  const user = await pool.read({ id, customData: true });
  if (user === "gone") throw new UserGoneError(id);
  return heldCustomData(wanted, user.customData ?? new Map<string, never>());
}

/** What the resource holds after a write that failed in part. A value whose write may have been done is its own, too. */
function heldAfter({ failed }: Outcome, known: CustomValues, wanted: CustomValues): CustomValues {
  const errors = new Map(failed.map(({ code, error }) => [code, error]));
  const written = Object.entries(wanted).filter(([key]) => {
    const error = errors.get(key);
    return error === undefined || (isOutcomeUnknown(error) && !Object.hasOwn(known, key));
  });
  const kept = Object.entries(known).filter(([key]) => errors.has(key));
  return Object.fromEntries([...written, ...kept]);
}
