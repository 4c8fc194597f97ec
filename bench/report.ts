import stringWidth from "string-width";

import { renderGrid } from "../drift/report/grid.js";

/** Whether a measure meets its target; undefined if it has none. */
export type Verdict = "met" | "missed" | undefined;

/** One line of the table. */
export interface Row {
  readonly measure: string;
  readonly target?: string;
  readonly ours: string;
  readonly floor?: string;
  readonly naive?: string;
  readonly verdict?: Verdict;
}

/** The result of one part of the measurements. */
export interface Section {
  readonly title: string;
  /** How the figures were measured. */
  readonly about: string;
  readonly rows: readonly Row[];
  /** A file beside the page, which `about` shows. */
  readonly drawing?: { readonly file: string; readonly text: string };
}

const headings = ["measure", "target", "ours", "engine alone", "naive", "result"];

export function atMost(value: number, limit: number): Verdict {
  return value <= limit ? "met" : "missed";
}

export function toTerminal({ title, rows }: Section): string {
  const cells = rows.map(cellsOf);
  const widths = headings.map((heading, column) =>
    Math.max(...[heading, ...cells.map((row) => row[column] ?? "")].map((text) => stringWidth(text))),
  );
  const table = renderGrid(
    headings,
    cells.map((row) => row.map((text) => [{ text }])),
    widths,
  );
  return `\n${title}\n${table}\n`;
}

export function toMarkdown({ title, about, rows }: Section): string {
  const lines = [headings, headings.map(() => "---"), ...rows.map(cellsOf)].map(
    (cells) => `| ${cells.join(" | ")} |`,
  );
  return `## ${title}\n\n${about}\n\n${lines.join("\n")}\n`;
}

function cellsOf({ measure, target = "", ours, floor = "", naive = "", verdict }: Row): string[] {
  return [measure, target, ours, floor, naive, verdict ?? ""];
}

/** Such as `1,034`. */
export function count(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 0 });
}

/** Such as `12.3 s`. */
export function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}

/** Such as `1.07 × floor`. */
export function timesFloor(value: number, floor: number): string {
  return `${(value / floor).toFixed(2)} × floor`;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((some, other) => some - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
