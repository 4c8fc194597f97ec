import { statSync } from "node:fs";
import { relative, resolve, sep } from "node:path";

import {
  describeMistakes,
  readRoster,
  readRosterFiles,
  type RosterSource,
} from "../../../../roster/index.js";
import { CommandError } from "../../../failure.js";

/** The files of a roster that are to be changed. */
export interface RosterToWrite {
  readonly sources: readonly RosterSource[];
  /** Where the names of the files begin. */
  readonly folder: string;
  /** As messages call the roster. */
  readonly name: string;
  /** What messages put before the name of a file. */
  readonly prefix: string;
  /** Whether the roster is a folder, so that it reads new files too. */
  readonly newFiles: boolean;
}

/** @throws CommandError with all mistakes of the roster */
export function readRosterToWrite(paths: readonly string[], cwd: string): RosterToWrite {
  const found = readRosterFiles(paths, cwd);
  const { mistakes } = readRoster(found);
  if (mistakes.length > 0)
    throw new CommandError(`the roster has mistakes\n${describeMistakes(mistakes, found)}`);
  const name = paths.join(" ");
  const [path = "", ...others] = paths;
  if (others.length > 0 || !statSync(resolve(cwd, path)).isDirectory())
    return { sources: found, folder: cwd, name, prefix: "", newFiles: false };
  // Within a folder, the names of files say where somebody new belongs.
  const folder = resolve(cwd, path);
  const nameIn = (from: string, to: string): string => relative(from, to).split(sep).join("/");
  const sources = found.map(({ file, text }) => ({ file: nameIn(folder, resolve(cwd, file)), text }));
  const above = nameIn(cwd, folder);
  return { sources, folder, name, prefix: above === "" ? "" : `${above}/`, newFiles: true };
}
