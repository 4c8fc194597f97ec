import type { Finding } from "./find-phrases.js";

/** In an editor and in a diff, wider tables wrap and are not read. */
const widestTable = 220;

/** The first line of every table that is too wide. */
export function findWideTables(page: string): Finding[] {
  return page.split("\n").flatMap((text, index, lines) => {
    const isFirst = text.startsWith("|") && lines[index - 1]?.startsWith("|") !== true;
    const complaint = `a table of ${text.length} characters (limit ${widestTable}): shorten its cells or use sections`;
    return isFirst && text.length > widestTable ? [{ line: index + 1, complaint }] : [];
  });
}
