import { z } from "zod";
import { ManagementError } from "../errors.js";
import type { CustomFieldRecord, CustomTargetType } from "../state/custom-data.js";
import { normaliseTime } from "../time.js";
import { success, type CommonMessage, type Service } from "./service.js";

export interface FieldKeyArgs {
  targetType: CustomTargetType;
  key: string;
}

export interface DefineFieldArgs extends FieldKeyArgs {
  dataType: CustomFieldRecord["dataType"];
  label: string;
  options?: string | null | undefined;
}

/** Defines a field, or overwrites the definition with its key. */
export function defineField({ pool, behaviour }: Service, args: DefineFieldArgs): CustomFieldRecord {
  if (args.key === "") throw new ManagementError(2231, "A custom field must have a key");
  const before = pool.customData.findField(args.targetType, args.key);
  if (before && before.dataType !== args.dataType) {
    if (behaviour.customTypeChange === "error") {
      throw new ManagementError(500, `The type of custom field ${args.key} cannot be changed`);
    }
    if (behaviour.customTypeChange === "dropValues") pool.customData.removeField(before);
  }
  const field = { ...args, options: args.options ?? null };
  pool.customData.putField(field);
  return field;
}

/** Removes a field and all its values. */
export function removeField(service: Service, { targetType, key }: FieldKeyArgs): CommonMessage {
  service.pool.customData.removeField(findField(service, targetType, key));
  return success("Custom field removed");
}

export function findField({ pool }: Service, targetType: CustomTargetType, key: string): CustomFieldRecord {
  const field = pool.customData.findField(targetType, key);
  if (!field) throw new ManagementError(500, `Custom field ${key} is not defined`);
  return field;
}

/** The values that each type accepts. A time that is stored has the same format whatever the client wrote. */
const accepted: Record<CustomFieldRecord["dataType"], z.ZodType> = {
  STRING: z.string(),
  NUMBER: z.number(),
  BOOLEAN: z.boolean(),
  DATETIME: z.string().transform((value, context) => {
    const time = normaliseTime(value);
    if (time !== undefined) return time;
    context.addIssue({ code: "custom", message: "must be an ISO 8601 time" });
    return z.NEVER;
  }),
  OBJECT: z.record(z.string(), z.unknown()),
  SELECT: z.string(),
};

/** A value for a field as it is stored, which is JSON text. Refuses it if it does not have the type of the field. */
export function toStored({ key, dataType }: CustomFieldRecord, value: unknown): string {
  const parsed = accepted[dataType].safeParse(value);
  if (!parsed.success)
    throw new ManagementError(500, `Custom field ${key} must have a value of type ${dataType}`);
  return JSON.stringify(parsed.data);
}

/** Values that clients write as JSON text: strings in quotes. */
export function toStoredFromText(field: CustomFieldRecord, text: string | null | undefined): string {
  return toStored(field, parseJson(`The value of custom field ${field.key}`, text ?? ""));
}

const newUserValues = z.array(z.strictObject({ key: z.string(), value: z.unknown() }));

/** The argument `params` of a creation: the JSON text of keys and values, in which values are not JSON text again. */
export function parseNewUserValues(
  service: Service,
  params: string | null | undefined,
): { field: CustomFieldRecord; value: string }[] {
  if (typeof params !== "string") return [];
  const parsed = newUserValues.safeParse(parseJson("params", params));
  if (!parsed.success) throw new ManagementError(500, "params must be a list of keys and values");
  return parsed.data.map(({ key, value }) => {
    const field = findField(service, "USER", key);
    return { field, value: toStored(field, value) };
  });
}

function parseJson(what: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ManagementError(500, `${what} is not valid JSON`);
  }
}
