import { realpath, stat } from "node:fs/promises";
import { join } from "node:path";

import {
  describeChange,
  describePlace,
  readRoster,
  readRosterFiles,
  updateRoster,
} from "../../../roster/index.js";
import type { RosterChange } from "../../../roster/update/change.js";
import type { PoolContents } from "../../../roster/write/pool-contents.js";
import { CommandError } from "../../failure.js";
import { isWithin, writeRosterFiles } from "../../roster-files.js";
import { type Imported, readImported } from "./imported.js";
import { rosterFolder } from "./project-files.js";

/** What an update did, a line each. */
export interface ProjectUpdate {
  readonly changes: readonly string[];
  /** Differences that the roster cannot take over, with the reason. */
  readonly unable: readonly string[];
}

/** A project of an earlier export, whose roster can be updated. */
export interface RosterProject {
  readonly directory: string;
  /** As it was given. */
  readonly name: string;
  readonly imported: Imported;
}

/**
 * The project of an earlier export in a directory, if it has a roster.
 *
 * @throws CommandError for a roster that is elsewhere
 */
export async function rosterProjectIn(directory: string, name: string): Promise<RosterProject | undefined> {
  const parts = [stat(join(directory, "Pulumi.yaml")), stat(join(directory, rosterFolder))];
  const [project, roster] = await Promise.allSettled(parts);
  if (project?.status !== "fulfilled" || roster?.status !== "fulfilled" || !roster.value.isDirectory())
    return undefined;
  if (!isWithin(await realpath(directory), await realpath(join(directory, rosterFolder))))
    throw new CommandError(
      `${name}/${rosterFolder} is a link that leaves the project: replace it by a folder`,
    );
  return { directory, name, imported: await readImported(directory) };
}

/** @throws CommandError for another pool than the one that the project was exported from */
export function assertSamePool({ name, imported: { userPoolIds } }: RosterProject, userPoolId: string): void {
  const [exported] = userPoolIds;
  if (exported === undefined || userPoolIds.has(userPoolId)) return;
  throw new CommandError(
    `${name} was exported from the user pool ${exported}, and the settings name ${userPoolId}: name the pool ${exported}, or another directory with --out`,
  );
}

export interface ProjectUpdateOptions {
  /** Such as `2026-12-31`. */
  readonly today: string;
  /** Whether many people may be removed at once. */
  readonly allowRemovals: boolean;
}

/**
 * Brings the roster of a project in line with the pool. Only what differs is changed in the files: comments, order and
 * files that were split by hand stay. Each file is replaced at once; after an interruption, the next update does the rest.
 *
 * @throws CommandError when many people would be removed
 */
export async function updateProject(
  { directory, name, imported }: RosterProject,
  contents: PoolContents,
  { today, allowRemovals }: ProjectUpdateOptions,
): Promise<ProjectUpdate> {
  // The layout names files within the roster.
  const folder = join(directory, rosterFolder);
  const sources = readRosterFiles(["."], folder);
  const { files, changes, unable } = updateRoster(sources, contents, {
    today,
    // A user who was renamed by hand is still the imported one, as long as the id exists.
    idOf: (key) => imported.ids.get(key),
    undeclaredAccess: true,
    adoptsNew: true,
  });
  if (!allowRemovals) assertFewRemovals(changes, readRoster(sources).roster.people.size, name);
  await writeRosterFiles(folder, files);
  return {
    changes: changes.map(describeChange),
    unable: unable.map(({ message, place }) =>
      place === undefined ? message : `${rosterFolder}/${describePlace(place)}: ${message}`,
    ),
  };
}

/** A pool that lost many users at once is more likely the wrong one, or one that was not read whole. */
function assertFewRemovals(changes: readonly RosterChange[], people: number, name: string): void {
  const removed = changes.filter(({ kind, subject }) => kind === "removed" && subject === "person").length;
  const isMost = removed * 2 > people;
  const isMany = removed > 10 && removed * 10 > people;
  if (!isMost && !isMany) return;
  throw new CommandError(
    `refused: ${removed} of the ${people} people in the roster of ${name} are not in the pool and would be removed. Nothing was changed. If this is intended, add --allow-removals`,
  );
}
