import { z } from "zod";

import {
  type Equality,
  sameCharacters,
  sameIgnoringCase,
  sameInstant,
  sameJson,
  samePhone,
  sameSet,
  sameValue,
  withoutSeparators,
} from "./equality.js";
import { type CustomValues, customValues } from "./custom-values.js";
import { isDay } from "./day.js";
import type { PolicyStatement } from "../../sdk/index.js";
import { defaultNamespace } from "../../sdk/roles/role.js";
import { withoutInvisible } from "./invisible.js";
import { policyStatements, sameStatements } from "./policy-statement.js";

/** How much a change by hand matters in a drift review; `none`: it is not reported. */
export type FieldSeverity = "high" | "medium" | "low" | "none";

/**
 * One field of a kind: all that the rules need to know of it. The rules in `model/rules/` read these properties and
 * never ask for a field by its name.
 */
export interface Field<Value = unknown> {
  /** What a program may declare. */
  readonly schema: z.ZodType<Value>;
  /** The type that programs see, in TypeScript, as an input. */
  readonly inputType: string;
  /** The type of the value itself. Default: the type of the input without its inputs. */
  readonly outputType?: string;
  /** The kind whose resources a program may name in place of what identifies them. */
  readonly refersTo?: "Group" | "Policy" | "Role" | "User";
  /** The kind of which the value is a code, in the namespace of the object that has the field: it must exist first. */
  readonly codeOf?: "Role";
  /** One or two sentences for the reader of the resource's arguments. */
  readonly doc: string;
  /** Whether every program must declare it. */
  readonly required: boolean;
  readonly equals: Equality;
  /** The one spelling of all strings that could be the same user. */
  readonly canonical: (text: string) => string;
  /**
   * What a changed value does: `update` writes it; `replace` makes another object; `refuse` fails, because the API
   * accepts the field at creation only.
   */
  readonly onChange: "update" | "replace" | "refuse";
  /** The value that the field has when it was never set. Null, undefined and an empty string mean the same. */
  readonly unset: Value | null;
  /** What happens to a declared field that is removed from the program: it is set to `unset`, or stays as it is. */
  readonly whenRemoved: "clear" | "keep";
  /** `digest`: the outputs hold a salted hash and never the value, and reads do not compare it. */
  readonly stored: "value" | "digest";
  /** Encrypted in the state and masked in every plan. */
  readonly secret: boolean;
  /** Whether two users with the same value are probably one person. */
  readonly personal: boolean;
  /** How much it matters in a drift review that the field was changed by hand. */
  readonly severity: FieldSeverity;
  /**
   * Whether the service itself sets such a value, or changes it with use. An export leaves it out: declared, it would drift by
   * itself, or repeat what the service does anyway.
   */
  readonly isSetByService: (value: unknown) => boolean;
}

/** The fields of one kind of resource. */
export type FieldTable = Readonly<Record<string, Field>>;

type Policy<Value> = Partial<
  Pick<
    Field<Value>,
    | "canonical"
    | "codeOf"
    | "isSetByService"
    | "onChange"
    | "outputType"
    | "personal"
    | "refersTo"
    | "required"
    | "secret"
    | "severity"
    | "stored"
    | "unset"
    | "whenRemoved"
  >
>;

function field<Value>(
  row: Pick<Field<Value>, "doc" | "equals" | "inputType" | "schema" | "unset">,
  ...policies: Policy<Value>[]
): Field<Value> {
  return Object.assign(
    {
      canonical: (text: string) => text,
      isSetByService: () => false,
      onChange: "update" as const,
      personal: false,
      required: false,
      secret: false,
      severity: "low" as const,
      stored: "value" as const,
      whenRemoved: "clear" as const,
      ...row,
    },
    ...policies,
  ) as Field<Value>;
}

const anyString = z.string({ error: "must be a string" });
const nonEmptyString = anyString.min(1, "must not be empty");

/** A string. Removed from the program, it is cleared to null. */
export function text(doc: string, policy: Policy<string> = {}): Field<string> {
  return field({ doc, schema: anyString, inputType: "string", equals: sameValue, unset: null }, policy);
}

/** A string that identifies something, and so is never empty. */
export function identifier(doc: string, policy: Policy<string> = {}): Field<string> {
  return field({ doc, schema: nonEmptyString, inputType: "string", equals: sameValue, unset: null }, policy);
}

/** The code of an object, as it is declared: two that look the same must not be two objects. */
export function code(doc: string, policy: Policy<string> = {}): Field<string> {
  const schema = withoutInvisible(nonEmptyString);
  return field(
    { doc, schema, inputType: "string", equals: sameValue, unset: null },
    { required: true, whenRemoved: "keep" },
    policy,
  );
}

/**
 * A string that identifies a user: two that look the same must not be two users. It is sent as its composed characters
 * (NFC), which keyboards enter.
 */
export function uniqueIdentifier(doc: string, policy: Policy<string> = {}): Field<string> {
  const schema = withoutInvisible(nonEmptyString).transform((value) => value.normalize());
  const canonical = (value: string): string => value.normalize().trim();
  return field(
    { doc, schema, inputType: "string", equals: sameCharacters, unset: null },
    { canonical },
    policy,
  );
}

/** Sent when it is new or its declared value changes; neither read back nor kept in plain text. */
export function password(doc: string): Field<string> {
  const schema = anyString.min(6, "must have at least 6 characters");
  return field(
    { doc, schema, inputType: "string", equals: sameValue, unset: null },
    { secret: true, stored: "digest", whenRemoved: "keep" },
  );
}

/** An email address. The service stores it in lower case. */
export function email(doc: string, policy: Policy<string> = {}): Field<string> {
  const address = anyString.regex(/^[^\s@]+@[^\s@]+$/u, "must be an email address such as ada@example.com");
  const schema = withoutInvisible(address).transform((value) => value.normalize());
  const canonical = (value: string): string => value.toLowerCase().normalize();
  return field(
    { doc, schema, inputType: "string", equals: sameIgnoringCase, unset: null },
    { canonical },
    policy,
  );
}

/**
 * A phone number, sent as it is declared. The service compares the characters, and would take two spellings of one
 * number for two users: so users are looked up by both, as declared and without spaces, dashes and brackets.
 */
export function phone(doc: string, policy: Policy<string> = {}): Field<string> {
  const number = anyString.regex(
    /^\+?[\d\s().-]+$/u,
    "must be a phone number: digits, optionally with +, spaces, dashes and brackets",
  );
  const schema = withoutInvisible(number);
  return field(
    { doc, schema, inputType: "string", equals: samePhone, unset: null },
    { canonical: withoutSeparators },
    policy,
  );
}

/** True or false. Removed from the program, it is cleared to false, the service's own default. */
export function flag(doc: string, policy: Policy<boolean> = {}): Field<boolean> {
  const schema = z.boolean({ error: "must be true or false" });
  return field({ doc, schema, inputType: "boolean", equals: sameValue, unset: false }, policy);
}

/** A whole number, 0 or more. Removed from the program, it is cleared to 0. */
export function count(doc: string, policy: Policy<number> = {}): Field<number> {
  const schema = z.int({ error: "must be a whole number" }).min(0, "must be at least 0");
  return field({ doc, schema, inputType: "number", equals: sameValue, unset: 0 }, policy);
}

/** A time in ISO 8601, with or without a zone; the specification names these three spellings. */
export function time(doc: string, policy: Policy<string> = {}): Field<string> {
  const schema = anyString
    .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?$/u, {
      error: "must be an ISO 8601 time such as 2017-06-07T14:34:08.700Z",
      abort: true,
    })
    .refine(
      (value) => sameInstant(value, value) && !Number.isNaN(Date.parse(value)),
      "must be an existing date and time",
    );
  return field({ doc, schema, inputType: "string", equals: sameInstant, unset: null }, policy);
}

/** A day of birth, as OpenID Connect has it: the year may be 0000, which means that it is not told, or stand alone. */
export function birthday(doc: string, policy: Policy<string> = {}): Field<string> {
  const schema = anyString.refine(
    (value) => value === "" || /^\d{4}$/u.test(value) || isDay(value.replace(/^0000-/u, "2000-")),
    "must be an existing date such as 1815-12-10, a year, or 0000-12-10 without the year",
  );
  return field({ doc, schema, inputType: "string", equals: sameValue, unset: null }, policy);
}

/** One of a few words. */
export function oneOf<const Choice extends string>(
  choices: readonly Choice[],
  unset: Choice | null,
  doc: string,
): Field<Choice> {
  const quoted = choices.map((choice) => `"${choice}"`);
  const schema = z.enum(choices, { error: `must be one of ${quoted.join(", ")}` });
  return field({ doc, schema, inputType: quoted.join(" | "), equals: sameValue, unset });
}

/** One word or several, in any order. */
export function words(doc: string, policy: Policy<string | string[]> = {}): Field<string | string[]> {
  const schema = z.union([z.string(), z.array(z.string())], {
    error: "must be a string or a list of strings",
  });
  return field(
    { doc, schema, inputType: "string | pulumi.Input<string>[]", equals: sameSet, unset: null },
    { whenRemoved: "keep" },
    policy,
  );
}

/** Codes of groups: a set of non-empty words. A `Group` stands for its code. */
export function groupCodes(doc: string, policy: Policy<string[]> = {}): Field<string[]> {
  const schema = z.array(nonEmptyString, { error: "must be a list of codes" });
  return field(
    { doc, schema, inputType: "pulumi.Input<string>[]", equals: sameSet, unset: null },
    { refersTo: "Group" },
    policy,
  );
}

/** A role or policy by its code, or by its code and the namespace where it is. */
export type ScopedEntry = string | { readonly code: string; readonly namespace: string };

const inNamespace = z.strictObject({
  code: nonEmptyString,
  namespace: nonEmptyString.default(defaultNamespace),
});
const notAnEntry = { error: "must be a code, or an object with code and namespace" };
const scopedEntry: z.ZodType<ScopedEntry> = z.union([nonEmptyString, inNamespace], notAnEntry);

/** Without a namespace it means the usual one. */
const roleEntry = z.union(
  [
    nonEmptyString,
    inNamespace.transform((entry): ScopedEntry =>
      entry.namespace === defaultNamespace ? entry.code : entry,
    ),
  ],
  notAnEntry,
);

/** Roles of one namespace. A `Role` of that namespace stands for its code. */
export function roleCodes(doc: string, policy: Policy<ScopedEntry[]> = {}): Field<ScopedEntry[]> {
  const schema = z.array(scopedEntry, { error: "must be a list of roles" });
  return field(
    { doc, schema, inputType: "pulumi.Input<string>[]", equals: sameSet, unset: null },
    { refersTo: "Role" },
    policy,
  );
}

/** Roles of any namespace: codes, or codes with a namespace. A `Role` stands for its code and namespace. */
export function roleEntries(doc: string, policy: Policy<ScopedEntry[]> = {}): Field<ScopedEntry[]> {
  const schema = z.array(roleEntry, { error: "must be a list of roles" });
  const inputType = "pulumi.Input<string | RoleInNamespace>[]";
  return field(
    { doc, schema, inputType, equals: sameSet, unset: null },
    { outputType: "(string | { code: string; namespace: string })[]", refersTo: "Role" },
    policy,
  );
}

/** Policies of one namespace. A `Policy` of that namespace stands for its code. */
export function policyCodes(doc: string): Field<ScopedEntry[]> {
  const schema = z.array(scopedEntry, { error: "must be a list of policies" });
  return field(
    { doc, schema, inputType: "pulumi.Input<string>[]", equals: sameSet, unset: null },
    { refersTo: "Policy", required: true, whenRemoved: "keep" },
  );
}

/** Ids of users: a set. A `User` stands for its id. */
export function userIds(doc: string): Field<string[]> {
  const schema = z.array(nonEmptyString, { error: "must be a list of user ids" });
  return field(
    { doc, schema, inputType: "pulumi.Input<string>[]", equals: sameSet, unset: null },
    { refersTo: "User", required: true, whenRemoved: "keep" },
  );
}

/** What a policy allows and denies. */
export function statements(doc: string): Field<PolicyStatement[]> {
  return field(
    {
      doc,
      schema: policyStatements,
      inputType: "pulumi.Input<PolicyStatementArgs>[]",
      equals: sameStatements,
      unset: null,
    },
    { outputType: "PolicyStatement[]", required: true, severity: "high", whenRemoved: "keep" },
  );
}

/** Values of custom fields by key. Each key is owned on its own. */
export function customData(doc: string, policy: Policy<CustomValues> = {}): Field<CustomValues> {
  return field(
    {
      doc,
      schema: customValues,
      inputType: "Record<string, pulumi.Input<CustomValue>>",
      equals: sameJson,
      unset: {},
    },
    { outputType: "Record<string, CustomValue>" },
    policy,
  );
}
