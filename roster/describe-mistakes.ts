import stringWidth from "string-width";

import { printable } from "../model/rules/printable.js";
import { describePlace, type Mistake, type RosterSource } from "./place.js";
import { withoutSecrets } from "./reading/secrets.js";

/** More mistakes than these are counted, because readers fix the first ones first. */
const most = 50;

/** How much of a long line is shown around a mistake, in characters. */
const [before, after] = [80, 60] as const;

/** Mistakes as a compiler describes them: the place, what is wrong, and the line with a mark below. */
export function describeMistakes(mistakes: readonly Mistake[], sources: readonly RosterSource[]): string {
  const lines = new Map<string, readonly string[]>();
  const linesOf = (file: string): readonly string[] => {
    const known = lines.get(file);
    if (known !== undefined) return known;
    const text = sources.find((source) => source.file === file)?.text ?? "";
    const split = text.replace(/^\uFEFF/u, "").split("\n");
    lines.set(file, split);
    return split;
  };
  const shown = mistakes.slice(0, most).map((mistake) => describe(mistake, linesOf(mistake.place.file)));
  const rest = mistakes.length - shown.length;
  return [...shown, ...(rest > 0 ? [`and ${rest.toLocaleString("en-US")} more\n`] : [])].join("\n");
}

function describe({ place, message, line, others = [] }: Mistake, lines: readonly string[]): string {
  const also = others.map((other) => `  see ${describePlace(other)}\n`).join("");
  return `${describePlace(place)}: ${message}\n${excerpt(place, line, lines)}${also}`;
}

function excerpt(
  { line, column }: Mistake["place"],
  instead: string | undefined,
  lines: readonly string[],
): string {
  const number = String(line);
  const whole = instead ?? withoutSecrets(lines, line - 1)?.replace(/\r$/u, "");
  if (whole === undefined || whole.trim() === "") return "";
  // What is shown instead of the line has no columns.
  if (instead !== undefined) return `  ${number} | ${printable(instead)}\n`;
  const from = Math.max(0, column - 1 - before);
  const start = shownText(whole.slice(from, column - 1));
  const rest = shownText(whole.slice(column - 1, column - 1 + after));
  const [left, right] = [from > 0 ? "…" : "", whole.length > column - 1 + after ? "…" : ""];
  const mark =
    column - 1 > whole.length
      ? ""
      : `  ${" ".repeat(number.length)} | ${" ".repeat(stringWidth(left + start))}^\n`;
  return `  ${number} | ${left}${start}${rest}${right}\n${mark}`;
}

/** A tab takes one column, as the mark counts it. */
function shownText(text: string): string {
  return printable(text.replaceAll("\t", " "));
}
