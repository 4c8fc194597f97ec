import {
  defaultNamespace,
  isApprowError,
  type ManagementClient,
  maxUsersPerBatch,
  UnexpectedResponseError,
  type UserField,
  type UserSnapshot,
} from "../sdk/index.js";
import { isUserField } from "../sdk/users/user-fields.js";
import { compareGone, compareUser, reportedFields } from "./compare/compare.js";
import { Coverage } from "./compare/coverage.js";
import type { ManagedPool } from "./compare/managed-pool.js";
import type { Difference } from "./finding/finding.js";
import { type IgnoreRule, rulesFor } from "./policy/ignore.js";
import { observePool } from "./pool/observe.js";

/** What is read of every user. */
interface Selection {
  readonly fields: readonly UserField[];
  readonly groups: boolean;
  readonly roleNamespaces: readonly string[];
}

interface ReviewOptions {
  /** Namespaces whose roles are read in addition to the default one and those of the states. */
  readonly roleNamespaces: readonly string[];
  readonly pageSize: number;
  readonly ignore: readonly IgnoreRule[];
  /** Reads users by id, each with its own outcome. Only the service's word about that id makes a user "gone". */
  readonly readUsers: (
    client: ManagementClient,
    ids: readonly string[],
    selection: Selection,
  ) => Promise<ReadonlyMap<string, Error | UserSnapshot | "gone">>;
  /** Called after each page with the number of users read, and of all users. */
  readonly onProgress: (read: number, total: number) => void;
}

export interface Review {
  readonly differences: readonly Difference[];
  readonly coverage: Coverage;
  readonly namespaces: readonly string[];
  /** The rules that matched nothing. */
  readonly idleRules: readonly IgnoreRule[];
}

/**
 * Reads the whole pool once, page by page, and compares each user with the states. Only the differences are kept in
 * memory. Nothing is written.
 */
export async function reviewPool(
  client: ManagementClient,
  managed: ManagedPool,
  options: ReviewOptions,
): Promise<Review> {
  const { ignore, pageSize, onProgress } = options;
  const namespaces = [...new Set([defaultNamespace, ...managed.namespaces, ...options.roleNamespaces])];
  const fields = [...new Set([...reportedFields, ...[...managed.fields].filter(isUserField)])];
  const selection = { fields, groups: true, roleNamespaces: namespaces };
  const differences: Difference[] = [];
  const coverage = new Coverage();
  const unseen = new Set(managed.userIds());
  const idleRules = new Set(ignore);

  const compare = (user: UserSnapshot): void => {
    unseen.delete(user.id);
    const found = compareUser(managed, user);
    const ignored = found.filter((difference) => {
      const rules = rulesFor(ignore, difference);
      for (const rule of rules) idleRules.delete(rule);
      return rules.length > 0;
    });
    coverage.count(user, managed.of(user.id), ignored);
    differences.push(...found.filter((difference) => !ignored.includes(difference)));
  };

  let read = 0;
  for await (const { totalCount, snapshots } of observePool(client, selection, pageSize)) {
    snapshots.forEach(compare);
    read += snapshots.length;
    onProgress(read, totalCount);
  }
  for await (const [id, user] of readUnseen(client, [...unseen], selection, options)) {
    if (user === "gone") differences.push(...compareGone(managed, id));
    else compare(user);
  }
  return { differences, coverage, namespaces, idleRules: [...idleRules] };
}

/** A user that was in no page may have been created between two of them. A failed read never counts as a deletion. */
async function* readUnseen(
  client: ManagementClient,
  ids: readonly string[],
  selection: Selection,
  { readUsers }: Pick<ReviewOptions, "readUsers">,
): AsyncGenerator<[id: string, user: UserSnapshot | "gone"], void, undefined> {
  for (let start = 0; start < ids.length; start += maxUsersPerBatch) {
    const users = await readUsers(client, ids.slice(start, start + maxUsersPerBatch), selection);
    for (const [id, user] of users) {
      if (user instanceof Error) throw toApprowError(user);
      yield [id, user];
    }
  }
}

function toApprowError(cause: Error): Error {
  if (isApprowError(cause)) return cause;
  return new UnexpectedResponseError(cause.message, { operation: "users.snapshot", paths: [], cause });
}
