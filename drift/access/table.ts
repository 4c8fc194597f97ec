import { contactsOf, nameOf } from "../finding/subject.js";
import { type GridLine, renderGrid } from "../report/grid.js";
import { wrap, wrapCell } from "../report/wrap.js";
import type { AccessReport } from "./access-report.js";
import {
  type AccessRow,
  endOf,
  gapsOf,
  limitsOf,
  marksOf,
  nameOfAccess,
  rowsOf,
  sourcesOf,
  summaryOf,
} from "./sentences.js";

/** More would be unreadable on a terminal. */
const maxRows = 500;

/** On a narrower terminal, columns would break every word. */
const narrowest = 80;

/** The report for a terminal. */
export function renderTable(report: AccessReport, { width }: { readonly width: number }): string {
  const rows = rowsOf(report);
  const shown = rows.slice(0, maxRows);
  const hidden = rows.length - shown.length;
  const parts = [
    wrap(
      `${report.pools.map(({ userPoolId }) => `User pool ${userPoolId}`).join(", ")}: ${summaryOf(report)}`,
      width,
    ),
    ...gapsOf(report).map((gap) => wrap(gap, width)),
    ...(shown.length === 0
      ? []
      : [width < narrowest ? renderList(shown, width) : renderColumns(shown, width)]),
    ...(hidden === 0 ? [] : [wrap(`${hidden} more: use --format csv=FILE, html=FILE or json=FILE`, width)]),
    wrap(limitsOf(report), width),
  ];
  return `${parts.join("\n\n")}\n`;
}

function renderColumns(rows: readonly AccessRow[], width: number): string {
  // Three columns have ten characters of borders.
  const user = Math.floor((width - 10) * 0.27);
  const access = Math.floor((width - 10) * 0.23);
  const widths = [user, access, width - 10 - user - access];
  let above: string | undefined;
  const cells = rows.map((row) => {
    const isSame = row.user.id === above;
    above = row.user.id;
    return [isSame ? [] : whoIs(row), whatIs(row), whereFrom(row)].map((lines, column) =>
      lines.flatMap((line): GridLine[] => wrapCell(line, widths[column] ?? 0).map((text) => ({ text }))),
    );
  });
  return renderGrid(["User", "Access", "From"], cells, widths);
}

function renderList(rows: readonly AccessRow[], width: number): string {
  return rows
    .map((row) =>
      [[...whoIs(row)].join(", "), ...whatIs(row), ...whereFrom(row)]
        .map((line) => wrap(line, width - 2).replaceAll("\n", "\n  "))
        .join("\n  "),
    )
    .join("\n\n");
}

function whoIs({ user }: AccessRow): string[] {
  return [nameOf({ user }), ...contactsOf({ user }), ...marksOf(user)];
}

function whatIs({ access }: AccessRow): string[] {
  return access === undefined
    ? ["no access"]
    : [nameOfAccess(access), endOf(access)].filter((line) => line !== "");
}

function whereFrom({ user, access }: AccessRow): string[] {
  return sourcesOf(access ?? user);
}
