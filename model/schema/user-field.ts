import type { CustomDataType } from "../../sdk/index.js";
import { forceOption, objectOptions } from "./coded-options.js";
import { code, identifier, oneOf } from "./field.js";
import type { CodedKind } from "./kind.js";

/** The types that a program can declare, and what the API calls them. */
export const customTypes = {
  string: "STRING",
  number: "NUMBER",
  boolean: "BOOLEAN",
  date: "DATETIME",
  object: "OBJECT",
} as const satisfies Record<string, CustomDataType>;

export type CustomType = keyof typeof customTypes;

const typeNames = Object.keys(customTypes) as CustomType[];

export function isCustomType(value: unknown): value is CustomType {
  return typeNames.some((name) => name === value);
}

/** What programs and messages call a type of the API. A list of choices can be defined in the console only. */
export function customTypeName(dataType: CustomDataType): string {
  return typeNames.find((name) => customTypes[name] === dataType) ?? dataType.toLowerCase();
}

export const userField = {
  name: "UserField",
  doc: `A custom field of the users of the pool, for \`customData\` of \`User\`.

Users whose \`customData\` has the key are written after the field is created. Key and type cannot change, because users
would lose their values. The deletion of a field deletes the value of every user, so it needs \`force: true\`.`,
  example: `const badge = new approw.UserField("badge", { key: "badge", type: "string", label: "Number of the badge" });
new approw.User("ada", { username: "ada", customData: { badge: "B-17" } }, { dependsOn: badge });`,
  id: { doc: "the key of the field", example: "badge" },
  fields: {
    key: code("Key of the field, unique among the custom fields of users. A change is refused.", {
      onChange: "refuse",
    }),
    type: {
      ...oneOf(
        typeNames,
        null,
        'Type of the values: "string", "number", "boolean", "date" or "object". A change is refused.',
      ),
      onChange: "refuse",
      required: true,
      whenRemoved: "keep",
    },
    label: identifier(
      "Label of the field in the console. If it is not declared, a new field is labelled with its key.",
      {
        whenRemoved: "keep",
      },
    ),
  },
  options: {
    ...objectOptions("custom field", "key"),
    force: forceOption(
      "Whether to delete the field, which deletes the value of every user. If false, the deletion is refused, even if no " +
        "user has a value. Default: false.",
    ),
  },
  subject: { is: "coded", object: "userField", code: "key", scope: undefined },
} as const satisfies CodedKind;
