import { printable } from "../model/rules/printable.js";

/** Where something stands in the files of a roster. Lines and columns begin with 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A mistake in a roster. */
export interface Mistake {
  readonly place: Place;
  readonly message: string;
  /** What is shown in place of the line itself, where the line may hold a secret. */
  readonly line?: string;
  /** The other places that the mistake is about. */
  readonly others?: readonly Place[];
}

/** A file of a roster. */
export interface RosterSource {
  /** Relative to the working directory, with forward slashes. */
  readonly file: string;
  readonly text: string;
}

/** By file, line and column. */
export function inOrder(one: Place, other: Place): number {
  if (one.file !== other.file) return one.file < other.file ? -1 : 1;
  return one.line - other.line || one.column - other.column;
}

/** Such as `people/eng.yaml:12:5`. */
export function describePlace({ file, line, column }: Place): string {
  return `${shownFile(file)}:${line}:${column}`;
}

/** A file by its name, on one line. A line that begins with `::` or `##[` would be a command to GitHub Actions. */
export function shownFile(file: string): string {
  return printable(/^(?:::|##\[)/u.test(file) ? `./${file}` : file);
}
