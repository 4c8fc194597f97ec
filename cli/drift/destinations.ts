import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";

import { InvalidArgumentError } from "commander";

import { closest } from "../../model/rules/closest.js";
import { CommandError } from "../failure.js";
import type { Output, Surroundings } from "../surroundings.js";
import { type FormatName, formats } from "./report/formats.js";
import type { DriftReport } from "./report/report.js";
import { outcomeOf } from "./report/sentences.js";

/** A format, and the file that it goes to; without a file it goes to stdout. */
export interface Destination {
  readonly format: FormatName;
  readonly file: string | undefined;
}

/** Lines are as long as this where there is no terminal to ask. */
const usualWidth = 120;

/** Reads one `--format`: `html` or `html=review.html`. Only one format can go to stdout. */
export function addDestination(text: string, earlier: readonly Destination[]): readonly Destination[] {
  const [name = "", ...rest] = text.split("=");
  const file = rest.length === 0 ? undefined : rest.join("=");
  const known = Object.keys(formats);
  if (!isFormatName(name)) {
    const meant = closest(name, known);
    throw new InvalidArgumentError(
      meant === undefined ? `It is one of ${known.join(", ")}.` : `Did you mean ${meant}?`,
    );
  }
  if (file === "") throw new InvalidArgumentError(`Name the file: ${name}=FILE.`);
  if (file === undefined && earlier.some((destination) => destination.file === undefined)) {
    throw new InvalidArgumentError(`Only one format goes to stdout: write ${name}=FILE.`);
  }
  return [...earlier, { format: name, file }];
}

/**
 * Refuses reports that would overwrite each other, or what the review reads.
 *
 * @throws CommandError that names the file
 */
export function assertOwnFiles(
  destinations: readonly Destination[],
  cwd: string,
  read: ReadonlySet<string>,
): void {
  const written = new Set<string>();
  for (const { file } of destinations) {
    if (file === undefined) continue;
    const path = resolve(cwd, file);
    if (read.has(path)) throw new CommandError(`the report would overwrite ${file}, which the review reads`);
    if (written.has(path)) throw new CommandError(`two formats go to ${file}: give each its own file`);
    written.add(path);
  }
}

/**
 * Writes the report to each destination; without one, as a table to stdout. Where all are files, stdout gets the outcome
 * in one line. It comes last: who sees the report on stdout has the files too.
 */
export async function deliver(
  report: DriftReport,
  destinations: readonly Destination[],
  projectFile: string,
  { cwd, env, stdout }: Pick<Surroundings, "cwd" | "env" | "stdout">,
): Promise<void> {
  const onPaper = { width: usualWidth, isColoured: false, projectFile };
  for (const { format, file } of destinations) {
    if (file !== undefined) await writeReport(resolve(cwd, file), file, formats[format](report, onPaper));
  }
  const toStdout = destinations.find(({ file }) => file === undefined)?.format;
  const onScreen = { width: widthOf(stdout), isColoured: isColoured(stdout, env), projectFile };
  if (toStdout !== undefined) stdout.write(formats[toStdout](report, onScreen));
  else if (destinations.length > 0) stdout.write(`${outcomeOf(report)}\n`);
  else stdout.write(formats.table(report, onScreen));
}

async function writeReport(path: string, file: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError(`the report cannot be written to ${file}: ${reason}`, { cause });
  }
}

/** Some terminals say that they are 0 wide, and mean that they do not know. */
function widthOf({ columns = 0 }: Output): number {
  return columns > 0 ? columns : usualWidth;
}

/** See https://no-color.org. */
function isColoured(stream: Output, env: Surroundings["env"]): boolean {
  return stream.isTTY === true && !env["NO_COLOR"] && env["TERM"] !== "dumb";
}

function isFormatName(name: string): name is FormatName {
  return Object.hasOwn(formats, name);
}
