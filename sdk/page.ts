import { z } from "zod";

/** One page of a list, and how long the whole list is. */
export interface Page<Entry> {
  readonly totalCount: number;
  readonly list: Entry[];
}

export function pageOf<Entry>(entry: z.ZodType<Entry>): z.ZodType<Page<Entry>> {
  return z.object({ totalCount: z.number().int(), list: z.array(entry) });
}

/** A list that the API gives whole, without paging. Cut short, it would tell that somebody is not a member. */
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

/** How many entries a request asks for. The service documents no maximum; its own clients have asked for 200. */
export const defaultPageSize = 100;
