import type { Api } from "../http/api.js";
import type { Budget } from "../http/budget.js";
import { defaultPageSize } from "../page.js";
import { archivedCall } from "./user-calls.js";
import { uniqueUserFields, userField } from "./user-fields.js";

type Identifier = (typeof uniqueUserFields)[number];

/** Values to look for, by field. */
export type IdentifierLists = Readonly<Partial<Record<Identifier, readonly string[]>>>;

/** An identifier that an archived user has. */
export interface ArchivedMatch {
  readonly field: Identifier;
  /** As it was asked for. */
  readonly value: string;
  readonly userId: string;
}

export interface ArchivedSearch {
  readonly matches: ArchivedMatch[];
  /** Whether every archived user was compared. Without it, a value that is missing in `matches` may still be in use. */
  readonly isComplete: boolean;
}

/** Looks for identifiers among the archived users, in a limited number of pages. It stops when all are found. */
export async function findArchived(
  api: Api,
  identifiers: IdentifierLists,
  maxPages: number,
  budget?: Budget,
): Promise<ArchivedSearch> {
  const open = new Map(
    uniqueUserFields.flatMap((field) =>
      (identifiers[field] ?? []).map((value): [string, Omit<ArchivedMatch, "userId">] => [
        keyOf(field, value),
        { field, value },
      ]),
    ),
  );
  const matches: ArchivedMatch[] = [];
  let received = 0;
  for (let page = 1; open.size > 0; page += 1) {
    if (page > maxPages) return { matches, isComplete: false };
    const { totalCount, list } = await api.send(
      archivedCall(page, defaultPageSize, ["id", ...uniqueUserFields]),
      budget,
    );
    for (const user of list) {
      for (const field of uniqueUserFields) {
        const key = keyOf(field, user[field] ?? "");
        const asked = open.get(key);
        if (asked === undefined) continue;
        matches.push({ ...asked, userId: user.id });
        open.delete(key);
      }
    }
    received += list.length;
    if (list.length === 0 || received >= totalCount) return { matches, isComplete: received >= totalCount };
  }
  return { matches, isComplete: true };
}

function keyOf(field: Identifier, value: string): string {
  return JSON.stringify([field, userField(field).caseBlind ? value.toLowerCase() : value]);
}
