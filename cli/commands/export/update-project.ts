import { readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";

import { z } from "zod";

import { user } from "../../../model/schema/index.js";
import { typeToken } from "../../../model/schema/kind.js";
import { describeChange, describePlace, readRosterFiles, updateRoster } from "../../../roster/index.js";
import type { PoolContents } from "../../../roster/write/pool-contents.js";
import { writeRosterFiles } from "../../roster-files.js";
import { rosterFolder } from "./project-files.js";
import { keptFolder } from "./write-project.js";

/** What an update did, a line each. */
export interface ProjectUpdate {
  readonly changes: readonly string[];
  /** Differences that the roster cannot take over, with the reason. */
  readonly unable: readonly string[];
}

/** Whether a directory has a project of an earlier export, with a roster. */
export async function isRosterProject(directory: string): Promise<boolean> {
  const parts = [stat(join(directory, "Pulumi.yaml")), stat(join(directory, rosterFolder))];
  const [project, roster] = await Promise.allSettled(parts);
  return project?.status === "fulfilled" && roster?.status === "fulfilled" && roster.value.isDirectory();
}

/**
 * Brings the roster of a project in line with the pool. Only what differs is changed in the files: comments, order and
 * files that were split by hand stay. Each file is replaced at once; after an interruption, the next update does the rest.
 */
export async function updateProject(
  directory: string,
  contents: PoolContents,
  today: string,
): Promise<ProjectUpdate> {
  // The layout names files within the roster.
  const folder = join(directory, rosterFolder);
  const sources = readRosterFiles(["."], folder);
  const ids = await importedIds(directory);
  const { files, changes, unable } = updateRoster(sources, contents, {
    today,
    // A user who was renamed by hand is still the imported one, as long as the id exists.
    idOf: (key) => ids.get(key),
  });
  await writeRosterFiles(folder, files);
  await rm(join(directory, keptFolder), { recursive: true, force: true });
  return {
    changes: changes.map(describeChange),
    unable: unable.map(({ message, place }) =>
      place === undefined ? message : `${rosterFolder}/${describePlace(place)}: ${message}`,
    ),
  };
}

const imported = z.looseObject({
  resources: z.array(
    z.looseObject({ type: z.string(), logicalName: z.string().optional(), id: z.string().optional() }),
  ),
});

/** The ids of the users by key, as the first export knew them. None where the file is gone or was changed. */
async function importedIds(directory: string): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(join(directory, "import.json"), "utf8").catch(() => "{}");
  const { data } = imported.safeParse(parsed(text));
  return new Map(
    (data?.resources ?? []).flatMap(({ type, logicalName, id }) =>
      type === typeToken(user) && logicalName !== undefined && id !== undefined
        ? [[logicalName, id] as const]
        : [],
    ),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
