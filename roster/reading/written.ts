import type { Place } from "../place.js";
import type { SourceText } from "./source-text.js";

/** Where a value or a key begins. */
export interface Spot {
  readonly source: SourceText;
  readonly offset: number;
}

/** A value as it stands in a file: nothing is interpreted yet, because the field decides what a scalar means. */
export type Written = WrittenMap | WrittenList | WrittenScalar;

interface WrittenValue extends Spot {
  /** How many values it holds, itself included, with all aliases expanded. */
  readonly size: number;
}

export interface WrittenMap extends WrittenValue {
  readonly is: "map";
  readonly entries: ReadonlyMap<string, WrittenEntry>;
}

export interface WrittenEntry {
  readonly name: string;
  /** Where the key stands. */
  readonly key: Spot;
  readonly value: Written;
}

export interface WrittenList extends WrittenValue {
  readonly is: "list";
  readonly items: readonly Written[];
}

export interface WrittenScalar extends WrittenValue {
  readonly is: "scalar";
  readonly text: string;
  /** Not in quotes, so that YAML would give some texts another meaning. */
  readonly plain: boolean;
}

export function placeOf({ source, offset }: Spot): Place {
  return source.placeAt(offset);
}

/** Whether nothing is written, or the word for nothing. */
export function isNothing(written: Written): boolean {
  return written.is === "scalar" && written.plain && /^(?:|~|null|Null|NULL)$/u.test(written.text);
}

/** What is written, for a sentence. */
export function nounOf(written: Written): string {
  return written.is === "scalar" ? "a single value" : `a ${written.is === "map" ? "mapping" : "list"}`;
}
