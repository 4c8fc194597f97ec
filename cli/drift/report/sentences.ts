import type { Finding } from "../finding.js";
import { kinds } from "../kinds.js";
import { printable } from "../printable.js";
import { type DriftReport, isDrift } from "./report.js";

// What the formats for people say in the same words.

/** The outcome in one line: `3 high, 1 low; 2 accepted`. */
function summaryOf({ counts }: DriftReport): string {
  const { high, medium, low, accepted } = counts;
  const open = Object.entries({ high, medium, low }).filter(([, count]) => count > 0);
  const found =
    open.length === 0 ? "no findings" : open.map(([severity, count]) => `${count} ${severity}`).join(", ");
  return accepted === 0 ? found : `${found}; ${accepted} accepted`;
}

/** The same, and how many of them count where not all do: `3 high, 1 low (none counts: --fail-on medium)`. */
export function outcomeOf(report: DriftReport): string {
  const open = report.findings.filter(({ accepted }) => accepted === undefined);
  const counting = open.filter((finding) => isDrift(finding, report.failOn));
  if (counting.length === open.length) return summaryOf(report);
  const count = counting.length === 0 ? "none counts" : plural(counting.length, "counts", "count");
  return `${summaryOf(report)} (${count}: --fail-on ${report.failOn})`;
}

/** How much of the pool code owns, a line each. */
export function coverageOf({ coverage }: DriftReport): string[] {
  const { people, memberships, roles } = coverage;
  return Object.entries({ people, memberships, roles }).map(
    ([what, { managed, total }]) =>
      `${managed} of ${total} ${what}${total === 0 ? "" : ` (${percent(managed, total)} %)`}`,
  );
}

/** Whole per cent, of which 100 means all and 0 means none. */
export function percent(part: number, whole: number): number {
  if (part === 0 || part === whole) return part === 0 ? 0 : 100;
  return Math.min(99, Math.max(1, Math.round((100 * part) / whole)));
}

/** What was compared with what, and what was left out, a sentence each. */
export function notesOf(report: DriftReport): string[] {
  const { sources, ignored, notCompared, counts, requests, namespaces } = report;
  return [
    ...sources.map(
      ({ name, people, assignments }) =>
        `${printable(name)} manages ${plural(people, "person", "people")} and ${plural(assignments, "set", "sets")} of groups or roles.`,
    ),
    `Roles were read in ${namespaces.map(printable).join(", ")}.`,
    ...(ignored.people > 0
      ? [
          `${plural(ignored.people, "person is", "people are")} ignored, ${ignored.peopleWithRoles} of them with a role.`,
        ]
      : []),
    ...(ignored.memberships > 0
      ? [`${plural(ignored.memberships, "membership", "memberships")} in ignored groups.`]
      : []),
    ...(notCompared.secrets > 0
      ? [`${plural(notCompared.secrets, "secret value is", "secret values are")} not compared.`]
      : []),
    ...(counts.silenced > 0
      ? [`${plural(counts.silenced, "difference has", "differences have")} the severity none.`]
      : []),
    `The service was asked ${plural(requests.total, "time", "times")}${requests.throttled > 0 ? `, and throttled ${requests.throttled}` : ""}.`,
  ];
}

/** What there is to decide, for each kind of finding that is there. */
export function decisionsOf(findings: readonly Finding[]): string[] {
  const found = new Set<string>(findings.map(({ kind }) => kind));
  return Object.entries(kinds).flatMap(([kind, { title, decision }]) =>
    found.has(kind) ? [`${title}: ${decision}`] : [],
  );
}

/** The resource that a finding concerns as people know it: `User ada in dev`. */
export function ownersOf({ owners }: Finding): string[] {
  return owners.map(({ source, urn }) => {
    const [type = "", name = urn] = urn.split("::").slice(-2);
    return printable(`${type.split(":").at(-1) ?? ""} ${name} in ${source}`);
  });
}

/** The time that the service tells: of the person's last change, or of the person's beginning. */
export function timeOf(finding: Finding): string | undefined {
  if (finding.kind === "field-changed") return finding.personChangedAt;
  return finding.kind === "person-unmanaged" ? finding.createdAt : undefined;
}

/** The same in words; nothing where the service tells nothing. */
export function sinceOf(finding: Finding): string {
  const time = timeOf(finding);
  if (time === undefined) return "";
  return printable(finding.kind === "field-changed" ? `at ${time} or before` : `created at ${time}`);
}

export function acceptanceOf({ reason, until, place }: NonNullable<Finding["accepted"]>): string {
  return printable(`accepted until ${until}: ${reason} (${place})`);
}

/** What the readers of the policy file should know. */
export function noticesOf({ notices }: DriftReport): string[] {
  return notices.map(({ place, message }) => printable(`${place}: ${message}`));
}

function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
