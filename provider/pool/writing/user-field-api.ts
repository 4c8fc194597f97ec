import { ObjectGoneError } from "../../../model/errors.js";
import { codedKeyOf } from "../../../model/rules/coded.js";
import type { Properties } from "../../../model/rules/record.js";
import { customTypeName, customTypes, type CustomType } from "../../../model/schema/user-field.js";
import { userField as kind } from "../../../model/schema/index.js";
import type { CustomField, CustomFields, SetCustomFieldInput } from "../../../sdk/index.js";
import type { CodedApi } from "./coded-apis.js";

/** The definitions of the custom fields of users. */
export interface Definitions {
  readonly list: () => Promise<CustomField[]>;
  readonly set: (input: SetCustomFieldInput) => Promise<CustomField>;
  readonly remove: (key: string) => Promise<unknown>;
}

export function definitionsOf(udf: CustomFields): Definitions {
  return {
    list: () => udf.list("USER"),
    set: (input) => udf.set("USER", input),
    remove: (key) => udf.remove("USER", key),
  };
}

/**
 * The operations of the service on custom fields of users. Each read lists all of them. To define a field overwrites
 * the one with the same key, so the list is read before that.
 */
export function userFieldApi(fields: Definitions): CodedApi {
  const find = async (keys: readonly string[]): Promise<(CustomField | null)[]> => {
    const known = byKey(await fields.list());
    const isComplete = keys.every((key) => known.has(key));
    // The list has no total by which a cut one would be noticed: what it omits is looked for once more.
    const again = isComplete ? known : byKey(await fields.list());
    return keys.map((key) => known.get(key) ?? again.get(key) ?? null);
  };
  return {
    keyOf: (found) => codedKeyOf(kind, found),
    isBuiltIn: () => false,
    list: async () => {
      const list = (await fields.list()).map(fieldsOf);
      // The service has no pages of them: they are all on the first.
      return { totalCount: Math.min(list.length, 1), list };
    },
    listAll: async function* () {
      yield* (await fields.list()).map(fieldsOf);
    },
    readMany: async (keys) => (await find(keys)).map((found) => found && fieldsOf(found)),
    usesOf: (keys) =>
      Promise.resolve(keys.map(() => ({ count: "unknown", isSystem: false, isBuiltIn: false }))),
    create: async ({ code: key }, { type, label }) => {
      const [known] = await find([key]);
      if (known) throw new Error(`custom field ${key} is already defined`);
      const dataType = customTypes[type as CustomType];
      return fieldsOf(await fields.set({ key, dataType, label: typeof label === "string" ? label : key }));
    },
    update: async ({ code: key }, { label }) => {
      const [known] = await find([key]);
      if (!known) throw new ObjectGoneError(`custom field ${key}`);
      const { dataType, options } = known;
      const text = typeof label === "string" ? label : (known.label ?? key);
      return fieldsOf(await fields.set({ key, dataType, label: text, options: options ?? undefined }));
    },
    deleteMany: (keys) => Promise.all(keys.map((key) => fields.remove(key))),
  };
}

function byKey(list: readonly CustomField[]): Map<string, CustomField> {
  return new Map(list.map((field) => [field.key, field]));
}

function fieldsOf({ key, dataType, label }: CustomField): Properties {
  return { key, type: customTypeName(dataType), label };
}
