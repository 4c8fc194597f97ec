import { printable } from "../../model/rules/printable.js";
import { describeDifference, describeInPool } from "../finding/describe.js";
import type { Finding } from "../finding/finding.js";
import { contactsOf, nameOf } from "../finding/subject.js";
import type { DriftReport } from "./report.js";
import {
  acceptanceOf,
  blocksOf,
  coverageOf,
  decisionsOf,
  gapsOf,
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

/** The report for a comment or an issue. Everything that is not ours is shown as code, which cannot trigger mentions. */
export function renderMarkdown(report: DriftReport): string {
  const open = report.findings.filter(({ accepted }) => accepted === undefined);
  const accepted = report.findings.filter((finding) => finding.accepted !== undefined);
  const space = new Space(maxCharacters);
  // The few lines that must not be missing come first, then open findings, accepted findings and notices.
  const head = space.fit([
    `### Drift review: ${outcomeOf(report)}`,
    `${report.pools.map(({ userPoolId, host }) => `User pool ${code(printable(userPoolId))} on ${code(printable(host))}, `).join("")}${report.generatedAt}.`,
    ...gapsOf(report).map((gap) => `**Incomplete.** ${code(gap)}`),
  ]);
  const decisions = space.fit(decisionsOf(open).map(toItem));
  const about = space.fit([coverageOf(report), ...notesOf(report, code)].map(toItem));
  const toRow = (finding: Finding): string => rowOf(finding, report.pools.length > 1);
  const openTables = tablesOf(open, toRow, space);
  const acceptedTables = tablesOf(accepted, toRow, space);
  const notices = space.fit(noticesOf(report).map(code).map(toItem));
  const blocks = [
    marker,
    ...head.shown,
    ...openTables,
    ...block(decisions.shown),
    ...(accepted.length === 0
      ? []
      : ["<details><summary>Accepted</summary>", ...acceptedTables, "</details>"]),
    ...block([...about.shown, ...notices.shown]),
    ...moreOf(about.hidden + notices.hidden),
  ];
  return `${blocks.join("\n\n")}\n`;
}

/** One table for users and one for objects. */
function tablesOf(findings: readonly Finding[], toRow: (finding: Finding) => string, space: Space): string[] {
  const tables = blocksOf(findings).map(({ heading, findings: its }) => ({
    heading,
    ...space.fit(its.map(toRow)),
  }));
  const rows = tables.map(({ heading, shown }) =>
    shown.length === 0 ? [] : [`| Severity | ${heading} | Finding |`, "| --- | --- | --- |", ...shown],
  );
  const hidden = tables.reduce((total, table) => total + table.hidden, 0);
  return [...rows.flatMap(block), ...moreOf(hidden)];
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

/** The sentences are ours. Values in them, and lines that are from elsewhere as a whole, are code. */
function rowOf(finding: Finding, isBesideOtherPools: boolean): string {
  const { severity, userPoolId, id, accepted } = finding;
  const lines = [
    isBesideOtherPools ? describeInPool(finding, userPoolId, code) : describeDifference(finding, code),
    sinceOf(finding, code),
    ...ownersOf(finding).map(code),
    accepted === undefined ? "" : acceptanceOf(accepted, code),
    code(id),
  ];
  const what = [`**${titleOf(finding)}**`, ...lines.filter((line) => line !== "")].join("<br>");
  const who = [nameOf(finding), ...contactsOf(finding)].map(code).join("<br>");
  return `| ${severity} | ${who} | ${what} |`;
}

/** A code span that also works in a table. */
function code(text: string): string {
  const runs = text.match(/`+/gu) ?? [];
  const fence = "`".repeat(Math.max(0, ...runs.map(({ length }) => length)) + 1);
  const padding = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return `${fence}${padding}${text.replaceAll("|", "\\|")}${padding}${fence}`;
}
