import {
  defaultNamespace,
  type ManagementClient,
  type SnapshotSelection,
  type UserSnapshot,
} from "../sdk/index.js";
import { inBatches } from "../sdk/users/batches.js";
import { readUsers } from "../sdk/users/read-users.js";
import { isUserField } from "../sdk/users/user-fields.js";
import { compareGone, compareUser, reportedFields } from "./compare/compare.js";
import { Coverage } from "./compare/coverage.js";
import type { ManagedPool } from "./compare/managed-pool.js";
import type { Difference } from "./finding/finding.js";
import { type IgnoreRule, rulesFor } from "./policy/ignore.js";
import { observePool } from "./pool/observe.js";

interface ReviewOptions {
  /** Namespaces whose roles are read in addition to the default one and those of the states. */
  readonly roleNamespaces: readonly string[];
  readonly pageSize: number;
  readonly ignore: readonly IgnoreRule[];
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
  for await (const [id, user] of readUnseen(client, [...unseen], selection)) {
    if (user === "gone") differences.push(...compareGone(managed, id));
    else compare(user);
  }
  return { differences, coverage, namespaces, idleRules: [...idleRules] };
}

/** A user that was in no page may have been created between two of them. A failed read never counts as a deletion. */
async function* readUnseen(
  client: ManagementClient,
  ids: readonly string[],
  selection: SnapshotSelection,
): AsyncGenerator<[id: string, user: UserSnapshot | "gone"], void, undefined> {
  for (const batch of inBatches(ids)) {
    for (const [id, user] of await readUsers(client, batch, selection)) {
      if (user instanceof Error) throw user;
      yield [id, user];
    }
  }
}
