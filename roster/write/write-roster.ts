import { entryOfObject, entryOfPerson } from "./entry-of.js";
import { groupedBy, sortedBy } from "./order.js";
import type { PlannedObject, PlannedPerson, RosterPlan, WrittenFile } from "./plan.js";
import { toMap, toText } from "./yaml-node.js";

/** The order of the sections in a file. */
const sections = ["people", "groups", "roles", "policies", "customFields"] as const;
type Section = (typeof sections)[number];

/** The text of one entry, and where it stands. */
interface Entry {
  readonly section: Section;
  readonly file: string;
  readonly text: string;
}

/** The YAML files of a roster, sorted by path. The same plan gives the same files. */
export function writeRoster({ people, objects }: RosterPlan): WrittenFile[] {
  const entries = [...people.map(personEntry), ...objects.map(objectEntry)];
  if (entries.length === 0) return [{ path: "people.yaml", text: "people: {}\n" }];
  const files = [...groupedBy(entries, ({ file }) => file)].flatMap(([file, some]) =>
    inParts(some).map((part, index) => ({
      // No file of a layout has a dot in its name.
      path: index === 0 ? `${file}.yaml` : `${file}.${index + 1}.yaml`,
      text: textOf(part),
    })),
  );
  return sortedBy(files, ({ path }) => path);
}

/** A roster is not read from files that are much larger. */
const mostCharacters = 4_000_000;

function inParts(entries: readonly Entry[]): Entry[][] {
  const parts: Entry[][] = [];
  let left = 0;
  for (const entry of entries) {
    left -= entry.text.length;
    const part = parts.at(-1);
    if (part !== undefined && left >= 0) part.push(entry);
    else {
      parts.push([entry]);
      left = mostCharacters - entry.text.length;
    }
  }
  return parts;
}

function textOf(entries: readonly Entry[]): string {
  const bySection = groupedBy(entries, ({ section }) => section);
  return sections
    .map((section) => ({ section, texts: (bySection.get(section) ?? []).map(({ text }) => text) }))
    .filter(({ texts }) => texts.length > 0)
    .map(({ section, texts }) => `${section}:\n${texts.join("")}`)
    .join("");
}

function personEntry(person: PlannedPerson): Entry {
  return {
    section: "people",
    file: person.file,
    text: textBelow("people", person.key, entryOfPerson(person)),
  };
}

function objectEntry(object: PlannedObject): Entry {
  const { section, file, key } = object;
  return { section, file, text: textBelow(section, key, entryOfObject(object)) };
}

/** One entry as it stands below its section. Each is a document of its own, so that memory holds texts and no trees. */
function textBelow(section: Section, key: string, entry: unknown): string {
  const text = toText(toMap([[section, toMap([[key, entry]])]]));
  return text.slice(text.indexOf("\n") + 1);
}
