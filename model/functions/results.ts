import { userFields as sdkFields, type UserField } from "../../sdk/users/user-fields.js";
import { userPoolIdDoc } from "../schema/kind.js";
import { group } from "../schema/group.js";
import { role } from "../schema/role.js";
import { userFields } from "../schema/user.js";
import type { ResultField, ResultTable } from "./lookup-function.js";

/** The types in TypeScript of the values that the service answers. */
const types: Readonly<Record<(typeof sdkFields)[UserField]["kind"], string>> = {
  text: "string",
  flag: "boolean",
  count: "number",
  time: "string",
  texts: "string[]",
  password: "string",
};

/** The fields of a user that every read answers: neither secrets nor fields that older installations refuse. */
const readFields = Object.entries(userFields).flatMap(([name, { doc, secret, stored }]) => {
  const { kind, read } = sdkFields[name as keyof typeof userFields];
  if (secret || stored === "digest" || read === "byName") return [];
  return [[name, optional(types[kind], firstSentence(doc))] as const];
});

/** The secrets of a user that the service answers if they are asked for by name. */
const secretFields = Object.entries(userFields).flatMap(([name, { doc, secret, stored }]) =>
  secret && stored === "value"
    ? [[name, optional("string", `${firstSentence(doc)} Read only with \`withSecrets\`.`)] as const]
    : [],
);

export const secretUserFields: readonly string[] = secretFields.map(([name]) => name);

/** A user in a result. */
export const userResult: ResultTable = {
  id: present("string", "Id of the user in the user pool."),
  status: optional("string", "Status: `Activated`, `Suspended`, `Resigned`, `Archived`, or a later value."),
  ...Object.fromEntries(readFields),
  createdAt: optional("string", "Time of the creation, ISO 8601."),
  updatedAt: optional("string", "Time of the last change, ISO 8601."),
};

/** The custom values of a user in a result. */
export const userCustomData: ResultTable = {
  customData: optional(
    "Readonly<Record<string, CustomValue>>",
    "Values of custom fields by key; dates are strings in ISO 8601. Read only with `withCustomData`.",
  ),
};

/** What only the output form can answer, because it can mark secrets. */
export const userSecrets: ResultTable = Object.fromEntries(secretFields);

/** A group in a result. */
export const groupResult: ResultTable = {
  code: present("string", firstSentence(group.fields.code.doc)),
  name: optional("string", firstSentence(group.fields.name.doc)),
  description: optional("string", firstSentence(group.fields.description.doc)),
};

/** A role in a result. */
export const roleResult: ResultTable = {
  code: present("string", firstSentence(role.fields.code.doc)),
  namespace: present("string", firstSentence(role.fields.namespace.doc)),
  description: optional("string", firstSentence(role.fields.description.doc)),
  parent: optional("string", firstSentence(role.fields.parent.doc)),
};

/** What every result tells beside its own values. */
export const poolResult: ResultTable = { userPoolId: present("string", userPoolIdDoc) };

export function present(type: string, doc: string): ResultField {
  return { type, doc, isPresent: true };
}

function optional(type: string, doc: string): ResultField {
  return { type, doc, isPresent: false };
}

/** What follows in the description of an argument is about declaring it. */
function firstSentence(doc: string): string {
  return /^.*?\.(?= [A-Z]|$)/su.exec(doc)?.[0] ?? doc;
}
