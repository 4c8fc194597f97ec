import { codedKeyText } from "../../model/rules/coded.js";
import type { RequestStats } from "../../sdk/index.js";
import { limits } from "../completeness/not-read.js";
import { unreadStates } from "../completeness/unread-states.js";
import { isOpenFrom } from "../finding/entry.js";
import type { Difference, Finding } from "../finding/finding.js";
import { idInPool } from "../finding/finding-id.js";
import { kinds } from "../finding/kinds.js";
import { type ObjectType, objectTypes } from "../finding/objects.js";
import type { ReportedSeverity, Severity } from "../finding/parts.js";
import { severityOf } from "../finding/severity.js";
import { accept, acceptancesOf, type Notice } from "../policy/accept.js";
import type { IgnoreRule } from "../policy/ignore.js";
import type { Policy } from "../policy/policy.js";
import type { Review } from "../review.js";
import type { Deployment, Managed, ManagedCodes, ManagedMembers, ManagedObject } from "../states/managed.js";
import { changeSince, type EarlierReport, markNew } from "./earlier.js";
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
import { markRepaired, type PlanOfReport, repairsOf } from "./repaired.js";
import type { DriftReport } from "./report.js";

/** What was found in one user pool. */
export interface ReviewedPool extends Review {
  readonly userPoolId: string;
  readonly host: string;
}

interface Reviewed {
  readonly reviews: readonly ReviewedPool[];
  readonly deployments: readonly Deployment[];
  readonly policy: Policy;
  readonly failOn: ReportedSeverity;
  /** Of each client that sent requests. */
  readonly stats: readonly RequestStats[];
  readonly version: string;
  readonly now: Date;
  /** The report that this one is compared with. */
  readonly earlier?: EarlierReport | undefined;
  /** The plan that may repair findings. */
  readonly plan?: PlanOfReport | undefined;
}

/** Judges what a review has found by the policy of a team. */
export function composeReport(reviewed: Reviewed): DriftReport {
  const { reviews, deployments, policy, failOn, stats, version, now, earlier, plan } = reviewed;
  const judged = reviews.flatMap((review) =>
    review.differences.flatMap((difference): Finding[] => {
      const judgement = judge(difference, poolOf(review, reviews), policy.severities);
      return judgement === undefined ? [] : [{ ...judgement, ...difference }];
    }),
  );
  const silencedIds = reviews.flatMap((review) =>
    review.differences
      .filter((difference) => isSilenced(difference, policy.severities))
      .map((difference) => idIn(difference, poolOf(review, reviews))),
  );
  const ignoredIds = reviews.flatMap((review) =>
    review.ignoredIds.map((id) => (reviews.length === 1 ? id : idInPool(id, review.userPoolId))),
  );
  const accepted = accept(
    { findingIds: new Set(judged.map(({ id }) => id)), silencedIds: new Set(silencedIds) },
    acceptancesOf(kinds, policy),
    now,
  );
  const sorted = judged.map((finding) => withAcceptance(finding, accepted)).sort(bySeverity);
  const marked = earlier === undefined ? sorted : markNew(sorted, earlier);
  const findings = plan === undefined ? marked : markRepaired(marked, plan);
  const notRead = [
    ...reviews.flatMap((review) => unreadIn(poolOf(review, reviews), review.notRead)),
    ...unreadStates(deployments),
    ...limits,
  ];
  const isComplete = !notRead.some(({ counts }) => counts);
  return {
    schemaVersion: 1,
    tool: { name: "pulumi-approw", version },
    generatedAt: now.toISOString(),
    pools: reviews.map(({ userPoolId, host }) => ({ userPoolId, host })),
    sources: deployments.map(summarise),
    verdict: verdictOf(findings, failOn, isComplete),
    failOn,
    counts: countsOf(findings, silencedIds.length),
    ...(earlier !== undefined && { since: changeSince(findings, [...silencedIds, ...ignoredIds], earlier) }),
    ...(plan !== undefined && { plan: repairsOf(findings, plan) }),
    ...totals(reviews),
    notCompared: { secrets: sum(deployments.flatMap(({ resources }) => resources.map(secretsIn))) },
    completeness: { complete: isComplete, notRead },
    namespaces: [...new Set(reviews.flatMap(({ namespaces }) => namespaces))],
    requests: requestsOf(stats),
    findings,
    notices: [...accepted.notices, ...idleIn(reviews).map(idleNotice)],
  };
}

function poolOf({ userPoolId }: ReviewedPool, { length }: readonly ReviewedPool[]): PoolOfReport {
  return { userPoolId, isAlone: length === 1 };
}

/** The coverage of all pools together. */
function totals(reviews: readonly Review[]): Pick<DriftReport, "coverage" | "ignored"> {
  const all = reviews.map(({ coverage }) => coverage);
  const share = (of: "users" | "memberships" | "roles" | "policies"): DriftReport["coverage"]["users"] => ({
    total: sum(all.map((coverage) => coverage[of].total)),
    managed: sum(all.map((coverage) => coverage[of].managed)),
  });
  const ignored = (what: keyof Review["coverage"]["ignored"]): number =>
    sum(all.map((coverage) => coverage.ignored[what]));
  const objects = objectTypes.flatMap((type) => shareOf(type, all));
  const hasObjects = objects.length > 0;
  return {
    coverage: {
      users: share("users"),
      memberships: share("memberships"),
      roles: share("roles"),
      ...(reviews.some(({ policyNamespaces }) => policyNamespaces.length > 0) && {
        policies: share("policies"),
      }),
      ...(hasObjects && { objects }),
    },
    ignored: {
      users: ignored("users"),
      usersWithRoles: ignored("usersWithRoles"),
      memberships: ignored("memberships"),
      ...(hasObjects && { objects: ignored("objects") }),
    },
  };
}

/** Nothing where no pool has such objects that a state declares. */
function shareOf(
  type: ObjectType,
  all: readonly Review["coverage"][],
): NonNullable<DriftReport["coverage"]["objects"]> {
  const counted = all.flatMap(({ objects }) => objects.get(type) ?? []);
  if (counted.length === 0) return [];
  return [
    {
      type,
      total: sum(counted.map(({ total }) => total)),
      managed: sum(counted.map(({ managed }) => managed)),
    },
  ];
}

/** A rule is idle when it matches nothing in any pool. */
function idleIn([first, ...others]: readonly ReviewedPool[]): readonly IgnoreRule[] {
  return first?.idleRules.filter((rule) => others.every(({ idleRules }) => idleRules.includes(rule))) ?? [];
}

/** A review that has not looked everywhere is never clean. */
function verdictOf(
  findings: readonly Finding[],
  failOn: ReportedSeverity,
  isComplete: boolean,
): DriftReport["verdict"] {
  if (findings.some((finding) => isOpenFrom(finding, failOn))) return "drift";
  return isComplete ? "clean" : "incomplete";
}

function isSilenced(difference: Difference, overrides: ReadonlyMap<string, Severity>): boolean {
  return severityOf(difference, overrides) === "none";
}

function idleNotice({ place, text }: IgnoreRule): Notice {
  return { place, message: `${text} matches nothing; remove the rule` };
}

function summarise({ source, resources }: Deployment): DriftReport["sources"][number] {
  const usersWith = (edge: ManagedCodes["edge"]): number =>
    new Set(
      resources.flatMap((resource) =>
        hasUsers(resource) && resource.edge === edge ? [...usersOf(resource)] : [],
      ),
    ).size;
  const edges = resources.filter((resource) => hasUsers(resource) || resource.is === "grants");
  const objects = resources.filter((resource): resource is ManagedObject => resource.is === "object");
  const holders = holdersIn(resources);
  const declared = objectTypes
    .map((type) => ({ type, count: objects.filter((object) => object.type === type).length }))
    .filter(({ count }) => count > 0);
  return {
    name: source,
    users: resources.filter(({ is }) => is === "user").length,
    // A resource may hold groups or roles of several users.
    assignments: new Set(edges.map(({ owner }) => owner.urn)).size,
    usersWithGroups: usersWith("group"),
    usersWithRoles: usersWith("role"),
    ...(holders.size > 0 && { holdersOfPolicies: holders.size }),
    ...(declared.length > 0 && { objects: declared }),
  };
}

/** What identifies each user, group and role to which the resources give policies. */
function holdersIn(resources: readonly Managed[]): Set<string> {
  const holders = resources.flatMap((resource) => {
    if (resource.is === "edges" && resource.edge === "policy") return [`user ${resource.userId}`];
    return resource.is === "grants" && resource.holder !== undefined ? [codedKeyText(resource.holder)] : [];
  });
  return new Set(holders);
}

function hasUsers(resource: Managed): resource is ManagedCodes | ManagedMembers {
  return resource.is === "edges" || resource.is === "members";
}

function usersOf(resource: ManagedCodes | ManagedMembers): Iterable<string> {
  return resource.is === "edges" ? [resource.userId] : (resource.userIds ?? []);
}

function secretsIn(resource: Managed): number {
  if (resource.is === "edges") return resource.codes === undefined ? 1 : 0;
  if (resource.is === "grants") return resource.holder === undefined || resource.codes === undefined ? 1 : 0;
  if (resource.is === "members") return resource.code === undefined || resource.userIds === undefined ? 1 : 0;
  const secretCodes = resource.is === "object" && resource.keys.length === 0 ? 1 : 0;
  return resource.secretFields + secretCodes;
}
