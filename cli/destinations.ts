import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";

import { InvalidArgumentError, Option } from "commander";

import { closest } from "../model/rules/closest.js";
import { CommandError } from "./failure.js";
import type { Output, Surroundings } from "./surroundings.js";

/** A format, and the file that it is written to; without a file it goes to stdout. */
export interface Destination<Format extends string> {
  readonly format: Format;
  readonly file: string | undefined;
}

/** What a document is written on. */
export interface Medium {
  /** Characters per line. */
  readonly width: number;
  readonly isColoured: boolean;
}

/** A document that a command can write in several formats. */
export interface Deliverable<Format extends string> {
  readonly render: (format: Format, medium: Medium) => string;
  /** The format for stdout when no destination is given. */
  readonly standard: Format;
  /** One line for stdout when every destination is a file. */
  readonly summary: string;
}

/** Characters per line where there is no terminal. */
const usualWidth = 120;

/** The option `--format NAME` or `--format NAME=FILE`, by the table of formats. Only one format can go to stdout. */
export function formatOption<Format extends string>(
  formats: Readonly<Record<Format, unknown>>,
  standard: Format,
): Option {
  const none: readonly Destination<Format>[] = [];
  const names = Object.keys(formats).join(", ");
  return new Option("--format <name[=file]>", `${names}; repeatable with a file for each`)
    .default(none, standard)
    .argParser((text: string, earlier: readonly Destination<Format>[]) => [
      ...earlier,
      parseDestination(text, formats, earlier),
    ]);
}

function parseDestination<Format extends string>(
  text: string,
  formats: Readonly<Record<Format, unknown>>,
  earlier: readonly Destination<Format>[],
): Destination<Format> {
  const [name = "", ...rest] = text.split("=");
  const file = rest.length === 0 ? undefined : rest.join("=");
  const isFormat = (word: string): word is Format => Object.hasOwn(formats, word);
  if (!isFormat(name)) {
    const names = Object.keys(formats);
    const meant = closest(name, names);
    throw new InvalidArgumentError(
      meant === undefined ? `It must be one of ${names.join(", ")}.` : `Did you mean ${meant}?`,
    );
  }
  if (file === "") throw new InvalidArgumentError(`Name the file: ${name}=FILE.`);
  if (file === undefined && earlier.some((destination) => destination.file === undefined)) {
    throw new InvalidArgumentError(`Only one format can go to stdout: write ${name}=FILE.`);
  }
  return { format: name, file };
}

/**
 * Refuses destinations that would overwrite each other, or a file that the command reads.
 *
 * @throws CommandError that names the file
 */
export function assertOwnFiles(
  destinations: readonly Destination<string>[],
  cwd: string,
  read: ReadonlySet<string>,
): void {
  const written = new Set<string>();
  for (const { file } of destinations) {
    if (file === undefined) continue;
    const path = resolve(cwd, file);
    if (read.has(path)) throw new CommandError(`--format would overwrite ${file}, which this command reads`);
    if (written.has(path)) throw new CommandError(`two formats have the same file ${file}: use one for each`);
    written.add(path);
  }
}

/**
 * Writes a document to each destination; without one, in the standard format to stdout. When all destinations are
 * files, stdout gets the summary. Stdout comes last: when it shows the document, the files are written.
 */
export async function deliver<Format extends string>(
  { render, standard, summary }: Deliverable<Format>,
  destinations: readonly Destination<Format>[],
  { cwd, env, stdout }: Pick<Surroundings, "cwd" | "env" | "stdout">,
): Promise<void> {
  const inFile = { width: usualWidth, isColoured: false };
  for (const { format, file } of destinations) {
    if (file !== undefined) await write(resolve(cwd, file), file, render(format, inFile));
  }
  const onScreen = { width: widthOf(stdout), isColoured: isColoured(stdout, env) };
  const toStdout = destinations.find(({ file }) => file === undefined)?.format;
  const hasOnlyFiles = destinations.length > 0 && toStdout === undefined;
  stdout.write(hasOnlyFiles ? `${summary}\n` : render(toStdout ?? standard, onScreen));
}

async function write(path: string, file: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError(`cannot write ${file}: ${reason}`, { cause });
  }
}

/** A width of 0 means that the terminal does not know its width. */
function widthOf({ columns = 0 }: Output): number {
  return columns > 0 ? columns : usualWidth;
}

/** See https://no-color.org. */
function isColoured(stream: Output, env: Surroundings["env"]): boolean {
  return stream.isTTY === true && !env["NO_COLOR"] && env["TERM"] !== "dumb";
}
