import stringWidth from "string-width";

/** One line of a cell, which fits the column, and how it is shown. */
export interface GridLine {
  readonly text: string;
  readonly style?: (text: string) => string;
}

type Cell = readonly GridLine[];

/** A table with borders. Time and memory grow with the number of lines only: their lengths are bounded by the columns. */
export function renderGrid(
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
  widths: readonly number[],
): string {
  const rule = (left: string, middle: string, right: string): string =>
    `${left}${widths.map((width) => "─".repeat(width + 2)).join(middle)}${right}`;
  const blocks = [head.map((text) => [{ text }]), ...rows].map((cells) => renderRow(cells, widths));
  return [rule("┌", "┬", "┐"), blocks.join(`\n${rule("├", "┼", "┤")}\n`), rule("└", "┴", "┘")].join("\n");
}

function renderRow(cells: readonly Cell[], widths: readonly number[]): string {
  const height = Math.max(...cells.map(({ length }) => length));
  return Array.from({ length: height }, (_, row) => {
    const parts = widths.map((width, column) => pad(cells[column]?.[row] ?? { text: "" }, width));
    return `│ ${parts.join(" │ ")} │`;
  }).join("\n");
}

function pad({ text, style = (plain) => plain }: GridLine, width: number): string {
  return `${style(text)}${" ".repeat(Math.max(0, width - stringWidth(text)))}`;
}
