import { isApiError } from "../error-guards.js";
import { ApiError, InvalidInputError } from "../errors.js";
import type { CustomField, CustomTargetType } from "./custom-field.js";
import { encodeCustomValue, fitsDataType, type CustomValue } from "./encoding.js";

/** A value to write to a custom field of a target. */
export interface CustomValueInput {
  /** The id of a user, role or other target. */
  readonly targetId: string;
  readonly key: string;
  readonly value: CustomValue;
}

/** A value as it is sent: as JSON text. */
export interface WrittenValue {
  readonly targetId: string;
  readonly key: string;
  readonly value: string;
}

/** @throws InvalidInputError for a value that JSON cannot hold */
export function toWritten(operation: string, { targetId, key, value }: CustomValueInput): WrittenValue {
  const text = encodeCustomValue(value);
  if (text !== undefined) return { targetId, key, value: text };
  throw new InvalidInputError(
    `${operation} was not sent: ${key} must be a string, a finite number, a boolean, a valid Date or a JSON object`,
    { operation, field: key },
  );
}

/** Hiding shorter strings would make a message unreadable and protect nothing. */
const shortestSecret = 4;

/** The strings, numbers and times in a value. The service may quote them when it refuses them. */
export function textsIn(value: unknown): string[] {
  if (typeof value === "string") return value.length < shortestSecret ? [] : [value];
  if (typeof value === "number") return textsIn(String(value));
  if (value instanceof Date) return [value.toISOString()];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

/**
 * The refusal with the fields that are not defined or have another type, which the service does not always name. The
 * refusal itself if it has another reason.
 */
export function explained(
  refusal: unknown,
  {
    trying,
    targetType,
    values,
    fields,
  }: {
    readonly trying: string;
    readonly targetType: CustomTargetType;
    readonly values: readonly CustomValueInput[];
    readonly fields: readonly CustomField[];
  },
): unknown {
  if (!isApiError(refusal)) return refusal;
  const known = new Map(fields.map((field) => [field.key, field]));
  const reasons = new Set(
    values.flatMap(({ key, value }) => {
      const field = known.get(key);
      if (field === undefined)
        return [`custom field ${key} of ${targetType} is not defined in this user pool`];
      return fitsDataType(field.dataType, value)
        ? []
        : [`custom field ${key} must have a ${field.dataType} value`];
    }),
  );
  if (reasons.size === 0) return refusal;
  const { operation, status, apiCode, requestId, apiMessage } = refusal;
  const source = apiCode === undefined ? "" : ` (code ${apiCode})`;
  const message = `${trying} was refused: ${[...reasons].join("; ")}${source}; define the field, or correct the value`;
  return new ApiError(message, { operation, status, apiCode, requestId, apiMessage, cause: refusal });
}
