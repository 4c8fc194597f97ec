import type { RequestStats } from "../../../sdk/index.js";
import { accept, type Accepted } from "../accept.js";
import { describeDifference, nameOf } from "../describe.js";
import type { Difference, Finding, ReportedSeverity, Severity } from "../finding.js";
import { severities } from "../finding.js";
import { findingId } from "../finding-id.js";
import type { IgnoreRule } from "../ignore.js";
import { kinds } from "../kinds.js";
import type { Policy } from "../policy.js";
import type { Review } from "../review.js";
import { ruleOf, severityOf } from "../severity.js";
import type { Deployment, Managed } from "../sources/managed.js";
import { type DriftReport, isDrift } from "./report.js";

interface Reviewed {
  readonly review: Review;
  readonly deployments: readonly Deployment[];
  readonly policy: Policy;
  readonly failOn: ReportedSeverity;
  readonly pool: Pick<DriftReport, "host" | "userPoolId">;
  /** Of each client that has taken part. */
  readonly stats: readonly RequestStats[];
  readonly version: string;
  readonly now: Date;
}

/** Judges what a review has found by a team's policy. */
export function composeReport(reviewed: Reviewed): DriftReport {
  const { review, deployments, policy, failOn, pool, stats, version, now } = reviewed;
  const { people, memberships, roles, ignored } = review.coverage;
  const judged = review.differences.flatMap((difference) => judge(difference, policy.severities));
  const silenced = review.differences.filter((difference) => isSilenced(difference, policy.severities));
  const identified = {
    findingIds: new Set(judged.map(({ id }) => id)),
    silencedIds: new Set(silenced.map(findingId)),
  };
  const accepted = accept(identified, policy.acceptances, now);
  const findings = judged.map((finding) => withAcceptance(finding, accepted)).sort(byGravity);
  const open = findings.filter((finding) => finding.accepted === undefined);
  const count = (severity: Severity): number =>
    open.filter((finding) => finding.severity === severity).length;
  return {
    schemaVersion: 1,
    tool: { name: "pulumi-approw", version },
    generatedAt: now.toISOString(),
    ...pool,
    sources: deployments.map(summarise),
    verdict: findings.some((finding) => isDrift(finding, failOn)) ? "drift" : "clean",
    failOn,
    counts: {
      high: count("high"),
      medium: count("medium"),
      low: count("low"),
      accepted: findings.length - open.length,
      silenced: silenced.length,
    },
    coverage: { people, memberships, roles },
    ignored,
    notCompared: { secrets: sum(deployments.flatMap(({ resources }) => resources.map(secretsIn))) },
    namespaces: [...review.namespaces],
    requests: {
      total: sum(stats.flatMap(({ requests }) => Object.values(requests))),
      retries: sum(stats.map(({ retries }) => retries)),
      throttled: sum(stats.map(({ throttled }) => throttled)),
    },
    findings,
    notices: [...accepted.notices, ...review.idleRules.map(idleNotice)],
  };
}

function isSilenced(difference: Difference, overrides: ReadonlyMap<string, Severity>): boolean {
  return severityOf(difference, overrides) === "none";
}

function idleNotice({ place, text }: IgnoreRule): DriftReport["notices"][number] {
  return { place, message: `${text} leaves out nobody: take the rule out` };
}

/** Nothing, when the difference is of no weight. */
function judge(difference: Difference, overrides: ReadonlyMap<string, Severity>): Finding[] {
  const severity = severityOf(difference, overrides);
  if (severity === "none") return [];
  const message = describeDifference(difference);
  return [{ id: findingId(difference), rule: ruleOf(difference), severity, message, ...difference }];
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

/** The gravest first; then by kind, then by person, so that two reviews of the same pool read the same. */
function byGravity(one: Finding, other: Finding): number {
  return (
    rankOf(one.severity) - rankOf(other.severity) ||
    kindOrder.indexOf(one.kind) - kindOrder.indexOf(other.kind) ||
    compareTexts(nameOf(one.person), nameOf(other.person)) ||
    compareTexts(one.id, other.id)
  );
}

const kindOrder = Object.keys(kinds);

function rankOf(severity: Severity): number {
  return severities.indexOf(severity);
}

/** By code points: the order must not depend on the machine's language. */
function compareTexts(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function summarise({ source, resources }: Deployment): DriftReport["sources"][number] {
  const people = resources.filter(({ kind }) => kind === "person").length;
  return { name: source, people, assignments: resources.length - people };
}

function secretsIn(resource: Managed): number {
  if (resource.kind === "person") return resource.secretFields;
  return resource.codes === undefined ? 1 : 0;
}
