import { isMap, type Node, type Pair, type YAMLMap, type YAMLSeq } from "yaml";

import { defaultNamespace } from "../../sdk/roles/role.js";
import type { Place } from "../place.js";
import { grantKey } from "../reading/grants.js";
import { formatScoped, parseScoped, type Scoped } from "../reading/scoped.js";
import type { Grant, Roster } from "../roster.js";
import { objectSections, sectionNames } from "../sections.js";
import type { YamlFile } from "./yaml-file.js";

export type SectionName = Exclude<(typeof sectionNames)[number], "defaults">;

/** An entry of a section, where it is written. */
export interface Entry {
  readonly file: YamlFile;
  readonly section: SectionName | "defaults";
  readonly key: string;
  /** The section, and the pair that holds it. */
  readonly parent: YAMLMap;
  readonly owner: Pair | undefined;
  readonly pair: Pair;
  /** Whether it is written in its section, and not as an alias or with a merge key. */
  readonly isOwn: boolean;
  /** What stands in it; undefined where it is an alias, which is never edited. */
  readonly own: YAMLMap | undefined;
  /** The same, even as an alias. */
  readonly map: YAMLMap | undefined;
}

/** A list of an entry that leads to groups, roles, policies or people. */
export interface EntryList {
  readonly entry: Entry;
  readonly name: string;
  readonly pair: Pair;
  readonly list: YAMLSeq;
  /** Whether it is written at the entry itself, and not as an alias or with a merge key. */
  readonly isOwn: boolean;
  readonly items: readonly ListItem[];
}

export interface ListItem {
  readonly node: Node;
  /** What is written, with aliases followed. */
  readonly written: unknown;
  /** What it names: `target` of a group, role or policy, `text` of anything. */
  readonly text: string;
  readonly target: string | undefined;
}

/** The lists, and what they lead to. */
export const edgeOfList = { groups: "group", roles: "role", policies: "policy" } as const;
export const listOfEdge = { group: "groups", role: "roles", policy: "policies" } as const;

/** All files of a roster, as they are written. */
export class RosterTree {
  readonly sections: Readonly<Record<SectionName, Map<string, Entry>>>;
  readonly #defaults = new Map<YamlFile, Entry>();
  readonly #lists = new Map<string, EntryList[]>();
  readonly #members = new Map<string, { list: EntryList; item: ListItem }[]>();
  readonly #byTarget = new Map<string, { list: EntryList; item: ListItem }[]>();

  constructor(
    readonly files: readonly YamlFile[],
    readonly roster: Roster,
  ) {
    const sections = {} as Record<SectionName, Map<string, Entry>>;
    for (const name of sectionNames) if (name !== "defaults") sections[name] = new Map();
    this.sections = sections;
    for (const file of this.files) this.#readFile(file);
  }

  /** The lists of an entry. */
  listOf(entry: Entry, name: string): EntryList | undefined {
    return this.#listsOf(entry).find((list) => list.name === name);
  }

  /** What applies to a person besides the own entry: defaults, and templates in their order. */
  layersOf(person: Entry): Entry[] {
    const { file, map } = person;
    const found = map && file.find(map, "template")?.pair.value;
    const names = found === undefined ? [] : [file.plain(found)].flat();
    const templates = names.map((name) => this.sections.templates.get(String(name)));
    return [this.#defaults.get(file), ...templates].filter((entry) => entry !== undefined);
  }

  defaultsOf(file: YamlFile): Entry | undefined {
    return this.#defaults.get(file);
  }

  /** The entries in `members` that name a person. */
  membershipsOf(person: string): readonly { list: EntryList; item: ListItem }[] {
    return this.#members.get(person) ?? [];
  }

  /** All entries that name a group, role or policy. */
  entriesFor(edge: Grant["edge"], target: Scoped): readonly { list: EntryList; item: ListItem }[] {
    return this.#byTarget.get(edgeKey(edge, target)) ?? [];
  }

  placeOf(entry: Entry): Place {
    return entry.file.placeOf(entry.pair);
  }

  #readFile(file: YamlFile): void {
    const { root } = file;
    if (root === undefined) return;
    for (const name of sectionNames) {
      const section = file.find(root, name)?.pair;
      if (section === undefined) continue;
      const map = file.mapIn(section);
      if (map === undefined) continue;
      if (name === "defaults") {
        const own = isMap(section.value) ? section.value : undefined;
        const entry = {
          file,
          section: name,
          key: name,
          parent: root,
          owner: undefined,
          pair: section,
          isOwn: true,
          own,
          map,
        };
        this.#defaults.set(file, entry);
        this.#index(entry);
        continue;
      }
      for (const key of file.namesIn(map)) {
        const found = file.find(map, key);
        if (found === undefined) continue;
        const { pair } = found;
        const isOwn = found.isOwn && isMap(section.value);
        const own = isOwn && isMap(pair.value) ? pair.value : undefined;
        const entry = {
          file,
          section: name,
          key,
          parent: map,
          owner: section,
          pair,
          isOwn,
          own,
          map: file.mapIn(pair),
        };
        this.sections[name].set(key, entry);
        this.#index(entry);
      }
    }
  }

  #index(entry: Entry): void {
    for (const list of this.#listsOf(entry))
      for (const item of list.items) {
        if (list.name === "members") push(this.#members, item.text, { list, item });
        else if (item.target !== undefined) push(this.#byTarget, item.target, { list, item });
      }
  }

  #listsOf(entry: Entry): EntryList[] {
    const id = `${entry.file.file} ${entry.section} ${entry.key}`;
    const known = this.#lists.get(id);
    if (known !== undefined) return known;
    const lists = [...Object.keys(edgeOfList), "members"].flatMap(
      (name) => this.#readList(entry, name) ?? [],
    );
    this.#lists.set(id, lists);
    return lists;
  }

  #readList(entry: Entry, name: string): EntryList | undefined {
    const { file, map, own } = entry;
    const found = map && file.find(map, name);
    const list = file.listIn(found?.pair);
    if (found === undefined || list === undefined) return undefined;
    const isOwn = found.isOwn && own !== undefined && found.pair.value === list;
    const items = list.items.map((node) => this.#readItem(file, name, node as Node));
    return { entry, name, pair: found.pair, list, isOwn, items };
  }

  #readItem(file: YamlFile, name: string, node: Node): ListItem {
    const written = file.plain(node);
    if (name === "members") {
      const text = typeof written === "string" ? written : propertyOf(written, "person");
      return { node, written, text: text ?? "", target: undefined };
    }
    const edge = edgeOfList[name as keyof typeof edgeOfList];
    const text = (typeof written === "string" ? written : propertyOf(written, edge)) ?? "";
    const namespace = propertyOf(written, "namespace");
    return { node, written, text, target: edgeKey(edge, this.targetOf(edge, text, namespace)) };
  }

  /** What a reference means, as the reader has it. */
  targetOf(edge: Grant["edge"], text: string, namespace?: string): Scoped {
    const known = this.roster.objects[objectSections[listOfEdge[edge]].kind.name];
    const object = known.get(namespace === undefined ? text : formatScoped({ namespace, code: text }));
    if (object !== undefined) return object;
    if (edge === "group") return { namespace: defaultNamespace, code: text };
    return namespace === undefined ? parseScoped(text) : { namespace, code: text };
  }
}

/** The same string means the same group, role or policy. */
export function edgeKey(edge: Grant["edge"], { namespace, code }: Scoped): string {
  return grantKey(edge, { namespace, code, object: undefined });
}

function propertyOf(written: unknown, name: string): string | undefined {
  if (typeof written !== "object" || written === null || Array.isArray(written)) return undefined;
  const value: unknown = (written as Readonly<Record<string, unknown>>)[name];
  return typeof value === "string" ? value : undefined;
}

function push<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}
