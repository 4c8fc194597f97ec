import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";

import { InvalidArgumentError } from "commander";

import { closest } from "../../provider/lifecycle/closest.js";
import { CommandError } from "../failure.js";
import type { Output, Surroundings } from "../surroundings.js";
import { type FormatName, formats } from "./report/formats.js";
import type { DriftReport } from "./report/report.js";
import { summaryOf } from "./report/sentences.js";

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
 * Writes the report to each destination; without one, as a table to stdout. Where all are files, stdout gets the outcome
 * in one line.
 */
export async function deliver(
  report: DriftReport,
  given: readonly Destination[],
  { cwd, env, stdout }: Pick<Surroundings, "cwd" | "env" | "stdout">,
): Promise<void> {
  const destinations = given.length === 0 ? [{ format: "table" as const, file: undefined }] : given;
  for (const { format, file } of destinations) {
    if (file === undefined) {
      stdout.write(
        formats[format](report, { width: stdout.columns ?? usualWidth, isColoured: isColoured(stdout, env) }),
      );
    } else {
      await writeReport(
        resolve(cwd, file),
        file,
        formats[format](report, { width: usualWidth, isColoured: false }),
      );
    }
  }
  if (destinations.every(({ file }) => file !== undefined)) stdout.write(`${summaryOf(report)}\n`);
}

async function writeReport(path: string, file: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError(`the report cannot be written to ${file}: ${reason}`, { cause });
  }
}

/** See https://no-color.org. */
function isColoured(stream: Output, env: Surroundings["env"]): boolean {
  return stream.isTTY === true && !env["NO_COLOR"] && env["TERM"] !== "dumb";
}

function isFormatName(name: string): name is FormatName {
  return Object.hasOwn(formats, name);
}
