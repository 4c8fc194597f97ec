import {
  type Alias,
  Composer,
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  Lexer,
  type Pair,
  Parser,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import type { CST } from "yaml";

import { yamlMistakes } from "../../model/documents/yaml-mistakes.js";
import { type Mistakes, quoted } from "../mistakes.js";
import type { Place } from "../place.js";
import { SourceText } from "./source-text.js";
import {
  placeOf,
  type Spot,
  type Written,
  type WrittenEntry,
  type WrittenList,
  type WrittenMap,
  type WrittenScalar,
} from "./written.js";

/** The parser recurses, and a stack that is used up can end the process. No roster nests this deep. */
const deepest = 100;

/** How many values aliases may add to a file. */
const mostAliased = 500_000;

const noTags = "tags are not supported: remove the tag";

const tooMuch = "the aliases of the file expand to too much content";

/** Characters that YAML does not allow in a file. */
const forbidden = /[\p{Cs}\uFFFE\uFFFF]|(?![\t\n\r\x85])\p{Cc}/u;

/** The content of a YAML file: undefined if it is empty, or not valid YAML, which is then among the mistakes. */
export function parseYaml(file: string, text: string, mistakes: Mistakes): Written | undefined {
  const source = new SourceText(file, text.replace(/^\uFEFF/u, ""));
  try {
    const document = composed(source);
    const { contents } = document ?? {};
    if (document === undefined || !isNode(contents)) return undefined;
    const reader = new TreeReader(source, document, mistakes);
    const root = reader.read(contents);
    if (root.size - reader.written > mostAliased) throw new YamlMistake(root, tooMuch);
    return root;
  } catch (error) {
    if (!(error instanceof YamlMistake)) throw error;
    mistakes.add(error.spot, error.message);
    return undefined;
  }
}

/** The first mistake of a file that is not valid YAML: what follows it is guesswork. */
class YamlMistake extends Error {
  constructor(
    readonly spot: Spot,
    message: string,
  ) {
    super(message);
  }
}

function composed(source: SourceText): Document.Parsed | undefined {
  const { text } = source;
  const found = forbidden.exec(text);
  if (found !== null) {
    const point = (found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    throw new YamlMistake({ source, offset: found.index }, `the file contains the character U+${point}`);
  }
  const conflict = /^(?:<{7}|>{7}) /mu.exec(text);
  if (conflict !== null)
    throw new YamlMistake(
      { source, offset: conflict.index },
      "the file contains the markers of a merge conflict: resolve it",
    );
  const options = { uniqueKeys: false, schema: "failsafe", prettyErrors: false, keepSourceTokens: false };
  const composer = new Composer(options);
  const [document, second] = composer.compose(tokensOf(source), false, text.length);
  const [problem] = [...(document?.errors ?? []), ...(document?.warnings ?? [])].sort(
    (one, other) => one.pos[0] - other.pos[0],
  );
  if (problem !== undefined) {
    const message = problem.code === "TAG_RESOLVE_FAILED" ? noTags : yamlMistakes[problem.code];
    throw new YamlMistake({ source, offset: problem.pos[0] }, message);
  }
  if (second !== undefined)
    throw new YamlMistake({ source, offset: second.range[0] }, yamlMistakes.MULTIPLE_DOCS);
  return document;
}

function tokensOf(source: SourceText): CST.Token[] {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(source.text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > 2 * deepest)
      throw new YamlMistake({ source, offset: parser.offset }, yamlMistakes.RESOURCE_EXHAUSTION);
  }
  for (const token of parser.end()) tokens.push(token);
  return tokens;
}

/** Reads each value once: an alias is the value of its anchor, so that no alias can explode here. */
class TreeReader {
  /** How many values stand in the file. */
  written = 0;
  #merged = 0;
  readonly #anchors = new Map<string, Written | "open">();

  constructor(
    readonly source: SourceText,
    readonly document: Document.Parsed,
    readonly mistakes: Mistakes,
  ) {}

  read(node: unknown, depth = 0): Written {
    this.written += 1;
    if (isAlias(node)) return this.#aliased(node);
    if (!isScalar(node) && !isMap(node) && !isSeq(node)) throw new Error("unknown node in a YAML document");
    if (depth > deepest) throw new YamlMistake(this.#spotOf(node), yamlMistakes.RESOURCE_EXHAUSTION);
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, "open");
    const written = this.#readOpen(node, depth);
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, written);
    return written;
  }

  #readOpen(node: Scalar | YAMLMap | YAMLSeq, depth: number): Written {
    this.#refuseTags(node);
    if (isScalar(node)) return this.#scalar(node);
    return isMap(node) ? this.#map(node, depth) : this.#list(node, depth);
  }

  /** A tag would change what the value means; only the one for texts says what fields mean anyway. */
  #refuseTags(node: Scalar | YAMLMap | YAMLSeq): void {
    const { tag } = node;
    const isUsual =
      tag === undefined ||
      tag === `tag:yaml.org,2002:${isMap(node) ? "map" : isSeq(node) ? "seq" : "str"}` ||
      (tag === "!" && isScalar(node));
    if (!isUsual) throw new YamlMistake(this.#spotOf(node), noTags);
  }

  #scalar(node: Scalar): WrittenScalar {
    const plain = node.type === "PLAIN" && node.tag === undefined;
    return { is: "scalar", text: String(node.value), plain, size: 1, ...this.#spotOf(node) };
  }

  #list(node: YAMLSeq, depth: number): WrittenList {
    const items = node.items.map((item) => this.read(item, depth + 1));
    const size = items.reduce((sum, item) => sum + item.size, 1);
    return { is: "list", items, size, ...this.#spotOf(node) };
  }

  #map(node: YAMLMap, depth: number): WrittenMap {
    const own = new Map<string, WrittenEntry>();
    const merged: Written[] = [];
    for (const pair of node.items) {
      const key = this.#key(pair, node);
      const value =
        pair.value === null ? this.#missing(key.spot, key.name) : this.read(pair.value, depth + 1);
      if (key.isMerge) {
        merged.push(...(value.is === "list" ? value.items : [value]));
        continue;
      }
      const former = own.get(key.name);
      if (former === undefined) own.set(key.name, { name: key.name, key: key.spot, value });
      else this.#reportDuplicate(key.name, key.spot, placeOf(former.key));
    }
    const entries = this.#withMerged(own, merged);
    const size = [...entries.values()].reduce((sum, { value }) => sum + value.size, 1);
    return { is: "map", entries, size, ...this.#spotOf(node) };
  }

  /** What is merged gives way to what stands in the mapping itself, and the first of several to none. */
  #withMerged(own: Map<string, WrittenEntry>, merged: readonly Written[]): Map<string, WrittenEntry> {
    const entries = new Map(own);
    for (const map of merged) {
      if (map.is !== "map") throw new YamlMistake(map, "<< must be a mapping, or a list of mappings");
      this.#merged += map.entries.size;
      if (this.#merged > mostAliased) throw new YamlMistake(map, tooMuch);
      for (const [name, entry] of map.entries) if (!entries.has(name)) entries.set(name, entry);
    }
    return entries;
  }

  #key({ key }: Pair, map: YAMLMap): { name: string; spot: Spot; isMerge: boolean } {
    if (!isScalar(key)) throw new YamlMistake(this.#spotOf(key, map), yamlMistakes.NON_STRING_KEY);
    this.#refuseTags(key);
    const { text, plain, source, offset } = this.#scalar(key);
    if (key.anchor !== undefined) this.#anchors.set(key.anchor, this.#scalar(key));
    return { name: text, spot: { source, offset }, isMerge: plain && text === "<<" };
  }

  #reportDuplicate(name: string, spot: Spot, first: Place): void {
    this.mistakes.add(spot, `duplicate key ${quoted(name)}`, { others: [first] });
  }

  #missing(spot: Spot, name: string): WrittenScalar {
    return {
      is: "scalar",
      text: "",
      plain: true,
      size: 1,
      source: spot.source,
      offset: spot.offset + name.length,
    };
  }

  #aliased(alias: Alias): Written {
    const written = this.#anchors.get(alias.source);
    if (written === "open")
      throw new YamlMistake(this.#spotOf(alias), "an alias must not be inside the value that it refers to");
    if (written === undefined) throw new YamlMistake(this.#spotOf(alias), yamlMistakes.BAD_ALIAS);
    return written;
  }

  #spotOf(node: unknown, container?: YAMLMap): Spot {
    const found = isNode(node) && node.range ? node.range : container?.range;
    return { source: this.source, offset: found?.[0] ?? 0 };
  }
}
