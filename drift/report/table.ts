import { styleText } from "node:util";

import Table from "cli-table3";

import { nameOf } from "../finding/describe.js";
import type { Finding, ReportedSeverity } from "../finding/finding.js";
import { kinds } from "../finding/kinds.js";
import type { DriftReport } from "./report.js";
import {
  acceptanceOf,
  coverageOf,
  decisionsOf,
  gapsOf,
  notesOf,
  noticesOf,
  outcomeOf,
  ownersOf,
  sinceOf,
} from "./sentences.js";
import { wrap, wrapCell } from "./wrap.js";

export interface TableOptions {
  /** Characters per line. */
  readonly width: number;
  readonly isColoured: boolean;
}

type Format = Parameters<typeof styleText>[0];
type Style = (format: Format, text: string) => string;

const colours: Record<ReportedSeverity, Format> = { high: ["bold", "red"], medium: "yellow", low: "cyan" };

/** On a narrower terminal, columns would break every word, so the findings are listed one below the other. */
const narrowest = 80;

/** The id of a user has 24 characters and should fit into one line; a column has a blank on each side. */
const idColumn = 26;

/** More would be unreadable on a terminal, and a table of thousands takes minutes to lay out. */
const maxFindings = 200;

/** The report for a terminal: the findings of the highest severity, open ones before accepted ones. */
export function renderTable(report: DriftReport, { width, isColoured }: TableOptions): string {
  // The caller knows whether there are colours. What this process writes to is not asked.
  const style: Style = (format, text) =>
    isColoured ? styleText(format, text, { validateStream: false }) : text;
  const list = width < narrowest ? renderList : renderColumns;
  const accepted = report.findings.filter((finding) => finding.accepted !== undefined);
  const open = report.findings.filter((finding) => finding.accepted === undefined);
  const shownAccepted = accepted.slice(0, Math.max(0, maxFindings - open.length));
  const hidden = report.findings.length - Math.min(open.length, maxFindings) - shownAccepted.length;
  const paragraph = (lines: readonly string[]): string => lines.map((line) => wrap(line, width)).join("\n");
  const parts = [
    style("bold", wrap(`User pool ${report.userPoolId}: ${outcomeOf(report)}`, width)),
    gapsOf(report)
      .map((gap) => style("yellow", wrap(gap, width)))
      .join("\n"),
    list(open.slice(0, maxFindings), width, style),
    paragraph(decisionsOf(open)),
    ...(shownAccepted.length === 0 ? [] : [style("bold", "Accepted"), list(shownAccepted, width, style)]),
    hidden === 0 ? "" : style("bold", wrap(`${hidden} more: use --format html=FILE or json`, width)),
    paragraph([coverageOf(report), ...notesOf(report)]),
    noticesOf(report)
      .map((notice) => style("yellow", wrap(notice, width)))
      .join("\n"),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function renderColumns(findings: readonly Finding[], width: number, style: Style): string {
  if (findings.length === 0) return "";
  const userColumn = Math.max(idColumn, Math.floor(width / 4));
  const columns = [10, userColumn, width - userColumn - 14];
  const [, user = 0, what = 0] = columns.map((column) => column - 2);
  const table = new Table({
    head: ["Severity", "User", "Finding"],
    colWidths: columns,
    style: { head: [], border: [] },
  });
  for (const finding of findings) {
    table.push([
      style(colours[finding.severity], finding.severity),
      [nameOf(finding.user), finding.user.id].map((line) => wrapCell(line, user)).join("\n"),
      [
        ...linesOf(finding).map((line) => wrapCell(line, what)),
        style("dim", wrapCell(finding.id, what)),
      ].join("\n"),
    ]);
  }
  return table.toString();
}

function renderList(findings: readonly Finding[], width: number, style: Style): string {
  const indented = (line: string): string => wrap(line, width - 2).replaceAll("\n", "\n  ");
  const blocks = findings.map((finding) => {
    const { severity, user } = finding;
    const [head = "", ...more] = wrap(`${severity} ${nameOf(user)} (${user.id})`, width - 2).split("\n");
    const coloured = head.replace(severity, style(colours[severity], severity));
    return [coloured, ...more, ...linesOf(finding).map(indented), style("dim", indented(finding.id))].join(
      "\n  ",
    );
  });
  return blocks.join("\n\n");
}

function linesOf(finding: Finding): string[] {
  const { kind, message, accepted } = finding;
  return [
    `${kinds[kind].title}: ${message}`,
    ...[sinceOf(finding), ownersOf(finding).join(", ")].filter((line) => line !== ""),
    ...(accepted === undefined ? [] : [acceptanceOf(accepted)]),
  ];
}
