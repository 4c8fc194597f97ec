import type { RequestStats } from "../../sdk/index.js";
import type { NotRead } from "../completeness/not-read.js";
import type { Difference } from "../finding/finding.js";
import { idInPool } from "../finding/finding-id.js";
import type { ReportedSeverity } from "../finding/parts.js";
import type { Planned, PlannedChange } from "../finding/planned.js";
import { plannedKinds } from "../finding/planned-kinds.js";
import { isRefusal, severityOf } from "../finding/severity.js";
import { subjectKeyOf } from "../finding/subject.js";
import { accept, acceptancesOf } from "../policy/accept.js";
import type { Policy } from "../policy/policy.js";
import {
  bySeverity,
  countsOf,
  idIn,
  judge,
  type PoolOfReport,
  requestsOf,
  sum,
  unreadIn,
  withAcceptance,
} from "./judge.js";
import { needsReview, type PlanReport } from "./plan-report.js";

/** What `pulumi up` would do to one user pool. */
export interface PlannedPool {
  readonly userPoolId: string;
  readonly host: string;
  readonly changes: readonly Planned[];
  /** What a drift review finds in the pool before the changes. */
  readonly differences: readonly Difference[];
  readonly notRead: readonly NotRead[];
  /** Number of users that the states manage. */
  readonly managedUsers: number;
  /** Number of those whose resource is removed and who would be deleted or blocked. */
  readonly removedUsers: number;
  /** How many of them the settings of this pool allow. */
  readonly maxDeletions?: number | undefined;
}

interface PlannedRun {
  readonly pools: readonly PlannedPool[];
  /** The names of the stacks. */
  readonly stacks: readonly string[];
  /** What was not read apart from the pools. */
  readonly notRead: readonly NotRead[];
  readonly policy: Policy;
  readonly requireReview?: ReportedSeverity | undefined;
  /** For all pools together, in place of those of the pools. */
  readonly maxDeletions?: number | undefined;
  /** From 0 to 1. */
  readonly maxDeletionShare?: number | undefined;
  readonly credentials: PlanReport["credentials"];
  /** Of each client that sent requests. */
  readonly stats: readonly RequestStats[];
  readonly version: string;
  readonly now: Date;
}

interface PlannedInPool {
  readonly change: Planned;
  readonly pool: PoolOfReport;
}

/** Judges what `pulumi up` would do by the policy of a team and the limits of a pipeline. */
export function composePlan(run: PlannedRun): PlanReport {
  const { pools, stacks, policy, requireReview, credentials, stats, version, now } = run;
  const planned = pools.flatMap((one): PlannedInPool[] => {
    const pool = poolOf(one, pools);
    return one.changes.map((change) => ({ change: withRepairs(change, pool), pool }));
  });
  const judged = planned.flatMap(({ change, pool }): PlannedChange[] => {
    const judgement = judge(change, pool, policy.severities);
    return judgement === undefined ? [] : [{ ...judgement, ...change }];
  });
  const silencedIds = planned
    .filter(({ change }) => severityOf(change, policy.severities) === "none")
    .map(({ change, pool }) => idIn(change, pool));
  const accepted = accept(
    {
      findingIds: new Set(judged.map(({ id }) => id)),
      silencedIds: new Set(silencedIds),
      noun: "planned change",
    },
    acceptancesOf(plannedKinds, policy),
    now,
  );
  const changes = judged.map((change) => withAcceptance(change, accepted)).sort(bySeverity);
  const deletions = deletionsOf(run);
  const notRead = [...pools.flatMap((pool) => unreadIn(poolOf(pool, pools), pool.notRead)), ...run.notRead];
  const all = planned.map(({ change }) => change);
  return {
    schemaVersion: 1,
    tool: { name: "pulumi-approw", version },
    generatedAt: now.toISOString(),
    pools: pools.map(({ userPoolId, host }) => ({ userPoolId, host })),
    sources: stacks.map((name) => ({ name })),
    verdict: verdictOf({ all, changes, deletions, credentials, requireReview }),
    ...(requireReview !== undefined && { requireReview }),
    counts: countsOf(changes, silencedIds.length),
    people: peopleIn(planned),
    access: {
      given: all.filter(({ kind }) => kind.endsWith("-given")).length,
      taken: all.filter(({ kind }) => kind.endsWith("-taken")).length,
    },
    deletions,
    credentials,
    drift: driftBefore(run, all),
    completeness: { complete: !notRead.some(({ counts }) => counts), notRead },
    requests: requestsOf(stats),
    changes,
    notices: [...accepted.notices],
  };
}

function poolOf({ userPoolId }: PlannedPool, { length }: readonly PlannedPool[]): PoolOfReport {
  return { userPoolId, isAlone: length === 1 };
}

/** Beside other pools, findings have the ids that they have in a review of all of them. */
function withRepairs(change: Planned, { userPoolId, isAlone }: PoolOfReport): Planned {
  if (isAlone || change.repairs === undefined) return change;
  return { ...change, repairs: change.repairs.map((id) => idInPool(id, userPoolId)) };
}

function verdictOf({
  all,
  changes,
  deletions,
  credentials,
  requireReview,
}: Pick<PlanReport, "changes" | "credentials" | "deletions" | "requireReview"> & {
  readonly all: readonly Planned[];
}): PlanReport["verdict"] {
  // A team may accept a refusal. `pulumi up` would fail all the same.
  if (credentials.status === "rejected" || all.some(isRefusal)) return "refused";
  if (deletions.exceeded) return "over-limit";
  if (changes.some((change) => needsReview(change, requireReview))) return "review";
  return all.length === 0 ? "clean" : "changes";
}

/** Where the settings of one of several pools allow fewer, the deletions are those of that pool. */
function deletionsOf(run: PlannedRun): PlanReport["deletions"] {
  const { pools } = run;
  const over = pools.find(({ removedUsers, maxDeletions = Infinity }) => removedUsers > maxDeletions);
  if (run.maxDeletions === undefined && pools.length > 1 && over !== undefined)
    return { ...judgeDeletions([over], { ...run, ...over }), userPoolId: over.userPoolId };
  const [first, ...others] = pools;
  const own = others.length === 0 ? first?.maxDeletions : undefined;
  return judgeDeletions(pools, { ...run, maxDeletions: run.maxDeletions ?? own });
}

function judgeDeletions(
  pools: readonly PlannedPool[],
  { maxDeletions, maxDeletionShare }: Pick<PlannedRun, "maxDeletionShare" | "maxDeletions">,
): PlanReport["deletions"] {
  const users = sum(pools.map(({ removedUsers }) => removedUsers));
  const of = sum(pools.map(({ managedUsers }) => managedUsers));
  const share = of === 0 ? 0 : users / of;
  const isTooMany = maxDeletions !== undefined && users > maxDeletions;
  // A share such as 0.7 % has no exact number, and the number of users is far from this precision.
  const isTooMuch = maxDeletionShare !== undefined && share - maxDeletionShare > 1e-9;
  return {
    users,
    of,
    share,
    ...(maxDeletions !== undefined && { max: maxDeletions }),
    ...(maxDeletionShare !== undefined && { maxShare: maxDeletionShare }),
    exceeded: isTooMany || isTooMuch,
  };
}

function peopleIn(planned: readonly PlannedInPool[]): PlanReport["people"] {
  const having = (...kinds: readonly Planned["kind"][]): Set<string> =>
    new Set(
      planned.flatMap(({ change, pool: { userPoolId } }) =>
        "user" in change && kinds.includes(change.kind) ? [subjectKeyOf({ ...change, userPoolId })] : [],
      ),
    );
  const fates = {
    created: having("user-created"),
    adopted: having("user-adopted"),
    deleted: having("user-deleted"),
    blocked: having("user-blocked"),
    unblocked: having("user-unblocked"),
    released: having("user-released"),
  };
  const named = new Set(Object.values(fates).flatMap((users) => [...users]));
  const changed = [...having("field-set", "secret-set", "value-moved")].filter((id) => !named.has(id));
  return {
    created: fates.created.size,
    adopted: fates.adopted.size,
    deleted: fates.deleted.size,
    blocked: fates.blocked.size,
    unblocked: fates.unblocked.size,
    released: fates.released.size,
    changed: changed.length,
  };
}

/** What a drift review would list now, and what of it the changes repair. */
function driftBefore({ pools, policy }: PlannedRun, all: readonly Planned[]): PlanReport["drift"] {
  const repaired = new Set(all.flatMap(({ repairs = [] }) => repairs));
  const found = pools.flatMap((pool) =>
    pool.differences
      .filter((difference) => severityOf(difference, policy.severities) !== "none")
      .map((difference) => idIn(difference, poolOf(pool, pools))),
  );
  return { findings: found.length, repaired: found.filter((id) => repaired.has(id)).length };
}
