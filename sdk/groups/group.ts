import { z } from "zod";

/** A group of users. Its `code` identifies it in the pool; it has no other id. */
export interface Group {
  code: string;
  name: string;
  description: string | null;
  /** ISO 8601. */
  createdAt: string | null;
  /** ISO 8601. */
  updatedAt: string | null;
}

export const groupSelection = "code name description createdAt updatedAt";

export const group: z.ZodType<Group> = z.object({
  code: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  createdAt: z.string().nullable(),
  updatedAt: z.string().nullable(),
});
