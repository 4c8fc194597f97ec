import { ManagementError } from "../errors.js";
import type { Service } from "./service.js";

export interface PageArgs {
  /** The first page, which is the default, is 1. */
  page?: number | null | undefined;
  /** 10 by default. */
  limit?: number | null | undefined;
}

export interface Page<T> {
  totalCount: number;
  list: T[];
}

/** One page of a list; pages beyond the end are empty. */
export function pageOf<T>({ behaviour }: Service, all: readonly T[], args: PageArgs): Page<T> {
  const page = args.page ?? 1;
  const limit = Math.min(args.limit ?? 10, behaviour.maxPageSize);
  if (page < 1 || limit < 1) throw new ManagementError(500, "page and limit must be at least 1");
  return { totalCount: all.length, list: all.slice((page - 1) * limit, page * limit) };
}

/** A list that the API does not page. */
export function wholePage<T>(all: T[]): Page<T> {
  return { totalCount: all.length, list: all };
}

export const sortOrders = ["CREATEDAT_DESC", "CREATEDAT_ASC", "UPDATEDAT_DESC", "UPDATEDAT_ASC"] as const;
export type SortBy = (typeof sortOrders)[number];

/** Sorts records that are in the order of their creation. */
export function sorted<T extends { updatedAt: number }>(records: T[], sortBy: SortBy): T[] {
  switch (sortBy) {
    case "CREATEDAT_ASC":
      return records;
    case "CREATEDAT_DESC":
      return records.toReversed();
    case "UPDATEDAT_ASC":
      return records.toSorted((a, b) => a.updatedAt - b.updatedAt);
    case "UPDATEDAT_DESC":
      return records.toSorted((a, b) => b.updatedAt - a.updatedAt);
  }
}

/** The order of a list if the request names none. */
export function defaultOrder({ behaviour }: Service): SortBy {
  return behaviour.listOrder === "createdAtAsc" ? "CREATEDAT_ASC" : "CREATEDAT_DESC";
}

export function mapPage<T, View>(page: Page<T>, view: (entry: T) => View): Page<View> {
  return { totalCount: page.totalCount, list: page.list.map(view) };
}
