import { isMap, isScalar, LineCounter, parseDocument } from "yaml";

import type { Place } from "../../roster/index.js";
import { projectFileNames } from "../project/project-file-names.js";
import { readTextIfPresent } from "../text-file.js";

/** The files that a program in YAML may be in. */
const programFiles: readonly string[] = ["Main.yaml", "Main.json", ...projectFileNames];

/**
 * Where a program in YAML declares its resources, each as reports name it: `User ada`. The state does not say where, because
 * the host of such programs notes lines of its own.
 */
export async function placesInYaml(directory: string): Promise<ReadonlyMap<string, Place>> {
  const places = new Map<string, Place>();
  for (const file of programFiles) {
    const text = await readTextIfPresent(file, directory).catch(() => undefined);
    for (const [label, place] of text === undefined ? [] : resourcesIn(file, text)) places.set(label, place);
  }
  return places;
}

function resourcesIn(file: string, text: string): [label: string, place: Place][] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const resources = document.get("resources");
  return (isMap(resources) ? resources.items : []).flatMap(({ key, value }): [string, Place][] => {
    if (!isScalar(key) || !key.range || !isMap(value)) return [];
    const { line, col: column } = lines.linePos(key.range[0]);
    const type = String(value.get("type")).split(":").at(-1) ?? "";
    return [[`${type} ${String(value.get("name") ?? key.value)}`, { file, line, column }]];
  });
}
