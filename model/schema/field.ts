import { z } from "zod";

import {
  type Equality,
  sameIgnoringCase,
  sameInstant,
  samePhone,
  sameSet,
  sameValue,
  withoutSeparators,
} from "./equality.js";

/**
 * One row of a field table: all that the rules need to know of a field. The rules in `lifecycle/` read these
 * properties and never ask for a field by its name.
 */
export interface Field<Value = unknown> {
  /** What a program may declare. */
  readonly schema: z.ZodType<Value>;
  /** The type that programs see, in TypeScript, as an input. */
  readonly inputType: string;
  /** One or two sentences for the reader of the resource's arguments. */
  readonly doc: string;
  readonly equals: Equality;
  /** The one spelling of all texts that mean the same. */
  readonly canonical: (text: string) => string;
  /** `refuse`: the API accepts the field at creation only. */
  readonly onChange: "update" | "refuse";
  /** What the field is where nobody has set it. Null, nothing and an empty text mean the same. */
  readonly unset: Value | null;
  /** What becomes of a declared field that leaves the program: set to `unset`, or left as it is. */
  readonly whenRemoved: "clear" | "keep";
  /** `digest`: the state holds a salted hash in `digestKey(name)`, never the value, and reads do not compare it. */
  readonly stored: "value" | "digest";
  /** Encrypted in the state and masked in every plan. */
  readonly secret: boolean;
}

/** The state's property for a field that is kept as a digest. */
export function digestKey(name: string): string {
  return `${name}Digest`;
}

/** The fields of one resource. */
export type FieldTable = Readonly<Record<string, Field>>;

/** An argument that steers the resource and is no field of the person: it is never sent to the API. */
export type Option<Value = unknown> = Pick<Field<Value>, "doc" | "inputType" | "schema">;

export type OptionTable = Readonly<Record<string, Option>>;

type Policy<Value> = Partial<
  Pick<Field<Value>, "canonical" | "onChange" | "secret" | "stored" | "whenRemoved">
>;

function field<Value>(
  row: Pick<Field<Value>, "doc" | "equals" | "inputType" | "schema" | "unset">,
  policy: Policy<Value>,
): Field<Value> {
  return {
    canonical: (text) => text,
    onChange: "update",
    secret: false,
    stored: "value",
    whenRemoved: "clear",
    ...row,
    ...policy,
  };
}

/** A text. Removed from the program, it is cleared to null. */
export function text(doc: string, policy: Policy<string> = {}): Field<string> {
  const schema = z.string({ error: "is a string" });
  return field({ doc, schema, inputType: "string", equals: sameValue, unset: null }, policy);
}

/** A text that names one person in the pool. An empty one names nobody. */
export function identifier(doc: string): Field<string> {
  const schema = z.string({ error: "is a string" }).min(1, "is not empty");
  return field({ doc, schema, inputType: "string", equals: sameValue, unset: null }, {});
}

/** Sent when it is new or its declared value changes; neither read back nor kept in clear. */
export function password(doc: string): Field<string> {
  const schema = z.string({ error: "is a string" }).min(6, "has 6 characters or more");
  return field(
    { doc, schema, inputType: "string", equals: sameValue, unset: null },
    { secret: true, stored: "digest", whenRemoved: "keep" },
  );
}

export function email(doc: string): Field<string> {
  const schema = z
    .string({ error: "is a string" })
    .regex(/^[^\s@]+@[^\s@]+$/u, "is an email address such as ada@example.com");
  const canonical = (address: string): string => address.toLowerCase();
  return field({ doc, schema, inputType: "string", equals: sameIgnoringCase, unset: null }, { canonical });
}

/**
 * A phone number, sent as it is declared. The service tells people apart by the letter, and would take two spellings of
 * one number for two people: so they are looked up by both, as declared and without spaces, dashes and brackets.
 */
export function phone(doc: string): Field<string> {
  const schema = z
    .string({ error: "is a string" })
    .regex(/^\+?[\d\s().-]+$/u, "is a phone number: digits, perhaps with +, spaces or dashes");
  return field(
    { doc, schema, inputType: "string", equals: samePhone, unset: null },
    { canonical: withoutSeparators },
  );
}

/** True or false. Removed from the program, it is cleared to false, the service's own default. */
export function flag(doc: string, policy: Policy<boolean> = {}): Field<boolean> {
  const schema = z.boolean({ error: "is true or false" });
  return field({ doc, schema, inputType: "boolean", equals: sameValue, unset: false }, policy);
}

export function count(doc: string): Field<number> {
  const schema = z.int({ error: "is a whole number" }).min(0, "is 0 or more");
  return field({ doc, schema, inputType: "number", equals: sameValue, unset: 0 }, {});
}

/** A time in ISO 8601, with or without a zone; the specification names these three spellings. */
export function time(doc: string, policy: Policy<string> = {}): Field<string> {
  const schema = z
    .string({ error: "is a string" })
    .regex(
      /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?$/u,
      "is an ISO 8601 time such as 2017-06-07T14:34:08.700Z",
    )
    .refine(
      (value) => sameInstant(value, value) && !Number.isNaN(Date.parse(value)),
      "is a time that exists",
    );
  return field({ doc, schema, inputType: "string", equals: sameInstant, unset: null }, policy);
}

export function oneOf<const Choice extends string>(
  choices: readonly Choice[],
  unset: Choice | null,
  doc: string,
): Field<Choice> {
  const spelt = choices.map((choice) => `"${choice}"`);
  const schema = z.enum(choices, { error: `is one of ${spelt.join(", ")}` });
  return field({ doc, schema, inputType: spelt.join(" | "), equals: sameValue, unset }, {});
}

/** One word or several, in any order. */
export function words(doc: string, policy: Policy<string | string[]> = {}): Field<string | string[]> {
  const schema = z.union([z.string(), z.array(z.string())], { error: "is a string or a list of strings" });
  return field(
    { doc, schema, inputType: "string | pulumi.Input<string>[]", equals: sameSet, unset: null },
    { whenRemoved: "keep", ...policy },
  );
}

/** Codes of groups or roles: a set of non-empty words. */
export function codes(doc: string): Field<string[]> {
  const schema = z.array(z.string().min(1, "is not empty"), { error: "is a list of codes" });
  return field(
    { doc, schema, inputType: "pulumi.Input<string>[]", equals: sameSet, unset: null },
    { whenRemoved: "keep" },
  );
}
