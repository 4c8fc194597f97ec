import { styleText } from "node:util";

import type { Finding } from "../finding/finding.js";
import type { ReportedSeverity } from "../finding/parts.js";
import { cut } from "../finding/shorten.js";
import { contactsOf, subjectKeyOf, nameOf } from "../finding/subject.js";
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
  poolsOf,
  sinceOf,
  titleOf,
} from "./sentences.js";
import { type GridLine, renderGrid } from "./grid.js";
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

/** The id of a user has 24 characters and should fit into one line. */
const idColumn = 24;

const longestId = 300;

/** More would be unreadable on a terminal. */
const maxFindings = 200;

const howToSettle =
  "To accept findings, or to ignore them, --format acceptances and --format ignore write entries to paste.";

/** The report for a terminal: the findings of the highest severity by user or object, open ones before accepted ones. */
export function renderTable(report: DriftReport, { width, isColoured }: TableOptions): string {
  // The caller knows whether there are colours. What this process writes to is not asked.
  const style: Style = (format, text) =>
    isColoured ? styleText(format, text, { validateStream: false }) : text;
  const render = width < narrowest ? renderList : renderColumns;
  const list = (findings: readonly Finding[]): string =>
    blocksOf(findings)
      .map((block) => render(block, width, style))
      .join("\n\n");
  const accepted = report.findings.filter((finding) => finding.accepted !== undefined);
  const open = report.findings.filter((finding) => finding.accepted === undefined);
  const shownAccepted = accepted.slice(0, Math.max(0, maxFindings - open.length));
  const hidden = report.findings.length - Math.min(open.length, maxFindings) - shownAccepted.length;
  const paragraph = (lines: readonly string[]): string => lines.map((line) => wrap(line, width)).join("\n");
  const parts = [
    style("bold", wrap(`${poolsOf(report)}: ${outcomeOf(report)}`, width)),
    gapsOf(report)
      .map((gap) => style("yellow", wrap(gap, width)))
      .join("\n"),
    list(open.slice(0, maxFindings)),
    paragraph([...decisionsOf(open), ...(open.length === 0 ? [] : [howToSettle])]),
    ...(shownAccepted.length === 0 ? [] : [style("bold", "Accepted"), list(shownAccepted)]),
    hidden === 0 ? "" : style("bold", wrap(`${hidden} more: use --format html=FILE or json`, width)),
    paragraph([coverageOf(report), ...notesOf(report)]),
    noticesOf(report)
      .map((notice) => style("yellow", wrap(notice, width)))
      .join("\n"),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

type Block = ReturnType<typeof blocksOf>[number];

function renderColumns({ heading, findings }: Block, width: number, style: Style): string {
  const userColumn = Math.max(idColumn, Math.floor(width / 4) - 2);
  const widths = [8, userColumn, width - userColumn - 18];
  const [, user = 0, what = 0] = widths;
  let above: string | undefined;
  const rows = findings.map((finding) => {
    const { severity } = finding;
    // The rows of one user or object are next to each other. The first one names it.
    const isSame = subjectKeyOf(finding) === above;
    above = subjectKeyOf(finding);
    return [
      [{ text: severity, style: (text: string) => style(colours[severity], text) }],
      isSame ? [] : whoIs(finding).flatMap((line) => linesIn(line, user)),
      [
        ...linesOf(finding).flatMap((line) => linesIn(line, what)),
        ...linesIn(shownId(finding), what, (text) => style("dim", text)),
      ],
    ];
  });
  return renderGrid(["Severity", heading, "Finding"], rows, widths);
}

function linesIn(text: string, width: number, style?: (text: string) => string): GridLine[] {
  return wrapCell(text, width).map((line) => ({ text: line, ...(style && { style }) }));
}

/** The name of an object holds what identifies it. */
function whoIs(finding: Finding): string[] {
  return [nameOf(finding), ...contactsOf(finding), ...("user" in finding ? [finding.user.id] : [])];
}

function renderList({ findings }: Block, width: number, style: Style): string {
  const indented = (line: string): string => wrap(line, width - 2).replaceAll("\n", "\n  ");
  const blocks = findings.map((finding) => {
    const { severity } = finding;
    const who = [nameOf(finding), ...contactsOf(finding)].join(", ");
    const userId = "user" in finding ? ` (${finding.user.id})` : "";
    const [head = "", ...more] = wrap(`${severity} ${who}${userId}`, width - 2).split("\n");
    const coloured = head.replace(severity, style(colours[severity], severity));
    const id = style("dim", indented(shownId(finding)));
    return [coloured, ...more, ...linesOf(finding).map(indented), id].join("\n  ");
  });
  return blocks.join("\n\n");
}

/** Codes have any length, and the id holds them. The format acceptances has it in full. */
function shownId({ id }: Finding): string {
  return cut(id, longestId);
}

function linesOf(finding: Finding): string[] {
  const { message, accepted } = finding;
  return [
    `${titleOf(finding)}: ${message}`,
    ...[sinceOf(finding), ownersOf(finding).join(", ")].filter((line) => line !== ""),
    ...(accepted === undefined ? [] : [acceptanceOf(accepted)]),
  ];
}
