import type { CustomDataOutcomes, CustomDataType } from "../../sdk/index.js";
import { type CustomValue, fitsDataType, parseIsoTime } from "../../sdk/udf/encoding.js";
import { type CustomValues, customValues, type DeclaredCustomValue } from "../schema/custom-values.js";
import { sameJson } from "../schema/equality.js";
import type { UserKind } from "../schema/kind.js";
import type { Properties } from "./record.js";

/** What changes in the custom values of a user. */
export interface CustomDataPlan {
  readonly set: CustomValues;
  /** The keys that were removed from the program. */
  readonly cleared: readonly string[];
}

/** The custom values that a program declares for a user, or that a state holds. */
export function customValuesOf({ subject }: UserKind, properties: Properties): CustomValues {
  return customValues.safeParse(properties[subject.customData]).data ?? {};
}

/** Each key by itself: a key that neither the state nor the program knows is never touched. */
export function planCustomData(known: CustomValues, declared: CustomValues): CustomDataPlan {
  const changed = Object.entries(declared).filter(([key, value]) => !sameJson(own(known, key), value));
  return {
    set: Object.fromEntries(changed),
    cleared: Object.keys(known).filter((key) => !Object.hasOwn(declared, key)),
  };
}

/**
 * The known keys with the values in the pool. A key without a value there is missing. A value that means the same keeps
 * its known spelling.
 *
 * @throws UnexpectedResponseError for a value of a known key that does not have the type of its field
 */
export function projectCustomData(known: CustomValues, observed: CustomDataOutcomes): CustomValues {
  const entries = Object.entries(known).flatMap(([key, value]): [string, DeclaredCustomValue][] => {
    const found = observed.get(key);
    if (found === undefined) return [];
    if (found instanceof Error) throw found;
    return [[key, isSameCustomValue(value, found) ? value : withoutDate(found)]];
  });
  return Object.fromEntries(entries);
}

/**
 * All values in the pool. Times are ISO 8601.
 *
 * @throws UnexpectedResponseError for a value that does not have the type of its field
 */
export function allCustomData(observed: CustomDataOutcomes): CustomValues {
  const entries = [...observed].map(([key, value]): [string, DeclaredCustomValue] => {
    if (value instanceof Error) throw value;
    return [key, withoutDate(value)];
  });
  return Object.fromEntries(entries);
}

/** Those of the declared values that the pool has already. */
export function heldCustomData(declared: CustomValues, observed: CustomDataOutcomes): CustomValues {
  return Object.fromEntries(
    Object.entries(declared).filter(([key, value]) => isSameCustomValue(value, observed.get(key))),
  );
}

/** Whether a value that is written means the same as one in the pool. Times are instants. */
export function isSameCustomValue(written: CustomValue, observed: unknown): boolean {
  if (observed instanceof Error) return false;
  if (!(observed instanceof Date)) return sameJson(withoutDate(written), observed);
  const time = typeof written === "string" ? parseIsoTime(written) : written;
  return time instanceof Date && time.getTime() === observed.getTime();
}

/** A declared value as it is written to a field; undefined if it does not have the type of the field. */
export function toCustomValue(
  dataType: CustomDataType,
  declared: DeclaredCustomValue,
): CustomValue | undefined {
  if (!fitsDataType(dataType, declared)) return undefined;
  return dataType === "DATETIME" && typeof declared === "string" ? parseIsoTime(declared) : declared;
}

function withoutDate(value: CustomValue): DeclaredCustomValue {
  return value instanceof Date ? value.toISOString() : value;
}

function own(values: CustomValues, key: string): DeclaredCustomValue | undefined {
  return Object.hasOwn(values, key) ? values[key] : undefined;
}
