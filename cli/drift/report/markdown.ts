import { nameOf } from "../describe.js";
import type { Finding } from "../finding.js";
import { kinds } from "../kinds.js";
import type { DriftReport } from "./report.js";
import {
  acceptanceOf,
  coverageOf,
  decisionsOf,
  notesOf,
  noticesOf,
  ownersOf,
  sinceOf,
  summaryOf,
} from "./sentences.js";

/** By it a pipeline finds the comment or issue that it wrote the last time. */
const marker = "<!-- pulumi-approw drift -->";

/** GitHub takes 65,536 characters in a comment or an issue; what frames the tables needs some of them. */
const maxTableCharacters = 50_000;

/** The report for a comment or an issue. What comes from the pool is shown as code, where nobody can be mentioned. */
export function renderMarkdown(report: DriftReport): string {
  const open = report.findings.filter(({ accepted }) => accepted === undefined);
  const accepted = report.findings.filter((finding) => finding.accepted !== undefined);
  const blocks = [
    marker,
    `### Drift review: ${summaryOf(report)}`,
    `User pool ${code(report.userPoolId)} on ${code(report.host)}, ${report.generatedAt}.`,
    ...tableOf(open),
    ...list(decisionsOf(open)),
    ...(accepted.length === 0
      ? []
      : ["<details><summary>Accepted</summary>", ...tableOf(accepted), "</details>"]),
    ...list(
      [`Code owns ${coverageOf(report).join(", ")}.`, ...notesOf(report), ...noticesOf(report)].map(code),
    ),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function tableOf(findings: readonly Finding[]): string[] {
  if (findings.length === 0) return [];
  const rows: string[] = [];
  let left = maxTableCharacters;
  for (const row of findings.map(rowOf)) {
    left -= row.length + 1;
    if (left < 0) break;
    rows.push(row);
  }
  const hidden = findings.length - rows.length;
  return [
    ["| Severity | Person | Finding |", "| --- | --- | --- |", ...rows].join("\n"),
    ...(hidden === 0 ? [] : [`**${hidden} more are not shown here:** other formats show all.`]),
  ];
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

function list(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [lines.map((line) => `- ${line}`).join("\n")];
}

/** A code span, inside of a table too. */
function code(text: string): string {
  const runs = text.match(/`+/gu) ?? [];
  const fence = "`".repeat(Math.max(0, ...runs.map(({ length }) => length)) + 1);
  const padding = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return `${fence}${padding}${text.replaceAll("|", "\\|")}${padding}${fence}`;
}
