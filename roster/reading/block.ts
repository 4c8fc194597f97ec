import type { Spot } from "./written.js";

/** An argument of a resource, as it is declared. */
export interface Argument {
  readonly value: unknown;
  /** Where its value stands. */
  readonly spot: Spot;
  /** Of custom data: where each key stands. */
  readonly parts?: ReadonlyMap<string, Part>;
  /** Where the person takes it over, if it is written in the defaults or in a template. */
  readonly through?: Spot | undefined;
}

/** A key of custom data. */
type Part = Pick<Argument, "spot" | "through">;

/** What an entry leads to. */
export type Edge = "group" | "person" | "policy" | "role";

/** An entry in a list of groups, roles, policies or members. */
export interface Entry {
  readonly edge: Edge;
  /** What it names. */
  readonly text: string;
  /** Written beside the text, which then is a code. */
  readonly namespace: string | undefined;
  /** The last day, as `YYYY-MM-DD`. */
  readonly until: string | undefined;
  readonly reason: string | undefined;
  readonly spot: Spot;
}

/** A string and where it stands. */
export interface Word {
  readonly text: string;
  readonly spot: Spot;
}

/** What is written of one person or object, or for several people. */
export interface Block {
  readonly spot: Spot;
  /** The names of all that is written, even if its value is a mistake. */
  readonly written: Set<string>;
  readonly arguments: Map<string, Argument>;
  readonly entries: Entry[];
  /** The lists that are written, even if they are empty. */
  readonly lists: Map<string, Spot>;
  readonly previously: Word[];
  readonly templates: Word[];
  leaves?: Word;
  external?: boolean;
  exhaustive?: { readonly value: boolean; readonly spot: Spot };
}

export function emptyBlock(spot: Spot): Block {
  return {
    spot,
    written: new Set(),
    arguments: new Map(),
    entries: [],
    lists: new Map(),
    previously: [],
    templates: [],
  };
}
