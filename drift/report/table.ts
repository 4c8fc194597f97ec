import { styleText } from "node:util";

import type { Entry } from "../finding/entry.js";
import type { ReportedSeverity } from "../finding/parts.js";
import { cut } from "../finding/shorten.js";
import { contactsOf, nameOf, shownUserId, subjectKeyOf } from "../finding/subject.js";
import { type GridLine, renderGrid } from "./grid.js";
import {
  acceptanceOf,
  blocksOf,
  decisionsOf,
  noticesOf,
  originsOf,
  ownersOf,
  poolsOf,
  repairsOf,
  sinceOf,
  titleCase,
  titleOf,
} from "./sentences.js";
import type { Report } from "./view.js";
import { viewOf } from "./view-of.js";
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
const maxEntries = 200;

/** The report for a terminal: the entries of the highest severity by user or object, open ones before accepted ones. */
export function renderTable(report: Report, { width, isColoured }: TableOptions): string {
  // The caller knows whether there are colours. What this process writes to is not asked.
  const style: Style = (format, text) =>
    isColoured ? styleText(format, text, { validateStream: false }) : text;
  const view = viewOf(report);
  const render = width < narrowest ? renderList : renderColumns;
  const list = (entries: readonly Entry[]): string =>
    blocksOf(entries)
      .map((block) => render({ ...block, column: titleCase(view.nouns.one) }, width, style))
      .join("\n\n");
  const accepted = view.entries.filter((entry) => entry.accepted !== undefined);
  const open = view.entries.filter((entry) => entry.accepted === undefined);
  const shownAccepted = accepted.slice(0, Math.max(0, maxEntries - open.length));
  const hidden = view.entries.length - Math.min(open.length, maxEntries) - shownAccepted.length;
  const paragraph = (lines: readonly string[]): string => lines.map((line) => wrap(line, width)).join("\n");
  const parts = [
    style("bold", wrap(`${poolsOf(report)}: ${view.outcome}`, width)),
    view.alerts.map(({ text }) => style("yellow", wrap(text(unmarked), width))).join("\n"),
    paragraph(view.lead),
    list(open.slice(0, maxEntries)),
    paragraph([...decisionsOf(open), ...(open.length === 0 ? [] : [view.settling])]),
    ...(shownAccepted.length === 0 ? [] : [style("bold", "Accepted"), list(shownAccepted)]),
    hidden === 0 ? "" : style("bold", wrap(`${hidden} more: use --format html=FILE or json`, width)),
    paragraph([...view.closing, ...view.notes(unmarked)]),
    noticesOf(report)
      .map((notice) => style("yellow", wrap(notice, width)))
      .join("\n"),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function unmarked(value: string): string {
  return value;
}

type Block = ReturnType<typeof blocksOf>[number] & { readonly column: string };

function renderColumns({ heading, entries, column }: Block, width: number, style: Style): string {
  const userColumn = Math.max(idColumn, Math.floor(width / 4) - 2);
  const widths = [8, userColumn, width - userColumn - 18];
  const [, user = 0, what = 0] = widths;
  let above: string | undefined;
  const rows = entries.map((entry) => {
    const { severity } = entry;
    // The rows of one user or object are next to each other. The first one names it.
    const isSame = subjectKeyOf(entry) === above;
    above = subjectKeyOf(entry);
    return [
      [{ text: severity, style: (text: string) => style(colours[severity], text) }],
      isSame ? [] : whoIs(entry).flatMap((line) => linesIn(line, user)),
      [
        ...linesOf(entry).flatMap((line) => linesIn(line, what)),
        ...linesIn(shownId(entry), what, (text) => style("dim", text)),
      ],
    ];
  });
  return renderGrid(["Severity", heading, column], rows, widths);
}

function linesIn(text: string, width: number, style?: (text: string) => string): GridLine[] {
  return wrapCell(text, width).map((line) => ({ text: line, ...(style && { style }) }));
}

/** The name of an object holds what identifies it. */
function whoIs(entry: Entry): string[] {
  return [nameOf(entry), ...contactsOf(entry), ...("user" in entry ? [shownUserId(entry.user)] : [])];
}

function renderList({ entries }: Block, width: number, style: Style): string {
  const indented = (line: string): string => wrap(line, width - 2).replaceAll("\n", "\n  ");
  const blocks = entries.map((entry) => {
    const { severity } = entry;
    const who = [nameOf(entry), ...contactsOf(entry)].join(", ");
    const userId = "user" in entry ? ` (${shownUserId(entry.user)})` : "";
    const [head = "", ...more] = wrap(`${severity} ${who}${userId}`, width - 2).split("\n");
    const coloured = head.replace(severity, style(colours[severity], severity));
    const id = style("dim", indented(shownId(entry)));
    return [coloured, ...more, ...linesOf(entry).map(indented), id].join("\n  ");
  });
  return blocks.join("\n\n");
}

/** Codes have any length, and the id holds them. The format acceptances has it in full. */
function shownId({ id }: Entry): string {
  return cut(id, longestId);
}

function linesOf(entry: Entry): string[] {
  const { message, accepted } = entry;
  return [
    `${titleOf(entry)}: ${message}`,
    ...[sinceOf(entry), ownersOf(entry).join(", ")].filter((line) => line !== ""),
    ...originsOf(entry),
    ...repairsOf(entry),
    ...(accepted === undefined ? [] : [acceptanceOf(accepted)]),
  ];
}
