import type { ApiError } from "../errors.js";
import { ConflictError } from "../errors.js";
import type { Api } from "../http/api.js";
import type { Budget } from "../http/budget.js";
import type { Attempt } from "../http/transport.js";
import { findArchived } from "./archived-users.js";
import { uniqueUserFields } from "./user-fields.js";
import type { WireFields } from "./user-input.js";

/** Enough for most pools. A refusal must not cost more. */
const maxPages = 3;
const longestMs = 10_000;

/** How long after its budget a call may end: with the answer to a request, or a wait, that began within it. */
const overrunMs = 15_000;

export interface RefusedCreation {
  readonly attempt: Attempt;
  readonly created: WireFields;
  readonly refusal: ApiError;
}

/**
 * For each refused creation, in their order, the conflict with an archived user, who is in no list but keeps the identifiers. Undefined
 * when there is none among the first archived users, or when they cannot be read: then the refusal says all that is known.
 */
export async function archivedConflicts(
  api: Api,
  creations: readonly RefusedCreation[],
  creationBudget: Budget,
): Promise<readonly (ConflictError | undefined)[]> {
  const wanted = Object.fromEntries(
    uniqueUserFields.map((field) => [
      field,
      creations.map(({ created }) => created[field]).filter((value) => typeof value === "string"),
    ]),
  );
  const leftMs = creationBudget.remainingMs() - overrunMs;
  if (creations.length === 0 || leftMs <= 0) return [];
  const budget = api.newBudget(Math.min(longestMs, leftMs));
  const search = await findArchived(api, wanted, maxPages, budget).catch(() => ({ matches: [] }));
  return creations.map(({ attempt: { operation, trying }, created, refusal }) => {
    const matches = search.matches.filter(({ field, value }) => created[field] === value);
    const [first] = matches;
    if (first === undefined) return undefined;
    const { apiMessage, apiCode, status, requestId } = refusal;
    const source = apiCode === undefined ? "" : ` (code ${apiCode})`;
    return new ConflictError(
      `${trying} was refused: ${apiMessage}${source}; the ${first.field} belongs to archived user ${first.userId}, who keeps it; choose another value, or delete that user in the console`,
      {
        operation,
        apiMessage,
        apiCode,
        status,
        requestId,
        archivedIds: [...new Set(matches.map(({ userId }) => userId))],
        cause: refusal,
      },
    );
  });
}
