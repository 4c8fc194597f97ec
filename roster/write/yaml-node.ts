import { Document, type Node, Pair, Scalar, YAMLMap, YAMLSeq } from "yaml";

import { replaceInvisible } from "../../model/schema/invisible.js";

/** Characters of a list that still fits on the line of its key. */
const shortList = 80;

/** A value as YAML. Lists of a few words stand on one line. */
function toNode(value: unknown): Node {
  if (Array.isArray(value)) return toSeq(value);
  if (value instanceof YAMLMap) return value;
  if (typeof value === "object" && value !== null) return toMap(Object.entries(value));
  if (typeof value === "string") return toScalar(value);
  // There is no minus before a zero.
  return new Scalar(value === 0 ? 0 : value);
}

export function toMap(entries: Iterable<readonly [key: string, value: unknown]>): YAMLMap {
  const map = new YAMLMap();
  for (const [key, value] of entries) map.items.push(new Pair(toScalar(key), toNode(value)));
  return map;
}

/** The text of a document that consists of one map. A value stays on one line, so that a change is a change of one line. */
export function toText(map: YAMLMap): string {
  const document = new Document(map, { version: "1.2", compat: "yaml-1.1" });
  const text = document.toString({
    flowCollectionPadding: false,
    lineWidth: 0,
    doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
  });
  return replaceInvisible(text, escaped);
}

/** What cannot be seen stands in double quotes only, apart from the ends of lines. It could not be reviewed otherwise. */
function escaped(character: string): string {
  if (character === "\n") return character;
  const point = (character.codePointAt(0) ?? 0).toString(16);
  return character.length === 1 ? `\\u${point.padStart(4, "0")}` : `\\U${point.padStart(8, "0")}`;
}

function toSeq(values: readonly unknown[]): YAMLSeq {
  const seq = new YAMLSeq();
  seq.items.push(...values.map(toNode));
  const words = values.filter((value) => typeof value === "string");
  seq.flow = words.length === values.length && words.join(", ").length <= shortList;
  return seq;
}

/**
 * Text, in quotes where YAML 1.1 or 1.2 would read it as something else. So is what cannot be seen, such as the end of a
 * line.
 */
function toScalar(text: string): Scalar {
  const scalar = new Scalar(text);
  const isPlain = text !== "<<" && replaceInvisible(text, () => "") === text;
  if (!isPlain) scalar.type = Scalar.QUOTE_DOUBLE;
  return scalar;
}
