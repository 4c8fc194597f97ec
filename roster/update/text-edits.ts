import {
  isCollection,
  isMap,
  isPair,
  isScalar,
  type Node,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";

import { toMap } from "../write/yaml-node.js";
import { blockPair, flowPair, inlineValue, scalarLike } from "./render.js";
import { contentEnd, rangeOf, type YamlFile } from "./yaml-file.js";

/** What takes the place of some of the text. */
interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What is to change in one mapping or list: the members that go, and those that are new. */
interface CollectionEdit<Member, Added> {
  /** The pair that holds the collection; undefined for the file as a whole. */
  readonly owner: Pair | undefined;
  readonly removed: Set<Member>;
  readonly added: Added[];
}

type Entry = readonly [key: string, value: unknown];

/**
 * Edits of one file, put together and made at once. Only the lines of what changes are touched: comments, quotes, order and
 * spelling of everything else stay.
 */
export class TextEdits {
  readonly #maps = new Map<YAMLMap, CollectionEdit<Pair, Entry>>();
  readonly #lists = new Map<YAMLSeq, CollectionEdit<Node, unknown>>();
  readonly #splices: Splice[] = [];
  readonly #sections = new Map<string, Entry[]>();

  constructor(readonly file: YamlFile) {}

  /** Adds an entry to a section, which may be new. */
  addToSection(section: string, key: string, value: unknown): void {
    const { root } = this.file;
    const pair = root && this.file.find(root, section)?.pair;
    if (pair !== undefined && isMap(pair.value)) this.addPair(pair.value, pair, key, value);
    else this.#sections.set(section, [...(this.#sections.get(section) ?? []), [key, value]]);
  }

  addPair(map: YAMLMap, owner: Pair | undefined, key: string, value: unknown): void {
    const { added } = this.#ofMap(map, owner);
    if (!added.some(([name]) => name === key)) added.push([key, value]);
  }

  removePair(map: YAMLMap, owner: Pair | undefined, pair: Pair): void {
    this.#ofMap(map, owner).removed.add(pair);
  }

  addItem(list: YAMLSeq, owner: Pair, value: unknown): void {
    this.#ofList(list, owner).added.push(value);
  }

  removeItem(list: YAMLSeq, owner: Pair, item: Node): void {
    this.#ofList(list, owner).removed.add(item);
  }

  /** Writes another value. An alias makes way for it, and its anchor stays. */
  replaceValue(pair: Pair, value: unknown, isInFlow: boolean): void {
    const former = pair.value as Node;
    const [start] = rangeOf(former);
    const end = contentEnd(former, this.file.text);
    if (isCollection(former) && former.flow !== true && typeof value === "object") {
      const [from] = rangeOf(pair.key);
      const indent = this.#indentAt(from);
      const text = blockPair(String((pair.key as { value?: unknown }).value), value, indent, 2);
      this.#splice(from, end, text.slice(indent.length));
      return;
    }
    const isText = isScalar(former) && typeof value !== "object";
    const isBlock = isCollection(former) && former.flow !== true;
    const text = isText ? scalarLike(former, value, isInFlow) : this.#plainText(value, isInFlow);
    this.#splice(isBlock ? this.#afterColon(pair) : start, end, isBlock ? ` ${text}` : text);
  }

  /** Undefined: nothing changes. */
  result(): string | undefined {
    this.#addSections();
    // What stands inside of something else comes first, so that its new lines do.
    const edits = [
      ...[...this.#maps].map(([map, edit]) => ({
        at: map,
        make: () => {
          this.#editMap(map, edit);
        },
      })),
      ...[...this.#lists].map(([list, edit]) => ({
        at: list,
        make: () => {
          this.#editList(list, edit);
        },
      })),
    ].sort((one, other) => rangeOf(other.at)[0] - rangeOf(one.at)[0]);
    const gone = [...this.#maps.values(), ...this.#lists.values()].flatMap(({ removed }) => [
      ...(removed as ReadonlySet<Node | Pair>),
    ]);
    const cut = gone.map((member) => [this.#startOf(member), contentEnd(member, this.file.text)] as const);
    for (const { at, make } of edits) {
      const [start, end] = [rangeOf(at)[0], contentEnd(at, this.file.text)];
      if (!cut.some(([from, to]) => from < start && end <= to)) make();
    }
    const { text, mark, newline } = this.file;
    const splices = outermost(this.#splices);
    if (splices.length === 0) return undefined;
    let [result, offset] = [mark, 0];
    for (const { start, end, text: instead } of splices) {
      result += text.slice(offset, start) + instead.replace(/\r?\n/gu, newline);
      offset = end;
    }
    return result + text.slice(offset);
  }

  #ofMap(map: YAMLMap, owner: Pair | undefined): CollectionEdit<Pair, Entry> {
    const edit = this.#maps.get(map) ?? { owner, removed: new Set(), added: [] };
    this.#maps.set(map, edit);
    return edit;
  }

  #ofList(list: YAMLSeq, owner: Pair): CollectionEdit<Node, unknown> {
    const edit = this.#lists.get(list) ?? { owner, removed: new Set(), added: [] };
    this.#lists.set(list, edit);
    return edit;
  }

  #editMap(map: YAMLMap, { owner, removed, added }: CollectionEdit<Pair, Entry>): void {
    if (map.flow === true) {
      const texts = added.map(([key, value]) => flowPair(key, value));
      // Without an entry, there is nothing that the braces are needed for.
      const isOpen = map.items.length === 0 && owner !== undefined && !this.#isInFlow(owner);
      if (isOpen && added.length > 0) this.#openMap(map, owner, added);
      else this.#editFlow(map, map.items, removed, texts, "{}");
      return;
    }
    const [first] = map.items;
    if (first === undefined) return;
    const column = rangeOf(first.key)[0] - this.#lineStart(rangeOf(first.key)[0]);
    const indent = " ".repeat(column);
    const kept = map.items.filter((pair) => !removed.has(pair));
    const cuts = [...removed].map((pair) => this.#cutLines(pair, pair === first, column));
    if (kept.length === 0 && added.length === 0) this.#insertAfterKey(owner, "{}");
    const isSpaced = this.#isSpaced(map.items);
    const step = this.#step(owner, column);
    const texts = added.map(([key, value]) => blockPair(key, value, indent, step));
    this.#addLines(kept.at(-1), cuts, texts, isSpaced);
  }

  #editList(list: YAMLSeq, { owner, removed, added }: CollectionEdit<Node, unknown>): void {
    const items = list.items as Node[];
    const texts = added.map(inlineValue);
    if (list.flow === true) {
      this.#editFlow(list, items, removed, texts, "[]");
      return;
    }
    const [first] = items;
    if (first === undefined) return;
    const dash = this.#dashOf(first);
    const indent = this.file.text.slice(this.#lineStart(dash), dash);
    const kept = items.filter((item) => !removed.has(item));
    const column = dash - this.#lineStart(dash);
    const cuts = [...removed].map((item) => this.#cutLines(item, item === first, column));
    if (kept.length === 0 && added.length === 0) this.#insertAfterKey(owner, "[]");
    this.#addLines(
      kept.at(-1),
      cuts,
      texts.map((text) => `${indent}- ${text}`),
      false,
    );
  }

  /** New lines come after the last member that stays, or in place of those that go. */
  #addLines(
    last: Node | Pair | undefined,
    cuts: readonly number[],
    texts: readonly string[],
    isSpaced: boolean,
  ): void {
    if (texts.length === 0) return;
    if (last !== undefined) this.#insertLines(contentEnd(last, this.file.text), texts, isSpaced);
    else {
      const start = Math.min(...cuts);
      this.#splice(start, start, `${texts.join(isSpaced ? "\n\n" : "\n")}\n`);
    }
  }

  /** Below the line of an offset. */
  #insertLines(offset: number, texts: readonly string[], isSpaced = false): void {
    const at = this.#afterLine(offset);
    const separator = isSpaced ? "\n\n" : "\n";
    const isCutOff = !this.file.text.slice(0, at).endsWith("\n");
    const lead = `${isCutOff ? "\n" : ""}${isSpaced ? "\n" : ""}`;
    this.#splice(at, at, `${lead}${texts.join(separator)}${isCutOff ? "" : "\n"}`);
  }

  /** Members between brackets. */
  #editFlow<Member extends Node | Pair>(
    collection: YAMLMap | YAMLSeq,
    members: readonly Member[],
    removed: ReadonlySet<Member>,
    added: readonly string[],
    empty: string,
  ): void {
    const { text } = this.file;
    const kept = members.filter((member) => !removed.has(member));
    if (kept.length === 0) {
      const [start, end] = rangeOf(collection);
      this.#splice(start, end, `${empty.slice(0, 1)}${added.join(", ")}${empty.slice(1)}`);
      return;
    }
    for (const [from, to] of runsOf(members, removed)) {
      const [first, last, next, former] = [members[from], members[to], members[to + 1], members[from - 1]];
      if (first === undefined || last === undefined) continue;
      const [start, end] = [this.#startOf(first), contentEnd(last, text)];
      const lineStart = this.#lineStart(start);
      const isAlone =
        text.slice(lineStart, start).trim() === "" && /^\s*,?\s*(?:#.*)?$/u.test(this.#restOfLine(end));
      if (isAlone) this.#splice(lineStart, this.#afterLine(end), "");
      else if (next !== undefined) this.#splice(start, this.#startOf(next), "");
      else if (former !== undefined) this.#splice(contentEnd(former, text), end, "");
    }
    const last = kept.at(-1);
    if (last === undefined || added.length === 0) return;
    const [start, end] = [this.#startOf(last), contentEnd(last, text)];
    const lead = text.slice(this.#lineStart(start), start);
    const rest = this.#restOfLine(end);
    const isAlone = lead.trim() === "" && /^\s*,?\s*(?:#.*)?$/u.test(rest);
    if (!isAlone) this.#splice(end, end, added.map((each) => `, ${each}`).join(""));
    else {
      const hasComma = rest.trimStart().startsWith(",");
      const lineEnd = this.#lineEnd(end);
      if (!hasComma) this.#splice(end, end, ",");
      const separator = `,\n${lead}`;
      const closing = hasComma && kept.at(-1) === members.at(-1) ? "," : "";
      this.#splice(lineEnd, lineEnd, `\n${lead}${added.join(separator)}${closing}`);
    }
  }

  /** Takes the lines of a member away, with the comment right above it. That above the first member may be about all of them. */
  #cutLines(member: Node | Pair, isFirst: boolean, column: number): number {
    const { text } = this.file;
    let start = this.#lineStart(this.#startOf(member));
    if (!/^ *(?:-\s+)?$/u.test(text.slice(start, this.#startOf(member))))
      throw new EditError("the entry does not stand on lines of its own");
    while (!isFirst && start > 0 && /^[ \t]*#/u.test(this.#lineAt(start - 1)))
      start = this.#lineStart(start - 1);
    let end = this.#afterLine(contentEnd(member, text));
    // Comments that are further to the right belong to what goes.
    for (;;) {
      const comment = /^(?:[ \t]*\r?\n)*( *)#[^\n]*(?:\n|$)/u.exec(text.slice(end, end + 2000));
      if (comment === null || (comment[1] ?? "").length <= column) break;
      end += comment[0].length;
    }
    const isBlankAbove = start === 0 || this.#lineAt(start - 1).trim() === "";
    const blanks = /^(?:[ \t]*\r?\n)*/u.exec(text.slice(end))?.[0].length ?? 0;
    if (blanks > 0 && (isBlankAbove || isFirst)) end += blanks;
    else if (isBlankAbove && text.slice(end).trim() === "")
      while (start > 0 && this.#lineAt(start - 1).trim() === "") start = this.#lineStart(start - 1);
    this.#splice(start, end, "");
    return start;
  }

  /** Writes entries below a key that had `{}`. */
  #openMap(map: YAMLMap, owner: Pair, added: readonly Entry[]): void {
    const column = this.#indentAt(rangeOf(owner.key)[0]).length;
    const indent = " ".repeat(column + 2);
    const [, end] = rangeOf(map);
    const start = this.#afterColon(owner);
    this.#splice(start, end, "");
    this.#insertLines(
      end,
      added.map(([key, value]) => blockPair(key, value, indent, 2)),
    );
  }

  #addSections(): void {
    const { root, text } = this.file;
    for (const [section, entries] of this.#sections) {
      const value = toMap(entries);
      if (root !== undefined) this.addPair(root, undefined, section, value);
      else {
        const start = text === "" || text.endsWith("\n") ? "" : "\n";
        this.#splice(text.length, text.length, `${start}${blockPair(section, value, "", 2)}\n`);
      }
    }
  }

  #insertAfterKey(owner: Pair | undefined, empty: string): void {
    if (owner === undefined) throw new EditError("nothing would be left in the file");
    const start = this.#afterColon(owner);
    this.#splice(start, start, ` ${empty}`);
  }

  /** Behind the colon of a pair, and behind an anchor or tag of its value. */
  #afterColon({ key, value }: Pair): number {
    const from = rangeOf(key)[1];
    const to = rangeOf(value)[0];
    const between = this.file.text.slice(from, to);
    const found = /^\s*:(?:[ \t]+[&!][^\s#]*)*/u.exec(between);
    if (found === null) throw new EditError("the key and its value are written in an unusual way");
    return from + found[0].length;
  }

  #plainText(value: unknown, isInFlow: boolean): string {
    const isLong = typeof value === "object" || (typeof value === "string" && value.includes("\n"));
    return isInFlow || isLong ? inlineValue(value) : blockPair("k", value, "", 2).slice("k: ".length);
  }

  #isSpaced(members: readonly Pair[]): boolean {
    const last = members.at(-1);
    if (last === undefined || members.length < 2) return false;
    let start = this.#lineStart(this.#startOf(last));
    while (start > 0 && /^[ \t]*#/u.test(this.#lineAt(start - 1))) start = this.#lineStart(start - 1);
    return start > 0 && this.#lineAt(start - 1).trim() === "";
  }

  /** How far the entries of a section are to the right of it. */
  #step(owner: Pair | undefined, column: number): number {
    if (owner === undefined) return 2;
    const step = column - this.#indentAt(rangeOf(owner.key)[0]).length;
    return step > 0 ? step : 2;
  }

  #isInFlow(pair: Pair): boolean {
    const { root, text } = this.file;
    const [start] = rangeOf(pair.key);
    return root?.flow === true || text.slice(this.#lineStart(start), start).trim() !== "";
  }

  #dashOf(item: Node): number {
    const start = this.#lineStart(this.#startOf(item));
    const found = /^( *)-\s+$/u.exec(this.file.text.slice(start, this.#startOf(item)));
    if (found === null) throw new EditError("the list is written in an unusual way");
    return start + (found[1] ?? "").length;
  }

  #indentAt(offset: number): string {
    return " ".repeat(offset - this.#lineStart(offset));
  }

  #lineStart(offset: number): number {
    return offset === 0 ? 0 : this.file.text.lastIndexOf("\n", offset - 1) + 1;
  }

  /** Before the line break. */
  #lineEnd(offset: number): number {
    const { text } = this.file;
    const found = text.indexOf("\n", offset);
    if (found < 0) return text.length;
    return found > offset && text[found - 1] === "\r" ? found - 1 : found;
  }

  #afterLine(offset: number): number {
    const found = this.file.text.indexOf("\n", offset);
    return found < 0 ? this.file.text.length : found + 1;
  }

  #lineAt(offset: number): string {
    return this.file.text.slice(this.#lineStart(offset), this.#lineEnd(offset));
  }

  #restOfLine(offset: number): string {
    return this.file.text.slice(offset, this.#lineEnd(offset));
  }

  /** With the anchor and the tag. */
  #startOf(member: Node | Pair): number {
    const [start] = rangeOf(isPair(member) ? member.key : member);
    const before = this.file.text.slice(this.#lineStart(start), start);
    return start - (/(?:(?:^|(?<=[\s,[{]))[&!][^\s,[\]{}]*\s+)+$/u.exec(before)?.[0].length ?? 0);
  }

  #splice(start: number, end: number, text: string): void {
    this.#splices.push({ start, end, text });
  }
}

/** A place where the text cannot be edited by itself. */
export class EditError extends Error {}

/** The first and last index of members that go together. */
function runsOf<Member>(members: readonly Member[], removed: ReadonlySet<Member>): [number, number][] {
  const runs: [number, number][] = [];
  for (const [index, member] of members.entries()) {
    if (!removed.has(member)) continue;
    const last = runs.at(-1);
    if (last?.[1] === index - 1) last[1] = index;
    else runs.push([index, index]);
  }
  return runs;
}

/** In order, without overlaps. Cuts that touch are one, and what is new within a cut comes after it. */
function outermost(splices: readonly Splice[]): Splice[] {
  const sorted = splices.toSorted((one, other) => one.start - other.start || one.end - other.end);
  const kept: Splice[] = [];
  for (const splice of sorted) {
    const former = kept.at(-1);
    if (former === undefined || splice.start >= former.end) kept.push(splice);
    else if (former.text !== "" && splice.text !== "") throw new EditError("two changes overlap");
    else {
      const end = Math.max(former.end, splice.end);
      kept[kept.length - 1] = { start: former.start, end, text: former.text + splice.text };
    }
  }
  return kept;
}
