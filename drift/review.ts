import {
  defaultNamespace,
  isApiError,
  type ManagementClient,
  type SnapshotSelection,
  UnexpectedResponseError,
  type UserSnapshot,
} from "../sdk/index.js";
import { inBatches } from "../sdk/users/batches.js";
import { readUsers } from "../sdk/users/read-users.js";
import { isUserField } from "../sdk/users/user-fields.js";
import { reportedFields } from "./compare/compare.js";
import type { Coverage } from "./compare/coverage.js";
import type { ManagedPool } from "./compare/managed-pool.js";
import { Comparison } from "./comparison.js";
import { type NotRead, refusedNamespaces, unlistedNamespaces } from "./completeness/not-read.js";
import type { Difference } from "./finding/finding.js";
import type { IgnoreRule } from "./policy/ignore.js";
import { listNamespaces } from "./pool/namespaces.js";
import { observeObjects } from "./pool/objects.js";
import { observePool } from "./pool/observe.js";
import { observePolicies } from "./pool/policies.js";

interface ReviewOptions {
  /** Namespaces whose roles are read even if the pool does not list them. */
  readonly roleNamespaces: readonly string[];
  readonly pageSize: number;
  readonly ignore: readonly IgnoreRule[];
  /** Called after each page with the number of users read, and of all users. */
  readonly onProgress: (read: number, total: number) => void;
}

export interface Review {
  readonly differences: readonly Difference[];
  /** The ids of the differences that a rule leaves out. */
  readonly ignoredIds: readonly string[];
  readonly coverage: Coverage;
  /** The namespaces whose roles were read. */
  readonly namespaces: readonly string[];
  /** The namespaces whose policies were read. */
  readonly policyNamespaces: readonly string[];
  /** What this review wanted to read and could not. */
  readonly notRead: readonly NotRead[];
  /** The rules that matched nothing. */
  readonly idleRules: readonly IgnoreRule[];
}

/**
 * Reads the whole pool once, page by page, and compares each user with the states. The roles of all namespaces that the
 * pool lists come with the same pages. Where the states declare objects such as groups, or policies of users, groups and
 * roles, it reads those too. Nothing is written.
 */
export async function reviewPool(
  client: ManagementClient,
  managed: ManagedPool,
  options: ReviewOptions,
): Promise<Review> {
  const comparison = new Comparison(managed, options.ignore);
  const named = [...new Set([defaultNamespace, ...managed.namespaces, ...options.roleNamespaces])];
  const { codes, failure } = await listNamespaces(client);
  const notRead = failure === undefined ? [] : [unlistedNamespaces(failure)];
  let namespaces = [...new Set([...named, ...codes])];
  const fields = [...new Set([...reportedFields, ...[...managed.fields].filter(isUserField)])];
  const read = (roleNamespaces: readonly string[]): Promise<void> =>
    compareAll(
      client,
      comparison,
      {
        fields,
        groups: true,
        roleNamespaces,
        customData: managed.hasCustomData,
        policyNamespaces: [...managed.policyNamespaces],
      },
      options,
    );
  try {
    await read(namespaces);
  } catch (error) {
    const unnamed = namespaces.filter((namespace) => !named.includes(namespace));
    if (unnamed.length === 0 || comparison.hasBegun || !isPlainRefusal(error)) throw error;
    namespaces = named;
    notRead.push(refusedNamespaces(unnamed, error.message));
    await read(named);
  }
  await compareObjects(client, comparison, managed, options);
  for await (const [holder, held] of observePolicies(client, managed.holdersOfPolicies()))
    comparison.addPolicies(holder, held);
  const { differences, ignoredIds, coverage } = comparison;
  const policyNamespaces = [...managed.policyNamespaces];
  const idleRules = comparison.idleRules();
  return { differences, ignoredIds, coverage, namespaces, policyNamespaces, notRead, idleRules };
}

/** The service did not accept what was asked, for none of the reasons that it has a code for. */
function isPlainRefusal(error: unknown): error is Error {
  return isApiError(error) && error.code === "API";
}

async function compareAll(
  client: ManagementClient,
  comparison: Comparison,
  selection: SnapshotSelection,
  options: ReviewOptions,
): Promise<void> {
  await comparePages(client, comparison, selection, options);
  const unlisted: string[] = [];
  for await (const [id, user] of readUnseen(client, comparison.unseen(), selection)) {
    if (user === "gone") comparison.addGone(id);
    else {
      comparison.add(user);
      // Archived users are in no list.
      if (user.fields.status !== "Archived") unlisted.push(id);
    }
  }
  if (unlisted.length === 0) return;
  // A list that omits a user who exists may omit others. The user may also have been created between two pages.
  const listed = await comparePages(client, comparison, selection, options);
  const omitted = unlisted.find((id) => !listed.has(id));
  if (omitted !== undefined) throw incompleteList(omitted);
}

async function compareObjects(
  client: ManagementClient,
  comparison: Comparison,
  managed: ManagedPool,
  { pageSize }: ReviewOptions,
): Promise<void> {
  for (const set of managed.objectSets()) {
    const expected = set.resources.flatMap(({ keys, isPendingDelete }) => (isPendingDelete ? [] : keys));
    comparison.addObjects(set, await observeObjects(client, set, expected, pageSize));
  }
}

/** Compares all users that the service lists, and returns their ids. */
async function comparePages(
  client: ManagementClient,
  comparison: Comparison,
  selection: SnapshotSelection,
  { pageSize, onProgress }: ReviewOptions,
): Promise<ReadonlySet<string>> {
  const listed = new Set<string>();
  for await (const { totalCount, snapshots } of observePool(client, selection, pageSize)) {
    for (const user of snapshots) {
      listed.add(user.id);
      comparison.add(user);
    }
    onProgress(listed.size, totalCount);
  }
  return listed;
}

/** The users that were in no page, by id. A failed read never counts as a deletion. */
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

function incompleteList(userId: string): Error {
  return new UnexpectedResponseError(
    `reading all users failed: the list of users is incomplete, because user ${userId} exists but is not in the list; run the review again, and contact support if it persists`,
    { operation: "users.snapshotPages", paths: ["list"] },
  );
}
