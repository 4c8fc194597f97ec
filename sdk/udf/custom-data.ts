import { z } from "zod";
import { UnexpectedResponseError } from "../errors.js";
import { decodeCustomValue, type CustomValue } from "./encoding.js";

/** Custom values by key. A field without a value is missing. */
export type CustomData = Map<string, CustomValue>;

/** Custom values by key. A value that does not have the type of its field is an error, and the others are there. */
export type CustomDataOutcomes = Map<string, CustomValue | UnexpectedResponseError>;

export const customDataSelection = "customData { key value dataType }";
export const customValueSelection = "key value dataType";

export const customDataEntry = z.object({
  key: z.string(),
  value: z.string().nullish(),
  dataType: z.string(),
});

type CustomDataEntry = z.infer<typeof customDataEntry>;

/** A list of custom values, each key once: of two values for one key, none is the right one. */
export const customDataEntries = z
  .array(customDataEntry)
  .refine((entries) => new Set(entries.map(({ key }) => key)).size === entries.length, "a key occurs twice");

export function toOutcomes(operation: string, entries: readonly CustomDataEntry[]): CustomDataOutcomes {
  return new Map(
    entries.flatMap(({ key, value, dataType }): [string, CustomValue | UnexpectedResponseError][] => {
      if (value === null || value === undefined) return [];
      return [[key, decodeCustomValue(dataType, value) ?? mistyped(operation, key, dataType)]];
    }),
  );
}

/** @throws UnexpectedResponseError for the first value that does not have the type of its field */
export function toCustomData(operation: string, entries: readonly CustomDataEntry[]): CustomData {
  const data: CustomData = new Map();
  for (const [key, value] of toOutcomes(operation, entries)) {
    if (value instanceof Error) throw value;
    data.set(key, value);
  }
  return data;
}

function mistyped(operation: string, key: string, dataType: string): UnexpectedResponseError {
  return new UnexpectedResponseError(
    `reading custom field ${key} failed: the service returned a value that is not a valid ${dataType}; correct the value in the console, or write it again`,
    { operation, paths: [`customData.${key}`] },
  );
}
