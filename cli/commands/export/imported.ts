import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { z } from "zod";

import { kindOfToken } from "../../../model/schema/tokens.js";

/** What the first export wrote into `import.json`. Empty where the file is gone or was changed. */
export interface Imported {
  /** The ids of the users, by key. */
  readonly ids: ReadonlyMap<string, string>;
  readonly userPoolIds: ReadonlySet<string>;
}

const importFile = z.looseObject({
  resources: z.array(
    z.looseObject({
      type: z.string(),
      logicalName: z.string().optional(),
      id: z.string().optional(),
      outputs: z.looseObject({ userPoolId: z.string().optional() }).optional(),
    }),
  ),
});

export async function readImported(directory: string): Promise<Imported> {
  const text = await readFile(join(directory, "import.json"), "utf8").catch(() => "{}");
  const { resources = [] } = importFile.safeParse(parsed(text)).data ?? {};
  return {
    ids: new Map(
      resources.flatMap(({ type, logicalName, id }) =>
        kindOfToken(type)?.name === "User" && logicalName !== undefined && id !== undefined
          ? [[logicalName, id] as const]
          : [],
      ),
    ),
    userPoolIds: new Set(resources.flatMap(({ outputs }) => outputs?.userPoolId ?? [])),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
