import { printable } from "../../model/rules/printable.js";
import type { NotRead } from "../completeness/not-read.js";
import type { Mark } from "../finding/describe.js";
import type { Finding } from "../finding/finding.js";
import { kinds } from "../finding/kinds.js";
import { codedNouns } from "../../model/rules/coded.js";
import { pluralOf } from "../finding/objects.js";
import { cut, listed } from "../finding/shorten.js";
import { subjectKeyOf } from "../finding/subject.js";
import { momentOf } from "./moment.js";
import { type DriftReport, isDrift } from "./report.js";

// The sentences that several formats share.

const mostNamespaces = 10;
const mostOwners = 3;
/** A line that is longer than a reader needs. */
const longestLine = 500;

/** The reviewed pools: `User pool 59f86b…`, or `User pools 59f86b… and 5f2a3c…`. */
export function poolsOf({ pools }: DriftReport): string {
  return `User ${pools.length === 1 ? "pool" : "pools"} ${pools.map(({ userPoolId }) => userPoolId).join(" and ")}`;
}

/** The outcome in one line: `3 high, 1 low; 2 accepted`. */
function summaryOf({ counts, completeness }: DriftReport): string {
  const { high, medium, low, accepted } = counts;
  const open = Object.entries({ high, medium, low }).filter(([, count]) => count > 0);
  const none = completeness.complete ? "no findings" : "no findings in what was read";
  const found = open.length === 0 ? none : open.map(([severity, count]) => `${count} ${severity}`).join(", ");
  return accepted === 0 ? found : `${found}; ${accepted} accepted`;
}

/** The same, and how many count as drift where not all do: `3 high, 1 low (3 at or above --fail-on medium)`. */
export function outcomeOf(report: DriftReport): string {
  const open = report.findings.filter(({ accepted }) => accepted === undefined);
  const counting = open.filter((finding) => isDrift(finding, report.failOn));
  const count = counting.length === 0 ? "none" : String(counting.length);
  const threshold =
    counting.length === open.length ? "" : ` (${count} at or above --fail-on ${report.failOn})`;
  const { since, completeness } = report;
  return [
    `${summaryOf(report)}${threshold}`,
    ...(since === undefined ? [] : [`${since.newFindings} new since ${since.generatedAt}`]),
    ...(completeness.complete ? [] : ["incomplete"]),
  ].join("; ");
}

/** What makes the review incomplete, a line each. Formats show it in their first lines. */
export function gapsOf({ completeness }: DriftReport): string[] {
  return completeness.notRead.filter(({ counts }) => counts).map(toGap);
}

/** What does not make it incomplete, in one sentence. */
export function limitsOf({ completeness }: DriftReport): string {
  const messages = completeness.notRead.filter(({ counts }) => !counts).map(({ message }) => message);
  return messages.length === 0 ? "" : `Not read: ${messages.join("; ")}.`;
}

function toGap({ message }: NotRead): string {
  return `Not read: ${message}.`;
}

/** How much of the pool is managed by code, in a sentence or two. */
export function coverageOf({ coverage }: DriftReport): string {
  const { objects = [] } = coverage;
  const shares = sharesOf(coverage).map(([what, share]) => shareOf(what, share));
  const declared = objects.map(({ type, ...share }) => shareOf(pluralOf(type), share));
  return [
    `${enumerated(shares)} are managed by code.`,
    ...(declared.length === 0 ? [] : [`Resources declare ${enumerated(declared)}.`]),
  ].join(" ");
}

/** What was counted of users and of what they have. */
export function sharesOf({
  users,
  memberships,
  roles,
  policies,
}: DriftReport["coverage"]): [what: string, share: Share][] {
  const counted = {
    users,
    memberships,
    roles,
    ...(policies !== undefined && { "assigned policies": policies }),
  };
  return Object.entries(counted);
}

type Share = DriftReport["coverage"]["users"];

function shareOf(what: string, { managed, total }: Share): string {
  return `${managed} of ${total} ${what}${total === 0 ? "" : ` (${percent(managed, total)}%)`}`;
}

/** `a`, `a and b`, or `a, b and c`. */
function enumerated(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}

/** Whole percent. 100 means all and 0 means none. */
export function percent(part: number, whole: number): number {
  if (part === 0 || part === whole) return part === 0 ? 0 : 100;
  return Math.min(99, Math.max(1, Math.round((100 * part) / whole)));
}

/** What was compared, and what was left out, a sentence each. Names in it went through `mark`. */
export function notesOf(report: DriftReport, mark: Mark = (value) => value): string[] {
  const { sources, since, ignored, notCompared, counts, requests, namespaces } = report;
  return [
    ...sources.map((source) => declaredBy(source, mark)),
    ...(since === undefined
      ? []
      : [
          `Since ${since.generatedAt}, ${plural(since.newFindings, "finding is", "findings are")} new and ${plural(since.resolvedFindings, "finding was", "findings were")} no longer found.`,
        ]),
    `Roles were read in ${namespaces.length === 1 ? "the namespace" : `${namespaces.length} namespaces:`} ${listed(
      namespaces.map((code) => mark(printable(code))),
      mostNamespaces,
    )}.`,
    ...(ignored.users > 0
      ? [
          `${plural(ignored.users, "unmanaged user is", "unmanaged users are")} ignored, ${ignored.usersWithRoles} of them with a role.`,
        ]
      : []),
    ...(ignored.memberships > 0
      ? [`${plural(ignored.memberships, "membership is", "memberships are")} in ignored groups.`]
      : []),
    ...(ignored.objects !== undefined && ignored.objects > 0
      ? [`${plural(ignored.objects, "unmanaged object is", "unmanaged objects are")} ignored.`]
      : []),
    ...(notCompared.secrets > 0
      ? [`${plural(notCompared.secrets, "secret value was", "secret values were")} not compared.`]
      : []),
    ...(counts.silenced > 0
      ? [
          `${plural(counts.silenced, "difference has", "differences have")} the severity none and ${counts.silenced === 1 ? "is" : "are"} not listed.`,
        ]
      : []),
    ...[limitsOf(report)].filter((line) => line !== ""),
    `${plural(requests.total, "request was", "requests were")} sent${requests.throttled > 0 ? `; the service throttled ${requests.throttled}` : ""}.`,
  ];
}

/** What a state declares, in words for a reader who does not know Pulumi. */
function declaredBy(source: DriftReport["sources"][number], mark: Mark): string {
  const { name, users, usersWithGroups, usersWithRoles, holdersOfPolicies = 0, objects = [] } = source;
  const declared = [
    plural(users, "user", "users"),
    ...objects.map(({ type, count }) => plural(count, codedNouns[type], pluralOf(type))),
    ...(usersWithGroups === 0 ? [] : [`the groups of ${plural(usersWithGroups, "user", "users")}`]),
    ...(usersWithRoles === 0 ? [] : [`the roles of ${plural(usersWithRoles, "user", "users")}`]),
    ...(holdersOfPolicies === 0
      ? []
      : [`the policies of ${plural(holdersOfPolicies, "user, group or role", "users, groups and roles")}`]),
  ];
  return `${mark(printable(name))} declares ${enumerated(declared)}.`;
}

/** What there is to decide, for each kind of finding in the report. */
export function decisionsOf(findings: readonly Finding[]): string[] {
  const found = new Set<string>(findings.map(({ kind }) => kind));
  return Object.entries(kinds).flatMap(([kind, { title, decision }]) =>
    found.has(kind) ? [`${title}: ${decision}`] : [],
  );
}

/** The resources that a finding concerns, such as `User ada in dev`. */
export function ownersOf({ owners }: Finding): string[] {
  const shown = owners.slice(0, mostOwners).map(({ source, urn }) => {
    const [type = "", name = urn] = urn.split("::").slice(-2);
    return cut(printable(`${type.split(":").at(-1) ?? ""} ${name} in ${source}`), longestLine);
  });
  return owners.length <= mostOwners
    ? shown
    : [...shown, `and ${plural(owners.length - mostOwners, "other resource", "other resources")}`];
}

/** The time that the service knows: of the last change of the user or object, or of its creation. */
export function timeOf(finding: Finding): string | undefined {
  switch (finding.kind) {
    case "field-changed":
      return finding.userChangedAt;
    case "object-changed":
      return finding.objectChangedAt;
    case "user-unmanaged":
    case "object-unmanaged":
      return finding.createdAt;
    default:
      return undefined;
  }
}

/** The same in words; empty where the service knows none. A value that is not clearly a time went through `mark`. */
export function sinceOf(finding: Finding, mark: Mark = (value) => value): string {
  const time = timeOf(finding);
  if (time === undefined) return "";
  const moment = (value: string): string => momentOf(value) ?? mark(cut(printable(value), longestLine));
  if ("declared" in finding) return `changed at or before ${moment(time)}`;
  return `created at ${moment(time)}${lastLoginOf(finding, moment)}`;
}

/** Empty where the service does not say when the user last logged in. */
function lastLoginOf(finding: Finding, moment: (time: string) => string): string {
  if (finding.kind !== "user-unmanaged" || finding.lastLogin === undefined) return "";
  return finding.lastLogin === null
    ? ", has never logged in"
    : `, last login at ${moment(finding.lastLogin)}`;
}

/** The title of a finding, and whether an earlier report lacks it. */
export function titleOf({ kind, isNew }: Finding): string {
  return isNew === true ? `New: ${kinds[kind].title}` : kinds[kind].title;
}

/** Findings by what they are about, each list with a heading. */
interface FindingBlock {
  readonly heading: "Object" | "User";
  readonly findings: readonly Finding[];
}

/**
 * The findings about users, then those about objects. Those of one user or object are next to each other, in the order of
 * their first finding.
 */
export function blocksOf(findings: readonly Finding[]): FindingBlock[] {
  const blocks: FindingBlock[] = [
    { heading: "User", findings: groupBySubject(findings.filter((finding) => "user" in finding)) },
    { heading: "Object", findings: groupBySubject(findings.filter((finding) => "object" in finding)) },
  ];
  return blocks.filter((block) => block.findings.length > 0);
}

/** The same without headings. */
export function groupedFindings(findings: readonly Finding[]): Finding[] {
  return blocksOf(findings).flatMap((block) => block.findings);
}

function groupBySubject(findings: readonly Finding[]): Finding[] {
  const bySubject = new Map<string, Finding[]>();
  for (const finding of findings) {
    const id = subjectKeyOf(finding);
    const group = bySubject.get(id);
    if (group === undefined) bySubject.set(id, [finding]);
    else group.push(finding);
  }
  return [...bySubject.values()].flat();
}

export function acceptanceOf(
  { reason, until, place }: NonNullable<Finding["accepted"]>,
  mark: Mark = (value) => value,
): string {
  return `accepted until ${until}: ${mark(cut(printable(`${reason} (${place})`), longestLine))}`;
}

/** The problems in the policy file and the ignore rules, a line each. */
export function noticesOf({ notices }: DriftReport): string[] {
  return notices.map(({ place, message }) => cut(printable(`${place}: ${message}`), longestLine));
}

function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
