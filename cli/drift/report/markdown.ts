import { nameOf } from "../describe.js";
import type { Finding } from "../finding.js";
import { kinds } from "../kinds.js";
import type { DriftReport } from "./report.js";
import { Room } from "./room.js";
import {
  acceptanceOf,
  coverageOf,
  decisionsOf,
  notesOf,
  noticesOf,
  ownersOf,
  sinceOf,
  outcomeOf,
} from "./sentences.js";

/** By it a pipeline finds the comment or issue that it wrote the last time. */
const marker = "<!-- pulumi-approw drift -->";

/**
 * GitHub takes 65,536 characters in a comment or an issue. A pipeline may add 6,000 of a preview, and what frames the
 * parts needs some.
 */
const maxCharacters = 58_000;

/** The report for a comment or an issue. What comes from the pool is shown as code, where nobody can be mentioned. */
export function renderMarkdown(report: DriftReport): string {
  const open = report.findings.filter(({ accepted }) => accepted === undefined);
  const accepted = report.findings.filter((finding) => finding.accepted !== undefined);
  const room = new Room(maxCharacters);
  // Few lines, and the first to go in. Then what somebody has to decide on, what is accepted, and what is to be known.
  const head = room.fit([
    `### Drift review: ${outcomeOf(report)}`,
    `User pool ${code(report.userPoolId)} on ${code(report.host)}, ${report.generatedAt}.`,
  ]);
  const decisions = room.fit(decisionsOf(open).map(toItem));
  const about = room.fit(
    [`Code owns ${coverageOf(report).join(", ")}.`, ...notesOf(report)].map(code).map(toItem),
  );
  const openTable = tableOf(open, room);
  const acceptedTable = tableOf(accepted, room);
  const notices = room.fit(noticesOf(report).map(code).map(toItem));
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

function tableOf(findings: readonly Finding[], room: Room): string[] {
  const { shown, hidden } = room.fit(findings.map(rowOf));
  const rows = shown.length === 0 ? [] : ["| Severity | Person | Finding |", "| --- | --- | --- |", ...shown];
  return [...block(rows), ...moreOf(hidden)];
}

/** Lines that belong together; nothing where there are none. */
function block(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [lines.join("\n")];
}

function toItem(line: string): string {
  return `- ${line}`;
}

function moreOf(hidden: number): string[] {
  return hidden === 0 ? [] : [`**${hidden} more:** see the report as html or json.`];
}

function rowOf(finding: Finding): string {
  const { severity, person, kind, message, id, accepted } = finding;
  const lines = [
    message,
    sinceOf(finding),
    ...ownersOf(finding),
    accepted === undefined ? "" : acceptanceOf(accepted),
    id,
  ];
  const what = [`**${kinds[kind].title}**`, ...lines.filter((line) => line !== "").map(code)].join("<br>");
  return `| ${severity} | ${code(nameOf(person))} | ${what} |`;
}

/** A code span, inside of a table too. */
function code(text: string): string {
  const runs = text.match(/`+/gu) ?? [];
  const fence = "`".repeat(Math.max(0, ...runs.map(({ length }) => length)) + 1);
  const padding = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return `${fence}${padding}${text.replaceAll("|", "\\|")}${padding}${fence}`;
}
