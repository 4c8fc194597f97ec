import { z } from "zod";

/** What a custom field can belong to. The API has no custom data of groups. */
export const customTargetTypes = [
  "NODE",
  "ORG",
  "USER",
  "USERPOOL",
  "ROLE",
  "PERMISSION",
  "APPLICATION",
] as const;
export type CustomTargetType = (typeof customTargetTypes)[number];

export const customDataTypes = ["STRING", "NUMBER", "DATETIME", "BOOLEAN", "OBJECT", "SELECT"] as const;

export const customFieldRecord = z.object({
  targetType: z.enum(customTargetTypes),
  key: z.string(),
  dataType: z.enum(customDataTypes),
  label: z.string(),
  options: z.string().nullable(),
});

export const customValueRecord = z.object({
  targetType: z.enum(customTargetTypes),
  /** The id of a user, a role or the pool. */
  targetId: z.string(),
  key: z.string(),
  /** As JSON text. */
  value: z.string(),
});

export type CustomFieldRecord = z.infer<typeof customFieldRecord>;
export type CustomValueRecord = z.infer<typeof customValueRecord>;

/** A field and its value of one target. */
export interface FieldValue {
  field: CustomFieldRecord;
  value: string;
}

/** The custom fields of a pool and their values. A value exists only while its field does. */
export class CustomDataStore {
  readonly #fields = new Map<string, CustomFieldRecord>();
  readonly #valuesOf = new Map<string, Map<string, string>>();

  /** The fields of a target type, in the order in which they were defined first. */
  fieldsOf(targetType: CustomTargetType): CustomFieldRecord[] {
    return this.allFields().filter((field) => field.targetType === targetType);
  }

  findField(targetType: CustomTargetType, key: string): CustomFieldRecord | undefined {
    return this.#fields.get(keyOf(targetType, key));
  }

  /** Adds the field, or replaces the one with its key. */
  putField(field: CustomFieldRecord): void {
    this.#fields.set(keyOf(field.targetType, field.key), field);
  }

  removeField({ targetType, key }: CustomFieldRecord): void {
    this.#fields.delete(keyOf(targetType, key));
    for (const value of this.allValues()) {
      if (value.targetType === targetType && value.key === key)
        this.removeValue(targetType, value.targetId, key);
    }
  }

  /** The values of a target, in the order of the fields. */
  valuesOf(targetType: CustomTargetType, targetId: string): FieldValue[] {
    const values = this.#valuesOf.get(keyOf(targetType, targetId));
    if (values === undefined) return [];
    return this.fieldsOf(targetType).flatMap((field) => {
      const value = values.get(field.key);
      return value === undefined ? [] : [{ field, value }];
    });
  }

  putValue({ targetType, targetId, key, value }: CustomValueRecord): void {
    const target = keyOf(targetType, targetId);
    const values = this.#valuesOf.get(target);
    if (values) values.set(key, value);
    else this.#valuesOf.set(target, new Map([[key, value]]));
  }

  removeValue(targetType: CustomTargetType, targetId: string, key: string): void {
    this.#valuesOf.get(keyOf(targetType, targetId))?.delete(key);
  }

  removeTarget(targetType: CustomTargetType, targetId: string): void {
    this.#valuesOf.delete(keyOf(targetType, targetId));
  }

  allFields(): CustomFieldRecord[] {
    return [...this.#fields.values()];
  }

  allValues(): CustomValueRecord[] {
    return [...this.#valuesOf].flatMap(([target, values]) => {
      const [targetType, targetId] = target.split(separator);
      return [...values].map(([key, value]) => customValueRecord.parse({ targetType, targetId, key, value }));
    });
  }
}

/** Neither target types nor ids contain a space. It comes first, so that a key with spaces is not split. */
const separator = " ";

function keyOf(targetType: CustomTargetType, rest: string): string {
  return `${targetType}${separator}${rest}`;
}
