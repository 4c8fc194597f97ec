import { contactsOf, nameOf } from "../finding/describe.js";
import type { Finding } from "../finding/finding.js";
import type { DriftReport } from "./report.js";
import {
  acceptanceOf,
  coverageOf,
  decisionsOf,
  gapsOf,
  groupByUser,
  notesOf,
  noticesOf,
  outcomeOf,
  ownersOf,
  sinceOf,
  titleOf,
} from "./sentences.js";
import { Space } from "./space.js";

/** A pipeline recognizes its comment or issue by this mark. */
const marker = "<!-- pulumi-approw drift -->";

/**
 * GitHub accepts 65,536 characters in a comment or an issue. A pipeline may add 6,000 of a preview, and the text around
 * the parts needs some.
 */
const maxCharacters = 58_000;

/** The report for a comment or an issue. Everything from the pool is shown as code, which cannot trigger mentions. */
export function renderMarkdown(report: DriftReport): string {
  const open = report.findings.filter(({ accepted }) => accepted === undefined);
  const accepted = report.findings.filter((finding) => finding.accepted !== undefined);
  const space = new Space(maxCharacters);
  // The few lines that must not be missing come first, then open findings, accepted findings and notices.
  const head = space.fit([
    `### Drift review: ${outcomeOf(report)}`,
    `${report.pools.map(({ userPoolId, host }) => `User pool ${code(userPoolId)} on ${code(host)}, `).join("")}${report.generatedAt}.`,
    ...gapsOf(report).map((gap) => `**Incomplete.** ${code(gap)}`),
  ]);
  const decisions = space.fit(decisionsOf(open).map(toItem));
  const about = space.fit([coverageOf(report), ...notesOf(report)].map(code).map(toItem));
  const openTable = tableOf(open, space);
  const acceptedTable = tableOf(accepted, space);
  const notices = space.fit(noticesOf(report).map(code).map(toItem));
  const blocks = [
    marker,
    ...head.shown,
    ...openTable,
    ...block(decisions.shown),
    ...(accepted.length === 0
      ? []
      : ["<details><summary>Accepted</summary>", ...acceptedTable, "</details>"]),
    ...block([...about.shown, ...notices.shown]),
    ...moreOf(about.hidden + notices.hidden),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function tableOf(findings: readonly Finding[], space: Space): string[] {
  const { shown, hidden } = space.fit(groupByUser(findings).map(rowOf));
  const rows = shown.length === 0 ? [] : ["| Severity | User | Finding |", "| --- | --- | --- |", ...shown];
  return [...block(rows), ...moreOf(hidden)];
}

/** Lines that belong together, as one block. */
function block(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [lines.join("\n")];
}

function toItem(line: string): string {
  return `- ${line}`;
}

function moreOf(hidden: number): string[] {
  return hidden === 0 ? [] : [`**${hidden} more:** see the report in the format html or json.`];
}

function rowOf(finding: Finding): string {
  const { severity, user, message, id, accepted } = finding;
  const lines = [
    message,
    sinceOf(finding),
    ...ownersOf(finding),
    accepted === undefined ? "" : acceptanceOf(accepted),
    id,
  ];
  const what = [`**${titleOf(finding)}**`, ...lines.filter((line) => line !== "").map(code)].join("<br>");
  const who = [nameOf(user), ...contactsOf(user)].map(code).join("<br>");
  return `| ${severity} | ${who} | ${what} |`;
}

/** A code span that also works in a table. */
function code(text: string): string {
  const runs = text.match(/`+/gu) ?? [];
  const fence = "`".repeat(Math.max(0, ...runs.map(({ length }) => length)) + 1);
  const padding = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return `${fence}${padding}${text.replaceAll("|", "\\|")}${padding}${fence}`;
}
