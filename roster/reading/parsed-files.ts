import { parseYaml } from "./parse.js";
import type { Written } from "./written.js";

/** Parses a file of a roster: the content, or undefined if it is empty or has mistakes. */
export type ParseFile = typeof parseYaml;

/** Before and after a change. More would keep many revisions of a large file in memory. */
const mostOfOneFile = 2;

/**
 * Remembers what files contain, for several revisions of one roster: most files are the same in the next one, and half of
 * the time of reading goes into YAML.
 */
export class ParsedFiles {
  readonly #parsed = new Map<string, Map<string, Written | undefined>>();

  readonly parse: ParseFile = (file, text, mistakes) => {
    const known = this.#parsed.get(file) ?? new Map<string, Written | undefined>();
    this.#parsed.set(file, known);
    if (known.has(text)) return known.get(text);
    const before = mistakes.count;
    const parsed = parseYaml(file, text, mistakes);
    // Mistakes belong to one reading, so a file with mistakes is parsed again.
    if (mistakes.count > before) return parsed;
    const [oldest = ""] = known.keys();
    if (known.size === mostOfOneFile) known.delete(oldest);
    known.set(text, parsed);
    return parsed;
  };
}
