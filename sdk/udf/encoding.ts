import { z } from "zod";
import { toInstant } from "../users/instant.js";

// Custom values are written as JSON text. Strings, and times with them, are read without the quotes.

/** The types that a custom field can have. */
export const customDataTypes = ["STRING", "NUMBER", "DATETIME", "BOOLEAN", "OBJECT", "SELECT"] as const;
export type CustomDataType = (typeof customDataTypes)[number];

/** A JSON object. */
export type CustomObject = Readonly<Record<string, unknown>>;

/** A value of a custom field. DATETIME is read as a Date, and written as a Date or as an ISO 8601 string. */
export type CustomValue = string | number | boolean | Date | CustomObject;

const jsonObject = z.record(z.string(), z.json());
const isoTime = z.union([z.iso.datetime({ offset: true, local: true }), z.iso.date()]);

/** The JSON text of a value, as it is written. Undefined when JSON cannot hold the value as it is. */
export function encodeCustomValue(value: unknown): string | undefined {
  if (value instanceof Date) return isTime(value) ? JSON.stringify(value) : undefined;
  if (typeof value === "string" || typeof value === "boolean") return JSON.stringify(value);
  if (typeof value === "number") return Number.isFinite(value) ? JSON.stringify(value) : undefined;
  return encodeObject(value);
}

/** The value that the service means with a string. Undefined when the string does not have the type. */
export function decodeCustomValue(dataType: string, text: string): CustomValue | undefined {
  switch (dataType) {
    case "STRING":
    case "SELECT":
      return text;
    case "NUMBER":
      return decodeNumber(text);
    case "BOOLEAN":
      return text === "true" || (text === "false" ? false : undefined);
    case "DATETIME":
      return decodeTime(text);
    case "OBJECT":
      return decodeObject(text);
    default:
      return undefined;
  }
}

/** Whether a value can be written to a field of a type. */
export function fitsDataType(dataType: CustomDataType, value: CustomValue): boolean {
  switch (dataType) {
    case "STRING":
      return typeof value === "string";
    case "NUMBER":
      return typeof value === "number";
    case "BOOLEAN":
      return typeof value === "boolean";
    case "DATETIME":
      return value instanceof Date || isoTime.safeParse(value).success;
    case "OBJECT":
      return typeof value === "object" && !(value instanceof Date);
    case "SELECT":
      return true;
  }
}

function encodeObject(value: unknown): string | undefined {
  try {
    // First, because it notices cycles.
    const text = JSON.stringify(value);
    return isJsonObject(value) ? text : undefined;
  } catch {
    return undefined;
  }
}

function decodeObject(text: string): CustomObject | undefined {
  const value = parseJson(text);
  return isJsonObject(value) ? value : undefined;
}

/** The schema only checks, because its copy would lack a key named __proto__. */
function isJsonObject(value: unknown): value is CustomObject {
  return jsonObject.safeParse(value).success;
}

/** A number that JavaScript cannot hold would become another one. */
function decodeNumber(text: string): number | undefined {
  const value = parseJson(text);
  if (typeof value !== "number" || !Number.isFinite(value)) return undefined;
  const isExact = !/^-?\d+$/.test(text) || JSON.stringify(value) === text || BigInt(value) === BigInt(text);
  return isExact ? value : undefined;
}

/** The digits of epoch milliseconds, or ISO 8601. */
function decodeTime(text: string): Date | undefined {
  return /^-?\d+$/.test(text) ? timeOrUndefined(new Date(Number(text))) : parseIsoTime(text);
}

/** The time that an ISO 8601 string means: a date alone, or a time without a zone, is in UTC. */
export function parseIsoTime(text: string): Date | undefined {
  if (!isoTime.safeParse(text).success) return undefined;
  return timeOrUndefined(new Date(text.includes("T") ? toInstant(text) : Date.parse(text)));
}

function timeOrUndefined(time: Date): Date | undefined {
  return isTime(time) ? time : undefined;
}

function isTime(time: Date): boolean {
  return !Number.isNaN(time.getTime());
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
