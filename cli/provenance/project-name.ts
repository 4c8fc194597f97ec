import { z } from "zod";
import { parse } from "yaml";

import { readTextIfPresent } from "../text-file.js";
import { projectFileNames } from "../project/project-file-names.js";

const project = z.looseObject({ name: z.string() });

/** The name of the project in a directory; undefined if there is none. */
export async function projectNameIn(directory: string): Promise<string | undefined> {
  for (const file of projectFileNames) {
    const text = await readTextIfPresent(file, directory).catch(() => undefined);
    if (text !== undefined) return nameIn(text);
  }
  return undefined;
}

/** JSON is YAML too. */
function nameIn(text: string): string | undefined {
  try {
    return project.safeParse(parse(text)).data?.name;
  } catch {
    return undefined;
  }
}
