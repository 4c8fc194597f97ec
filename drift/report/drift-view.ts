import { printable } from "../../model/rules/printable.js";
import { codedNouns } from "../../model/rules/coded.js";
import { isOpenFrom } from "../finding/entry.js";
import { pluralOf } from "../finding/objects.js";
import { listed } from "../finding/shorten.js";
import type { Mark } from "../finding/show.js";
import type { DriftReport } from "./report.js";
import {
  enumerated,
  gapsOf,
  limitsOf,
  percent,
  plural,
  requestsOf,
  silencedOf,
  summaryOf,
  thresholdOf,
} from "./sentences.js";
import type { ReportView, Tile } from "./view.js";

const mostNamespaces = 10;

/** What the formats show of a drift review. */
export function driftView(report: DriftReport): ReportView {
  const { findings, completeness, coverage } = report;
  return {
    name: "drift",
    title: "Drift review",
    nouns: { one: "finding", many: "findings" },
    outcome: outcomeOf(report),
    entries: findings,
    counts: (entry) => isOpenFrom(entry, report.failOn),
    alerts: gapsOf(report).map((gap) => ({ label: "Incomplete.", text: (mark) => mark(gap) })),
    lead: [],
    closing: [coverageOf(report)],
    notes: (mark) => notesOf(report, mark),
    aboutHeading: "About this review",
    decisionHeading: "What to do",
    settling:
      "To accept findings, or to ignore them, --format acceptances and --format ignore write entries to paste.",
    nothing: completeness.complete ? "There is nothing to decide." : "No findings in what was read.",
    hasTimes: true,
    isSinceEarlier: report.since !== undefined,
    tiles: { top: [], bottom: [{ heading: "Coverage", tiles: coverageTiles(coverage) }] },
    checks: [
      {
        name: "the user pool was reviewed",
        lines: [...gapsOf(report), coverageOf(report), limitsOf(report)],
      },
    ],
  };
}

/** The outcome in one line, and how many count as drift where not all do: `3 high, 1 low (3 at or above --fail-on medium)`. */
function outcomeOf(report: DriftReport): string {
  const { findings, failOn, since, completeness } = report;
  const threshold = thresholdOf(findings, (entry) => isOpenFrom(entry, failOn), `--fail-on ${failOn}`);
  return [
    `${summaryOf(report, "findings")}${threshold}`,
    ...(since === undefined ? [] : [`${since.newFindings} new since ${since.generatedAt}`]),
    ...(completeness.complete ? [] : ["incomplete"]),
  ].join("; ");
}

/** How much of the pool is managed by code, in a sentence or two. */
function coverageOf({ coverage }: DriftReport): string {
  const { objects = [] } = coverage;
  const shares = sharesOf(coverage).map(([what, share]) => shareOf(what, share));
  const declared = objects.map(({ type, ...share }) => shareOf(pluralOf(type), share));
  return [
    `${enumerated(shares)} are managed by code.`,
    ...(declared.length === 0 ? [] : [`Resources declare ${enumerated(declared)}.`]),
  ].join(" ");
}

/** What was counted of users and of what they have. */
function sharesOf({
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

function coverageTiles(coverage: DriftReport["coverage"]): Tile[] {
  const { objects = [] } = coverage;
  const shares = [
    ...sharesOf(coverage).map(([what, share]) => ({ what, ...share })),
    ...objects.map(({ type, ...share }) => ({ what: `${pluralOf(type)} declared as resources`, ...share })),
  ];
  return shares.map(({ what, managed, total }) => {
    const text = `${managed} of ${total} ${what}`;
    return {
      figure: `${percent(managed, total)}%`,
      meter: { of: total, value: managed, label: `${text} are managed by code` },
      text,
    };
  });
}

/** What was compared, and what was left out, a sentence each. Names in it went through `mark`. */
function notesOf(report: DriftReport, mark: Mark): string[] {
  const { sources, since, plan, ignored, notCompared, namespaces } = report;
  return [
    ...sources.map((source) => declaredBy(source, mark)),
    ...(since === undefined
      ? []
      : [
          `Since ${since.generatedAt}, ${plural(since.newFindings, "finding is", "findings are")} new and ${plural(since.resolvedFindings, "finding was", "findings were")} no longer found.`,
        ]),
    ...(plan === undefined
      ? []
      : [`The plan of ${plan.generatedAt} repairs ${plural(plan.repairedFindings, "finding", "findings")}.`]),
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
    ...silencedOf(report, "difference", "differences"),
    ...[limitsOf(report)].filter((line) => line !== ""),
    requestsOf(report),
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
  return `The state ${mark(printable(name))} declares ${enumerated(declared)}.`;
}
