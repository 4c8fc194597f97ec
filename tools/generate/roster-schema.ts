import { z } from "zod";

import type { Field } from "../../model/schema/field.js";
import { argumentsOf, type CodedKind, type UserKind } from "../../model/schema/kind.js";
import { isSecret } from "../../roster/reading/secrets.js";
import {
  identifying,
  type ObjectSection,
  objectSectionNames,
  objectSections,
  type OwnKey,
  people,
  type sectionNames,
  shared,
  valueNames,
} from "../../roster/sections.js";
import { uniqueUserFields } from "../../sdk/users/user-fields.js";

/** A JSON Schema, or a part of one. */
type JsonSchema = Readonly<Record<string, unknown>>;

/** The JSON Schema of a file of a roster, for editors: from the same descriptions from which the roster is read. */
export function renderRosterSchema(): string {
  return JSON.stringify(rosterSchema(), undefined, 2);
}

function rosterSchema(): JsonSchema {
  const sections: Record<(typeof sectionNames)[number], JsonSchema> = {
    defaults: explained("shared", "Arguments that all people of this file have in common."),
    templates: map("shared", "Arguments of all people who name the template, by the name of the template."),
    people: map(
      "person",
      "People by key. The key is the name of the resource and never changes; usernames may.",
    ),
    customFields: map("customFields", "Custom fields of users, by key."),
    policies: map("policies", "Policies by key: namespace/code, or the code alone."),
    groups: map("groups", "Groups by key. The code is the key unless it is written."),
    roles: map("roles", "Roles by key: namespace/code, or the code alone."),
  };
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Roster",
    description:
      "People, groups, roles, policies and custom fields of a user pool. All sections are optional.",
    type: "object",
    properties: sections,
    additionalProperties: false,
    definitions: {
      person: {
        ...entry(people.kind, people.own, () => true),
        anyOf: uniqueUserFields.map((name) => ({ required: [name] })),
      },
      shared: entry(shared.kind, shared.own, (name) => !identifying.includes(name)),
      ...Object.fromEntries(objectSectionNames.map((name) => [name, objectEntry(objectSections[name])])),
      secret,
      groupEntries: entries("group", "A key of the section groups, or a code if no file declares groups."),
      roleEntries: entries(
        "role",
        "A key of the section roles, or namespace/code if no file declares roles.",
      ),
      policyEntries: entries(
        "policy",
        "A key of the section policies, or namespace/code if no file declares policies.",
      ),
      personEntries: entries("person", "A key of the section people."),
      date,
      text,
      texts: { anyOf: [text, { type: "array", items: text, uniqueItems: true }] },
    },
  };
}

/** The objects of a section. Fields that the key does not give are required unless the object is managed elsewhere. */
function objectEntry({ kind, own }: ObjectSection): JsonSchema {
  const required = Object.entries<Field>(kind.fields)
    .filter(([name, field]) => field.required && name !== kind.subject.code)
    .map(([name]) => name);
  const written = entry(kind, own, () => true);
  if (required.length === 0) return written;
  if (!own.includes("external")) return { ...written, required };
  const isExternal = { properties: { external: { const: true } }, required: ["external"] };
  return { ...written, anyOf: [{ required }, isExternal] };
}

function entry(
  kind: CodedKind | UserKind,
  own: readonly OwnKey[],
  isWanted: (name: string) => boolean,
): JsonSchema {
  const values = valueNames({ kind }).filter(isWanted);
  return {
    type: "object",
    properties: {
      ...Object.fromEntries(values.map((name) => [name, valueOf(kind, name)])),
      ...Object.fromEntries(own.map((name) => [name, ownKeys[name]])),
    },
    additionalProperties: false,
  };
}

function valueOf(kind: CodedKind | UserKind, name: string): JsonSchema {
  const field = Object.hasOwn(kind.fields, name) ? kind.fields[name] : undefined;
  const row = argumentsOf(kind)[name];
  if (row === undefined) throw new Error(`${kind.name} has no argument ${name}`);
  const description = row.doc;
  if (field !== undefined && isSecret(field)) return explained("secret", description);
  if (kind.subject.is === "user" && name === kind.subject.customData) return { ...customData, description };
  const whole = Object.entries(z.toJSONSchema(row.schema, { io: "input", target: "draft-7" }));
  const shape = Object.fromEntries(whole.filter(([keyword]) => keyword !== "$schema"));
  return { ...asWritten(shape), description };
}

/** In a roster the field says what a scalar means, so a string may look like a number to an editor. Nothing is null. */
function asWritten(schema: JsonSchema): JsonSchema {
  const { anyOf, items, properties, type, ...rest } = schema as JsonSchema & {
    anyOf?: JsonSchema[];
    items?: JsonSchema;
    properties?: Record<string, JsonSchema>;
  };
  const present = anyOf?.filter((choice) => choice["type"] !== "null").map(asWritten);
  if (present?.length === 1) return { ...rest, ...present[0] };
  return {
    ...rest,
    ...(type !== undefined && { type: type === "string" && rest["enum"] === undefined ? text.type : type }),
    ...(present && { anyOf: present }),
    ...(items && { items: asWritten(items) }),
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, property]) => [name, asWritten(property)]),
      ),
    }),
  };
}

const text = { type: ["string", "number", "boolean"] };

const date = {
  type: "string",
  pattern: "^\\d{4}-\\d{2}-\\d{2}$",
  description: "The last day, such as 2026-12-31, UTC. From the day after, the entry counts as not declared.",
};

const reference = (name: string, pattern: string, description: string): JsonSchema => ({
  type: "object",
  properties: { [name]: { type: "string", pattern, description } },
  required: [name],
  additionalProperties: false,
});

const secret = {
  anyOf: [
    reference("env", "^[A-Za-z_][A-Za-z0-9_]*$", "Name of an environment variable."),
    reference(
      "config",
      "^[\\w.:-]+$",
      "Key of the configuration of the stack: pulumi config set --secret KEY.",
    ),
  ],
};

const customData = {
  type: "object",
  additionalProperties: { type: ["string", "number", "boolean", "object"] },
};

function entries(edge: "group" | "person" | "policy" | "role", description: string): JsonSchema {
  const isScoped = edge === "role" || edge === "policy";
  const described = { ...text, description };
  const properties = {
    [edge]: described,
    ...(isScoped && { namespace: { ...text, description: "Namespace of the code." } }),
    until: ref("date"),
    reason: { ...text, description: "Why, for those who read the file." },
  };
  const long = { type: "object", properties, required: [edge], additionalProperties: false };
  return { type: "array", items: { anyOf: [described, long] }, uniqueItems: true };
}

const ownKeys: Readonly<Record<OwnKey, JsonSchema>> = {
  exhaustive: {
    type: "boolean",
    description: "Whether the members are the complete set. True removes every other user from the group.",
  },
  external: {
    type: "boolean",
    description: "Whether the object is managed elsewhere. It may be referred to and is not declared.",
  },
  groups: explained("groupEntries", "Groups that the user belongs to."),
  leaves: explained(
    "date",
    "The last day of the user, UTC. From the day after, the account is blocked. With deletionPolicy delete or retain, the " +
      "user counts as not declared.",
  ),
  members: explained("personEntries", "People who belong to the group or hold the role, by key."),
  policies: explained("policyEntries", "Policies that are assigned."),
  previously: explained("texts", "Earlier keys. The resource keeps its identity."),
  roles: explained("roleEntries", "Roles that the user holds."),
  template: explained("texts", "A template or several. Later ones override earlier ones."),
};

/** Beside a reference, editors would ignore the description. */
function explained(name: string, description: string): JsonSchema {
  return { allOf: [ref(name)], description };
}

function ref(name: string): { readonly $ref: string } {
  return { $ref: `#/definitions/${name}` };
}

function map(of: string, description: string): JsonSchema {
  const propertyNames = { minLength: 1, maxLength: 200, not: { pattern: "::" } };
  return { type: "object", description, propertyNames, additionalProperties: ref(of) };
}
