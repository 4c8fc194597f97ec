import { isMap } from "yaml";

import { compareTexts } from "../write/order.js";
import type { RosterSource } from "../place.js";
import { toMap } from "../write/yaml-node.js";
import { blockPair } from "./render.js";
import type { Entry, EntryList, ListItem, RosterTree, SectionName } from "./roster-tree.js";
import { TextEdits } from "./text-edits.js";
import type { YamlFile } from "./yaml-file.js";

/** A list that an entry gets in place of one that it shares, or of none. */
interface NewList {
  readonly kept: Set<ListItem>;
  readonly added: unknown[];
}

/** Everything that changes in the files of a roster. */
export class RosterEdits {
  readonly #edits = new Map<YamlFile, TextEdits>();
  readonly #lists = new Map<Entry, Map<string, NewList>>();
  readonly #maps = new Map<Entry, Map<string, Map<string, unknown>>>();
  readonly #newFiles = new Map<string, Map<string, Map<string, unknown>>>();

  constructor(readonly tree: RosterTree) {}

  /** Adds an entry to a file, which may be new. */
  addEntry(file: YamlFile | string, section: SectionName, key: string, value: unknown): void {
    if (typeof file !== "string") {
      this.#of(file).addToSection(section, key, value);
      return;
    }
    const sections = this.#newFiles.get(file) ?? new Map<string, Map<string, unknown>>();
    this.#newFiles.set(file, sections);
    const entries = sections.get(section) ?? new Map<string, unknown>();
    sections.set(section, entries.set(key, value));
  }

  removeEntry({ file, parent, owner, pair }: Entry): void {
    this.#of(file).removePair(parent, owner, pair);
  }

  setField(entry: Entry, name: string, value: unknown): void {
    const { file, own, pair } = entry;
    const found = own && file.find(own, name);
    if (own === undefined) return;
    if (found?.isOwn === true) this.#of(file).replaceValue(found.pair, value, own.flow === true);
    else this.#of(file).addPair(own, pair, name, value);
  }

  removeField(entry: Entry, name: string): void {
    const { file, own, pair } = entry;
    const found = own && file.find(own, name);
    if (own !== undefined && found?.isOwn === true) this.#of(file).removePair(own, pair, found.pair);
  }

  /**
   * Sets one key of a mapping below a field, or removes it where the value is undefined.
   *
   * @param shared what the entry has there as an alias or with a merge key: such a mapping is replaced as a whole
   */
  setKey(
    entry: Entry,
    field: string,
    key: string,
    value: unknown,
    shared: ReadonlyMap<string, unknown>,
  ): void {
    const { file, own } = entry;
    const found = own && file.find(own, field);
    if (found?.isOwn === true && isMap(found.pair.value)) {
      const map = found.pair.value;
      const former = file.find(map, key);
      if (former?.isOwn !== true) this.#of(file).addPair(map, found.pair, key, value);
      else if (value === undefined) this.#of(file).removePair(map, found.pair, former.pair);
      else this.#of(file).replaceValue(former.pair, value, map.flow === true);
      return;
    }
    const fields = this.#maps.get(entry) ?? new Map<string, Map<string, unknown>>();
    this.#maps.set(entry, fields);
    const values = fields.get(field) ?? new Map(shared);
    fields.set(field, values);
    if (value === undefined) values.delete(key);
    else values.set(key, value);
  }

  addItem(entry: Entry, name: string, value: unknown): void {
    const list = this.tree.listOf(entry, name);
    if (list?.isOwn === true) this.#of(entry.file).addItem(list.list, list.pair, value);
    else this.#newList(entry, name).added.push(value);
  }

  removeItem(list: EntryList, item: ListItem): void {
    if (list.isOwn) this.#of(list.entry.file).removeItem(list.list, list.pair, item.node);
    else this.#newList(list.entry, list.name).kept.delete(item);
  }

  /** The files that are new or changed. */
  result(): RosterSource[] {
    for (const [entry, lists] of this.#lists)
      for (const [name, { kept, added }] of lists)
        this.setField(entry, name, [...[...kept].map(({ written }) => written), ...added]);
    for (const [entry, fields] of this.#maps)
      for (const [field, values] of fields) this.setField(entry, field, toMap(values));
    const changed = [...this.#edits].flatMap(([{ file }, edits]) => {
      const text = edits.result();
      return text === undefined ? [] : [{ file, text }];
    });
    const added = [...this.#newFiles].map(([file, sections]) => ({
      file,
      text: [...sections].map(([name, entries]) => `${blockPair(name, toMap(entries), "", 2)}\n`).join(""),
    }));
    return [...changed, ...added].sort((one, other) => compareTexts(one.file, other.file));
  }

  #newList(entry: Entry, name: string): NewList {
    const lists = this.#lists.get(entry) ?? new Map<string, NewList>();
    this.#lists.set(entry, lists);
    const list = lists.get(name) ?? { kept: new Set(this.tree.listOf(entry, name)?.items), added: [] };
    lists.set(name, list);
    return list;
  }

  #of(file: YamlFile): TextEdits {
    const edits = this.#edits.get(file) ?? new TextEdits(file);
    this.#edits.set(file, edits);
    return edits;
  }
}
