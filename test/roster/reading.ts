import {
  type Declaration,
  declarationsOn,
  describeMistakes,
  readRoster,
  type Roster,
} from "../../roster/index.js";

/** The text of one file, or texts by file. */
export type Files = string | Readonly<Record<string, string>>;

interface ReadFiles {
  readonly roster: Roster;
  /** Each as `file:line:column: message`. */
  readonly mistakes: readonly string[];
  /** What is shown of all mistakes, with the lines of the files. */
  readonly shown: string;
}

export function read(files: Files): ReadFiles {
  const texts = typeof files === "string" ? { "a.yaml": files } : files;
  const sources = Object.entries(texts).map(([file, text]) => ({ file, text }));
  const { roster, mistakes } = readRoster(sources);
  return {
    roster,
    mistakes: mistakes.map(
      ({ place: { file, line, column }, message }) => `${file}:${line}:${column}: ${message}`,
    ),
    shown: describeMistakes(mistakes, sources),
  };
}

/** What is declared on a day of files without mistakes. */
export function declared(files: Files, day = "2026-11-27"): Declaration[] {
  const { roster, mistakes } = read(files);
  if (mistakes.length > 0) throw new Error(`unexpected mistakes:\n${mistakes.join("\n")}`);
  return declarationsOn(roster, day);
}

/** The arguments of one declaration. */
export function argumentsIn(files: Files, name: string, day?: string): Declaration["args"] | undefined {
  return declared(files, day).find((declaration) => declaration.name === name)?.args;
}

/** A roster of one person with these fields, as lines of YAML; the fields begin on line 3, in column 5. */
export function person(...lines: readonly string[]): string {
  return `people:\n  ada:\n${lines.map((line) => `    ${line}\n`).join("")}`;
}
