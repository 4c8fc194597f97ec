import { isCollection, isScalar, Scalar, visit, type YAMLMap } from "yaml";

import { toMap, toText } from "../write/yaml-node.js";

/** A pair as lines of a block. `step`: how far what is nested stands to the right. */
export function blockPair(key: string, value: unknown, indent: string, step: number): string {
  return indented(widened(toText(toMap([[key, value]])), step), indent);
}

/** An item of a list on one line, without the dash. */
export function inlineValue(value: unknown): string {
  return flowText([["k", value]]).slice("k: ".length);
}

/** Pairs of a mapping in braces, without the braces. */
export function flowPair(key: string, value: unknown): string {
  return flowText([[key, value]]);
}

/** A single value in place of another, in the quotes of that one. */
export function scalarLike(former: Scalar, value: unknown, isInFlow: boolean): string {
  const map = toMap([["k", value]]);
  const node = map.items[0]?.value;
  if (isScalar(node) && typeof value === "string") {
    const isQuoted = former.type === Scalar.QUOTE_DOUBLE || former.type === Scalar.QUOTE_SINGLE;
    if (value.includes("\n")) node.type = Scalar.QUOTE_DOUBLE;
    else if (isQuoted && node.type === undefined && former.type !== undefined) node.type = former.type;
  }
  if (isInFlow) return inBraces(map).slice("k: ".length);
  return toText(map).slice("k: ".length).trimEnd();
}

function flowText(entries: readonly (readonly [string, unknown])[]): string {
  return inBraces(toMap(entries));
}

/** On one line: whatever the values are. */
function inBraces(map: YAMLMap): string {
  map.flow = true;
  visit(map, (_key, node) => {
    if (isCollection(node)) node.flow = true;
    else if (isScalar(node) && typeof node.value === "string" && node.value.includes("\n"))
      node.type = Scalar.QUOTE_DOUBLE;
  });
  return toText(map).trimEnd().slice(1, -1);
}

/** Lists and texts of several lines are left as they are, because their lines have places of their own. */
function widened(text: string, step: number): string {
  if (step === 2 || /^ *- |[|>][-+\d]*$/mu.test(text)) return text;
  return text.replace(/^ +/gmu, (spaces) => " ".repeat((spaces.length / 2) * step));
}

function indented(text: string, indent: string): string {
  const lines = text.replace(/\n$/u, "").split("\n");
  return lines.map((line) => (line === "" ? line : indent + line)).join("\n");
}
