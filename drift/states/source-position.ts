import { z } from "zod";

import type { SourcePosition } from "./managed.js";

/** What Pulumi's SDK notes of where a resource is declared. */
export const noted = z.looseObject({
  sourcePosition: z.string().optional(),
  stackTrace: z.array(z.looseObject({ sourcePosition: z.string().optional() })).nullish(),
});

/** `project:///src/index.ts#8,34`, relative to the directory of the project. Programs in Python and Go note no column. */
const form = /^project:\/\/\/(?<path>[^#]+)#(?<line>[1-9]\d*)(?:,(?<column>[1-9]\d*))?$/u;

/** The folders of packages that are not part of the program. */
const packages: readonly string[] = ["..", "node_modules", "site-packages"];

/** The classes for programs of Node.js that use the plugin: they have constructors of their own. */
const pluginClasses = "/dist/provider/plugin.js#";

/** Where a program declares a resource. */
export function positionOf({
  sourcePosition = "",
  stackTrace,
}: z.infer<typeof noted>): SourcePosition | undefined {
  const isInClass = sourcePosition.includes(pluginClasses);
  return parseSourcePosition(isInClass ? (stackTrace?.[1]?.sourcePosition ?? "") : sourcePosition);
}

/**
 * A position as Pulumi's SDK notes it in the state. It is undefined outside of the project and in packages, because these
 * lines are not part of the program.
 */
function parseSourcePosition(text: string): SourcePosition | undefined {
  const { path = "", line, column } = form.exec(text)?.groups ?? {};
  const file = decoded(path);
  const parts = file?.split("/") ?? [];
  const isOfPackage = parts.some((part) => packages.includes(part));
  if (file === undefined || file === "" || isOfPackage) return undefined;
  return { file, line: Number(line), ...(column !== undefined && { column: Number(column) }) };
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
