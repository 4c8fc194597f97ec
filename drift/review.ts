import type { ManagementClient } from "../sdk/index.js";
import { isUserField } from "../sdk/users/user-fields.js";
import { reportedFields } from "./compare/compare.js";
import type { Coverage } from "./compare/coverage.js";
import type { ManagedPool } from "./compare/managed-pool.js";
import { Comparison } from "./comparison.js";
import type { NotRead } from "./completeness/not-read.js";
import type { Difference } from "./finding/finding.js";
import { type ObserveOptions, observeUsers } from "./observe-users.js";
import type { IgnoreRule } from "./policy/ignore.js";
import { observeObjects } from "./pool/objects.js";
import { observePolicies } from "./pool/policies.js";

interface ReviewOptions extends ObserveOptions {
  readonly ignore: readonly IgnoreRule[];
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
  const fields = [...new Set([...reportedFields, ...[...managed.fields].filter(isUserField)])];
  const policyNamespaces = [...managed.policyNamespaces];
  const { namespaces, notRead } = await observeUsers(
    client,
    { fields, customData: managed.hasCustomData, policyNamespaces },
    comparison,
    { ...options, roleNamespaces: [...managed.namespaces, ...options.roleNamespaces] },
  );
  await compareObjects(client, comparison, managed, options);
  for await (const [holder, held] of observePolicies(client, managed.holdersOfPolicies()))
    comparison.addPolicies(holder, held);
  const { differences, ignoredIds, coverage } = comparison;
  const idleRules = comparison.idleRules();
  return { differences, ignoredIds, coverage, namespaces, policyNamespaces, notRead, idleRules };
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
