import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument, visit } from "yaml";

import { InputError } from "../errors.js";
import { yamlMistakes } from "./yaml-mistakes.js";

/** The content of a YAML or JSON file, and the place of each value in it. */
export class YamlText {
  readonly value: unknown;
  readonly #file: string;
  readonly #document: Document;
  readonly #lines: LineCounter;

  /** @throws InputError with file, line and column when the text is not valid YAML */
  constructor(file: string, text: string) {
    this.#file = file;
    this.#lines = new LineCounter();
    this.#document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false });
    const [mistake] = this.#document.errors;
    if (mistake !== undefined)
      throw new InputError(`${this.#placeOf(mistake.pos[0])}: ${yamlMistakes[mistake.code]}`);
    this.#refuseLooseAliases();
    this.value = this.#toValue();
  }

  /** `file:line:column` of the value at a path, or of its parent when there is no such value. */
  placeOf(path: readonly PropertyKey[]): string {
    for (let length = path.length; length > 0; length -= 1) {
      const node = this.#document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return this.#placeOf(node.range[0]);
    }
    return this.#placeOf(0);
  }

  /** The same for a key, when the key is the mistake. */
  placeOfKey(path: readonly PropertyKey[], key: string): string {
    const map = path.length === 0 ? this.#document.contents : this.#document.getIn(path, true);
    const pair = isMap(map)
      ? map.items.find((entry) => isScalar(entry.key) && entry.key.value === key)
      : undefined;
    return isScalar(pair?.key) && pair.key.range ? this.#placeOf(pair.key.range[0]) : this.placeOf(path);
  }

  /** The parser accepts an alias without an anchor, and fails only when its value is needed. */
  #refuseLooseAliases(): void {
    visit(this.#document, {
      Alias: (_key, alias) => {
        if (alias.resolve(this.#document) === undefined)
          throw new InputError(`${this.#placeOf(alias.range?.[0] ?? 0)}: ${yamlMistakes.BAD_ALIAS}`);
      },
    });
  }

  #toValue(): unknown {
    try {
      return this.#document.toJS();
    } catch (cause) {
      // Aliases of aliases can expand to more than fits into memory.
      throw new InputError(`${this.#file}: its aliases expand to too much content`, { cause });
    }
  }

  #placeOf(offset: number): string {
    const { line, col } = this.#lines.linePos(offset);
    return `${this.#file}:${line}:${col}`;
  }
}
