import { codedKeyText } from "../../model/rules/coded.js";
import type { RequestStats } from "../../sdk/index.js";
import { limits, type NotRead } from "../completeness/not-read.js";
import { unreadStates } from "../completeness/unread-states.js";
import { describeDifference, describeInPool } from "../finding/describe.js";
import type { Difference, Finding } from "../finding/finding.js";
import type { ReportedSeverity, Severity } from "../finding/parts.js";
import { severities } from "../finding/parts.js";
import { findingId, idInPool } from "../finding/finding-id.js";
import { kinds } from "../finding/kinds.js";
import { type ObjectType, objectTypes } from "../finding/objects.js";
import { ruleOf, severityOf } from "../finding/severity.js";
import { nameOf } from "../finding/subject.js";
import { accept, type Accepted, type Notice } from "../policy/accept.js";
import type { IgnoreRule } from "../policy/ignore.js";
import type { Policy } from "../policy/policy.js";
import type { Review } from "../review.js";
import type { Deployment, Managed, ManagedCodes, ManagedMembers, ManagedObject } from "../states/managed.js";
import { changeSince, type EarlierReport, markNew } from "./earlier.js";
import { type DriftReport, isDrift } from "./report.js";

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
}

/** Judges what a review has found by the policy of a team. */
export function composeReport(reviewed: Reviewed): DriftReport {
  const { reviews, deployments, policy, failOn, stats, version, now, earlier } = reviewed;
  const judged = reviews.flatMap(({ userPoolId, differences }) =>
    differences
      .flatMap((difference) => judge(difference, userPoolId, policy.severities))
      .map((finding) =>
        reviews.length === 1
          ? finding
          : {
              ...finding,
              id: idInPool(finding.id, userPoolId),
              message: describeInPool(finding, userPoolId),
            },
      ),
  );
  const silencedIds = idsIn(reviews, ({ differences }) =>
    differences.filter((difference) => isSilenced(difference, policy.severities)).map(findingId),
  );
  const identified = {
    findingIds: new Set(judged.map(({ id }) => id)),
    silencedIds: new Set(silencedIds),
  };
  const unlistedIds = [...silencedIds, ...idsIn(reviews, ({ ignoredIds }) => ignoredIds)];
  const accepted = accept(identified, policy.acceptances, now);
  const sorted = judged.map((finding) => withAcceptance(finding, accepted)).sort(bySeverity);
  const findings = earlier === undefined ? sorted : markNew(sorted, earlier);
  const open = findings.filter((finding) => finding.accepted === undefined);
  const count = (severity: Severity): number =>
    open.filter((finding) => finding.severity === severity).length;
  const notRead = [...reviews.flatMap(unreadOf(reviews)), ...unreadStates(deployments), ...limits];
  const isComplete = !notRead.some(({ counts }) => counts);
  return {
    schemaVersion: 1,
    tool: { name: "pulumi-approw", version },
    generatedAt: now.toISOString(),
    pools: reviews.map(({ userPoolId, host }) => ({ userPoolId, host })),
    sources: deployments.map(summarise),
    verdict: verdictOf(findings, failOn, isComplete),
    failOn,
    counts: {
      high: count("high"),
      medium: count("medium"),
      low: count("low"),
      accepted: findings.length - open.length,
      silenced: silencedIds.length,
    },
    ...(earlier !== undefined && { since: changeSince(findings, unlistedIds, earlier) }),
    ...totals(reviews),
    notCompared: { secrets: sum(deployments.flatMap(({ resources }) => resources.map(secretsIn))) },
    completeness: { complete: isComplete, notRead },
    namespaces: [...new Set(reviews.flatMap(({ namespaces }) => namespaces))],
    requests: {
      total: sum(stats.flatMap(({ requests }) => Object.values(requests))),
      retries: sum(stats.map(({ retries }) => retries)),
      throttled: sum(stats.map(({ throttled }) => throttled)),
    },
    findings,
    notices: [...accepted.notices, ...idleIn(reviews).map(idleNotice)],
  };
}

/** The ids of findings in all pools. */
function idsIn(
  reviews: readonly ReviewedPool[],
  idsOf: (review: ReviewedPool) => readonly string[],
): string[] {
  return reviews.flatMap((review) =>
    idsOf(review).map((id) => (reviews.length === 1 ? id : idInPool(id, review.userPoolId))),
  );
}

/** Beside other pools, it is said in which one something was not read. */
function unreadOf(reviews: readonly ReviewedPool[]): (review: ReviewedPool) => NotRead[] {
  return ({ userPoolId, notRead }) =>
    reviews.length === 1
      ? [...notRead]
      : notRead.map((gap) => ({ ...gap, message: `in user pool ${userPoolId}: ${gap.message}` }));
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
  if (findings.some((finding) => isDrift(finding, failOn))) return "drift";
  return isComplete ? "clean" : "incomplete";
}

function isSilenced(difference: Difference, overrides: ReadonlyMap<string, Severity>): boolean {
  return severityOf(difference, overrides) === "none";
}

function idleNotice({ place, text }: IgnoreRule): Notice {
  return { place, message: `${text} matches nothing; remove the rule` };
}

/** No finding when the severity is none. */
function judge(
  difference: Difference,
  userPoolId: string,
  overrides: ReadonlyMap<string, Severity>,
): Finding[] {
  const severity = severityOf(difference, overrides);
  if (severity === "none") return [];
  const message = describeDifference(difference);
  return [
    { id: findingId(difference), rule: ruleOf(difference), severity, message, userPoolId, ...difference },
  ];
}

function withAcceptance(finding: Finding, { byFinding }: Accepted): Finding {
  const acceptance = byFinding.get(finding.id);
  if (acceptance === undefined) return finding;
  const { reason, until, place } = acceptance;
  return { ...finding, accepted: { reason, until, place } };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** The highest severity first, then by kind and by user or object, so that two reviews of the same pool have the same order. */
function bySeverity(one: Finding, other: Finding): number {
  return (
    rankOf(one.severity) - rankOf(other.severity) ||
    kindOrder.indexOf(one.kind) - kindOrder.indexOf(other.kind) ||
    compareTexts(nameOf(one), nameOf(other)) ||
    compareTexts(one.id, other.id)
  );
}

const kindOrder = Object.keys(kinds);

function rankOf(severity: Severity): number {
  return severities.indexOf(severity);
}

/** By code units: the order must not depend on the language of the machine. */
function compareTexts(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
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
