import { printable } from "../../model/rules/printable.js";
import { listed } from "../finding/shorten.js";
import { isRefusal } from "../finding/severity.js";
import { type Mark, Shown } from "../finding/show.js";
import { needsReview, type PlanReport } from "./plan-report.js";
import {
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

const mostStacks = 5;

/** What the formats show of a plan. */
export function planView(report: PlanReport): ReportView {
  const { changes, people, access, requireReview } = report;
  return {
    name: "plan",
    title: "Plan",
    nouns: { one: "change", many: "changes" },
    outcome: outcomeOf(report),
    entries: changes,
    counts: (entry) => isRefusal(entry) || needsReview(entry, requireReview),
    alerts: alertsOf(report),
    lead: [comesTo(report), ...(report.deletions.exceeded ? [] : deletionsOf(report))],
    closing: [],
    notes: (mark) => notesOf(report, mark),
    aboutHeading: "About this plan",
    decisionHeading: "What to check",
    settling: "To accept changes, --format acceptances writes entries to paste.",
    nothing: nothingOf(report),
    hasTimes: false,
    isSinceEarlier: false,
    tiles: {
      top: [
        { heading: "People", tiles: tilesOf(people) },
        { heading: "Access", tiles: tilesOf(access) },
      ],
      bottom: [],
    },
    checks: [
      {
        name: "the changes were planned",
        lines: [...gapsOf(report), comesTo(report), limitsOf(report)],
        ...(report.credentials.status === "rejected" && { failure: rejection(report, (text) => text) }),
      },
      ...(isLimited(report)
        ? [
            {
              name: "the deletions are within the limit",
              lines: deletionsOf(report),
              ...(report.deletions.exceeded && { failure: deletionsOf(report).join(" ") }),
            },
          ]
        : []),
    ],
  };
}

/** The outcome in one line: `1 high, 2 medium (1 at or above --require-review high); needs a review`. */
function outcomeOf(report: PlanReport): string {
  const { changes, counts, requireReview, completeness, deletions } = report;
  const isForReview = changes.some((change) => needsReview(change, requireReview));
  const threshold =
    requireReview === undefined
      ? ""
      : thresholdOf(
          changes,
          (change) => needsReview(change, requireReview),
          `--require-review ${requireReview}`,
        );
  return [
    `${summaryOf(report, "changes")}${threshold}`,
    // A pull request can bring the policy that silences its own changes.
    ...(counts.silenced === 0 ? [] : [`${counts.silenced} not listed`]),
    ...(isRefused(report) ? ["`pulumi up` would fail"] : []),
    ...(deletions.exceeded ? ["over the limit of deletions"] : []),
    ...(isForReview ? ["needs a review"] : []),
    ...(completeness.complete ? [] : ["incomplete"]),
  ].join("; ");
}

/** What stands in place of an empty list. */
function nothingOf({ completeness, counts }: PlanReport): string {
  if (counts.silenced > 0) return "The policy lists none of the changes.";
  return completeness.complete ? "`pulumi up` changes nothing." : "No changes in what was read.";
}

function isRefused({ changes, credentials }: PlanReport): boolean {
  return credentials.status === "rejected" || changes.some(isRefusal);
}

function alertsOf(report: PlanReport): ReportView["alerts"] {
  const { changes, credentials, deletions } = report;
  const refusals = changes.filter(isRefusal).length;
  return [
    ...(credentials.status === "rejected"
      ? [{ label: "Rejected.", text: (mark: Mark): string => rejection(report, mark) }]
      : []),
    ...(refusals === 0
      ? []
      : [
          {
            label: "Refused.",
            text: (): string =>
              `\`pulumi up\` would fail: ${plural(refusals, "change is", "changes are")} refused.`,
          },
        ]),
    ...(deletions.exceeded
      ? [{ label: "Over the limit.", text: (): string => deletionsOf(report).join(" ") }]
      : []),
    ...gapsOf(report).map((gap) => ({ label: "Incomplete.", text: (mark: Mark): string => mark(gap) })),
  ];
}

function rejection({ credentials: { message = "" } }: PlanReport, mark: Mark): string {
  const why = message === "" ? "" : `: ${new Shown(mark).line(message)}`;
  return `The service rejects the credentials${why}.`;
}

/** What happens to people and access, in two sentences. */
function comesTo({ people, access }: PlanReport): string {
  const users = Object.entries(people).filter(([, count]) => count > 0);
  const what =
    users.length === 0 ? "none changed" : users.map(([fate, count]) => `${count} ${fate}`).join(", ");
  return `Users: ${what}. Access: ${access.given} given, ${access.taken} taken.`;
}

function isLimited({ deletions: { max, maxShare } }: PlanReport): boolean {
  return max !== undefined || maxShare !== undefined;
}

/** How many users lose their account, and what the limits are; nothing where there is neither. */
function deletionsOf(report: PlanReport): string[] {
  const { users, of, max, maxShare, userPoolId } = report.deletions;
  if (users === 0 && !isLimited(report)) return [];
  const limits = [
    ...(max === undefined ? [] : [`--max-deletions is ${max}`]),
    ...(maxShare === undefined ? [] : [`--max-deletion-share is ${shown(maxShare)}%`]),
  ].join(" and ");
  const share = of === 0 ? "" : ` (${percent(users, of)}%)`;
  const limit = limits === "" ? "" : `; ${limits}`;
  const where = userPoolId === undefined ? "" : ` of user pool ${printable(userPoolId)}`;
  return [`${users} of ${plural(of, "user", "users")}${where}${share} would be deleted or blocked${limit}.`];
}

/** A share as it was given: 0.125 is 12.5. */
function shown(share: number): number {
  return Number((share * 100).toFixed(6));
}

function tilesOf(counts: Readonly<Record<string, number>>): Tile[] {
  return Object.entries(counts).map(([text, count]) => ({ figure: String(count), text }));
}

/** How the plan was made, a sentence each. */
function notesOf(report: PlanReport, mark: Mark): string[] {
  const { sources, credentials, drift } = report;
  const text = new Shown(mark);
  const stacks = listed(
    sources.map(({ name }) => text.text(name)),
    mostStacks,
  );
  const why = credentials.message === undefined ? "" : `: ${text.line(credentials.message)}`;
  return [
    `The plan is of the ${sources.length === 1 ? "stack" : "stacks"} ${stacks}.`,
    ...(credentials.status === "accepted" ? ["The service accepts the credentials."] : []),
    ...(credentials.status === "not-checked" ? [`The credentials were not checked${why}.`] : []),
    ...(drift.findings === 0
      ? []
      : [
          `A drift review has ${plural(drift.findings, "finding", "findings")} now. The plan repairs ${drift.repaired}.`,
        ]),
    ...silencedOf(report, "change", "changes"),
    ...[limitsOf(report)].filter((line) => line !== ""),
    requestsOf(report),
  ];
}
