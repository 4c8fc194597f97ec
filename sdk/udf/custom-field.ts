import { z } from "zod";
import { customDataTypes, type CustomDataType } from "./encoding.js";

/** What a custom field can belong to. The API has no custom fields of groups. */
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

/** A custom field of the pool: `key` identifies it among those of its target type. */
export interface CustomField {
  targetType: CustomTargetType;
  key: string;
  dataType: CustomDataType;
  label: string | null;
  /** The service documents no format. */
  options: string | null;
}

export const customFieldSelection = "targetType key dataType label options";

export const customField: z.ZodType<CustomField> = z.object({
  targetType: z.enum(customTargetTypes),
  key: z.string(),
  dataType: z.enum(customDataTypes),
  label: z.string().nullable(),
  options: z.string().nullable(),
});
