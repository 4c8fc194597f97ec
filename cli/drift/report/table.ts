import { styleText } from "node:util";

import Table from "cli-table3";

import { nameOf } from "../describe.js";
import type { Finding, ReportedSeverity } from "../finding.js";
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
  outcomeOf,
} from "./sentences.js";
import { breakLongWords, wrap } from "./wrap.js";

export interface TableOptions {
  /** Characters to a line. */
  readonly width: number;
  readonly isColoured: boolean;
}

type Format = Parameters<typeof styleText>[0];
type Style = (format: Format, text: string) => string;

const colours: Record<ReportedSeverity, Format> = { high: ["bold", "red"], medium: "yellow", low: "cyan" };

/** Narrower than this, columns would break every word: the findings come one below the other. */
const narrowest = 80;

/** More than this nobody reads on a terminal, and a table of thousands takes minutes to lay out. */
const maxFindings = 200;

/** The report for a terminal: the gravest findings, what is open before what is accepted. */
export function renderTable(report: DriftReport, { width, isColoured }: TableOptions): string {
  // Whoever calls knows whether there are colours; this process may write to something else.
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
    list(open.slice(0, maxFindings), width, style),
    paragraph(decisionsOf(open)),
    ...(shownAccepted.length === 0 ? [] : [style("bold", "Accepted"), list(shownAccepted, width, style)]),
    hidden === 0 ? "" : style("bold", wrap(`${hidden} more: --format html=FILE or json`, width)),
    paragraph([`Code owns ${coverageOf(report).join(", ")}.`, ...notesOf(report)]),
    noticesOf(report)
      .map((notice) => style("yellow", wrap(notice, width)))
      .join("\n"),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function renderColumns(findings: readonly Finding[], width: number, style: Style): string {
  if (findings.length === 0) return "";
  const columns = [10, Math.floor(width / 4), width - Math.floor(width / 4) - 14];
  const [, person = 0, what = 0] = columns.map((column) => column - 2);
  const table = new Table({
    head: ["Severity", "Person", "Finding"],
    colWidths: columns,
    wordWrap: true,
    style: { head: [], border: [] },
  });
  for (const finding of findings) {
    table.push([
      style(colours[finding.severity], finding.severity),
      [nameOf(finding.person), finding.person.id].map((line) => breakLongWords(line, person)).join("\n"),
      [
        ...linesOf(finding).map((line) => breakLongWords(line, what)),
        style("dim", breakLongWords(finding.id, what)),
      ].join("\n"),
    ]);
  }
  return table.toString();
}

function renderList(findings: readonly Finding[], width: number, style: Style): string {
  const indented = (line: string): string => wrap(line, width - 2).replaceAll("\n", "\n  ");
  const blocks = findings.map((finding) => {
    const { severity, person } = finding;
    const [head = "", ...more] = wrap(`${severity} ${nameOf(person)} (${person.id})`, width - 2).split("\n");
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
