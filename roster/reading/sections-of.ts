import { type Mistakes, quoted } from "../mistakes.js";
import type { RosterSource } from "../place.js";
import { sectionNames } from "../sections.js";
import type { Suggestions } from "../suggestions.js";
import { mistakeInKey } from "./keys.js";
import type { ParseFile } from "./parsed-files.js";
import { noValue } from "./values.js";
import { isNothing, nounOf, placeOf, type WrittenEntry, type WrittenMap } from "./written.js";

type SectionName = (typeof sectionNames)[number];

/** An entry of a section, and what the people of its file have in common. */
export interface SectionEntry extends WrittenEntry {
  readonly defaults: WrittenEntry | undefined;
}

/** What all files hold, by section and key. */
export interface Sections {
  readonly defaults: readonly WrittenEntry[];
  readonly named: Readonly<Record<Exclude<SectionName, "defaults">, ReadonlyMap<string, SectionEntry>>>;
  /** Whether every file could be read. If not, what is missing may stand in one of the others. */
  readonly isComplete: boolean;
}

/** Reads all files into one set of sections. A key stands once in all of them. */
export function sectionsOf(
  sources: readonly RosterSource[],
  mistakes: Mistakes,
  suggestions: Suggestions,
  parse: ParseFile,
): Sections {
  const defaults: WrittenEntry[] = [];
  const named = emptySections();
  let isComplete = true;
  for (const { file, text } of sources) {
    const before = mistakes.count;
    const root = parse(file, text, mistakes);
    if (root === undefined || isNothing(root)) {
      isComplete &&= mistakes.count === before;
      continue;
    }
    if (root.is !== "map") {
      mistakes.add(
        root,
        `a roster must be a mapping with any of ${sectionNames.join(", ")}, not ${nounOf(root)}`,
      );
      isComplete = false;
      continue;
    }
    const own = root.entries.get("defaults");
    if (own !== undefined) defaults.push(own);
    for (const entry of root.entries.values()) {
      const name = sectionNames.find((known) => known === entry.name);
      if (name === undefined) {
        const hint = suggestions.hint(entry.name, sectionNames);
        mistakes.add(entry.key, `unknown section ${quoted(entry.name)}${hint}`);
      } else if (name !== "defaults" && isSection(entry, mistakes)) {
        for (const found of entry.value.entries.values())
          addTo(named[name], { ...found, defaults: own }, mistakes);
      }
    }
  }
  return { defaults, named, isComplete };
}

function emptySections(): Record<keyof Sections["named"], Map<string, SectionEntry>> {
  return {
    templates: new Map(),
    people: new Map(),
    groups: new Map(),
    roles: new Map(),
    policies: new Map(),
    customFields: new Map(),
  };
}

function isSection(entry: WrittenEntry, mistakes: Mistakes): entry is WrittenEntry & { value: WrittenMap } {
  const { name, key, value } = entry;
  if (isNothing(value)) mistakes.add(key, `${name} ${noValue}`);
  else if (value.is !== "map") mistakes.add(value, `${name} must be a mapping of keys, not ${nounOf(value)}`);
  return value.is === "map";
}

function addTo(section: Map<string, SectionEntry>, entry: SectionEntry, mistakes: Mistakes): void {
  const { name, key } = entry;
  const mistake = mistakeInKey(name);
  if (mistake !== undefined) mistakes.add(key, `the key ${quoted(name)} ${mistake}`);
  const former = section.get(name);
  if (former === undefined) section.set(name, entry);
  else mistakes.add(key, `the key ${quoted(name)} is defined twice`, { others: [placeOf(former.key)] });
}
