import {
  type Alias,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";

import type { Place, RosterSource } from "../place.js";
import { SourceText } from "../reading/source-text.js";

/** A pair of a mapping, and the mapping where it is written: another one if it comes with `<<`. */
export interface FoundPair {
  readonly pair: Pair;
  readonly isOwn: boolean;
}

/** A file of a roster as a tree, in which each node knows where it stands in the text. */
export class YamlFile {
  readonly file: string;
  /** Without the byte order mark. */
  readonly text: string;
  readonly mark: string;
  readonly newline: string;
  /** Undefined: the file is empty. */
  readonly root: YAMLMap | undefined;
  readonly #document: Document;
  readonly #source: SourceText;
  readonly #targets = new Map<Alias, Node>();

  constructor({ file, text }: RosterSource) {
    this.file = file;
    this.mark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
    this.text = text.slice(this.mark.length);
    this.newline = /\r?\n/u.exec(text)?.[0] ?? "\n";
    this.#source = new SourceText(file, this.text);
    // As the reader has it: every scalar is a text, and the fields decide.
    this.#document = parseDocument(this.text, { schema: "failsafe", uniqueKeys: false, prettyErrors: false });
    const { contents } = this.#document;
    this.root = isMap(contents) ? contents : undefined;
    if (this.text.includes("*")) this.#followAliases();
  }

  /** The file as the library writes it: the same content in its usual form. */
  normalized(): RosterSource {
    const text = this.#document.toString({ lineWidth: 0, flowCollectionPadding: false });
    return { file: this.file, text };
  }

  placeOf(node: unknown): Place {
    const range = isPair(node) ? rangeOf(node.key) : rangeOf(node);
    return this.#source.placeAt(range[0]);
  }

  /** What a node means: that of the anchor, where it is an alias. */
  resolved(node: unknown): unknown {
    return isAlias(node) ? this.#targets.get(node) : node;
  }

  find(map: YAMLMap, name: string): FoundPair | undefined {
    const own = map.items.find(({ key }) => isScalar(key) && key.value === name);
    if (own !== undefined) return { pair: own, isOwn: true };
    for (const merged of this.#mergedInto(map)) {
      const found = this.find(merged, name);
      if (found !== undefined) return { pair: found.pair, isOwn: false };
    }
    return undefined;
  }

  /** The names of everything in a mapping, with what is merged into it. */
  namesIn(map: YAMLMap): string[] {
    const own = map.items
      .filter((pair) => !isMerge(pair))
      .map(({ key }) => (isScalar(key) ? String(key.value) : ""));
    return [...new Set([...own, ...this.#mergedInto(map).flatMap((merged) => this.namesIn(merged))])];
  }

  /** The mapping that a pair holds, even as an alias. */
  mapIn(pair: Pair | undefined): YAMLMap | undefined {
    const value = this.resolved(pair?.value);
    return isMap(value) ? value : undefined;
  }

  /** The list that a pair holds, even as an alias. */
  listIn(pair: Pair | undefined): YAMLSeq | undefined {
    const value = this.resolved(pair?.value);
    return isSeq(value) ? value : undefined;
  }

  /** A value with all aliases followed; every scalar is a string. */
  plain(node: unknown): unknown {
    const value = this.resolved(node);
    if (isScalar(value)) return String(value.value);
    if (isSeq(value)) return value.items.map((item) => this.plain(item));
    if (!isMap(value)) return undefined;
    return Object.fromEntries(
      this.namesIn(value).map((name) => [name, this.plain(this.find(value, name)?.pair.value)]),
    );
  }

  /** Whether an alias elsewhere means something in a node. */
  isMeantElsewhere(node: Node | Pair): boolean {
    if (this.#targets.size === 0) return false;
    const [start, end] = isPair(node)
      ? [rangeOf(node.key)[0], contentEnd(node, this.text)]
      : [rangeOf(node)[0], contentEnd(node, this.text)];
    const isIn = (offset: number): boolean => offset >= start && offset <= end;
    return [...this.#targets].some(([alias, target]) => isIn(rangeOf(target)[0]) && !isIn(rangeOf(alias)[0]));
  }

  #mergedInto(map: YAMLMap): YAMLMap[] {
    return map.items.filter(isMerge).flatMap(({ value }) => {
      const merged = this.resolved(value);
      const maps = isSeq(merged) ? merged.items.map((item) => this.resolved(item)) : [merged];
      return maps.filter((each) => isMap(each));
    });
  }

  /** An anchor counts from where it stands, until another one of its name. */
  #followAliases(): void {
    const anchors = new Map<string, Node>();
    visit(this.#document, {
      Node: (_key, node) => {
        if (isAlias(node)) {
          const target = anchors.get(node.source);
          if (target !== undefined) this.#targets.set(node, target);
        } else if (node.anchor !== undefined) anchors.set(node.anchor, node);
      },
    });
  }
}

/** Files as trees. One that has not changed is parsed once. */
export class YamlFiles {
  readonly #known = new Map<string, { readonly text: string; readonly tree: YamlFile }>();

  of(source: RosterSource): YamlFile {
    const known = this.#known.get(source.file);
    if (known?.text === source.text) return known.tree;
    const tree = new YamlFile(source);
    this.#known.set(source.file, { text: source.text, tree });
    return tree;
  }
}

/** Where a node begins, without its anchor, and where it ends. */
export function rangeOf(node: unknown): readonly [start: number, end: number] {
  if (!isNode(node) || !node.range) throw new Error("a node of a parsed document has a range");
  return [node.range[0], node.range[1]];
}

/** Where the last character of a node stands: no line break and no comment that follows. */
export function contentEnd(node: Node | Pair, text: string): number {
  if (isPair(node)) return contentEnd((node.value ?? node.key) as Node, text);
  const [start, end] = rangeOf(node);
  if (isCollection(node) && node.flow !== true) {
    const last = node.items.at(-1);
    return last === undefined ? end : contentEnd(last as Node | Pair, text);
  }
  return start + text.slice(start, end).trimEnd().length;
}

function isMerge({ key }: Pair): boolean {
  return isScalar(key) && key.value === "<<" && (key.type === undefined || key.type === "PLAIN");
}
