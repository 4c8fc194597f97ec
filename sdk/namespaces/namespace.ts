import { z } from "zod";
import type { Page } from "../page.js";

/** A namespace of roles; the console calls it a permission group. */
export interface Namespace {
  /** Unique in the pool. */
  code: string;
  name: string | null;
  description: string | null;
}

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? null);

const namespace: z.ZodType<Namespace> = z.object({ code: z.string().min(1), name: text, description: text });

/** This list alone counts in `total`. */
export const namespacePage: z.ZodType<Page<Namespace>> = z
  .object({ total: z.number().int(), list: z.array(namespace) })
  .transform(({ total, list }) => ({ totalCount: total, list }));
