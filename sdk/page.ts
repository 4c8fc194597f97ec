import { z } from "zod";

/** One page of a list, and the length of the whole list. */
export interface Page<Entry> {
  readonly totalCount: number;
  readonly list: Entry[];
}

export function pageOf<Entry>(entry: z.ZodType<Entry>): z.ZodType<Page<Entry>> {
  return z.object({ totalCount: z.number().int(), list: z.array(entry) });
}

/** A list that the API returns without paging. A cut list would make a member look like a non-member. */
export function wholeListOf<Entry>(entry: z.ZodType<Entry>): z.ZodType<Page<Entry>> {
  return pageOf(entry).refine(({ totalCount, list }) => totalCount === list.length, {
    error: "incomplete",
    path: ["list"],
  });
}

export interface PageSizeOption {
  /** Entries per request. Default 100. */
  readonly pageSize?: number;
}

/** Entries per request. The service documents no maximum. Its own clients have asked for 200. */
export const defaultPageSize = 100;
