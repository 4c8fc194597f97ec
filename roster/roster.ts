import type { HolderType } from "../model/schema/kind.js";
import type { Argument, Word } from "./reading/block.js";
import type { Scoped } from "./reading/scoped.js";
import type { Spot } from "./reading/written.js";
import type { ObjectKind } from "./sections.js";

/** People as files declare them, read and put together. */
export interface Roster {
  readonly people: ReadonlyMap<string, Person>;
  readonly objects: Readonly<Record<ObjectKind, ReadonlyMap<string, RosterObject>>>;
}

/** A person, with what the defaults and templates add. */
export interface Person {
  readonly key: string;
  readonly spot: Spot;
  readonly previously: readonly string[];
  readonly arguments: ReadonlyMap<string, Argument>;
  /** The access lists that are declared, even if they are empty. */
  readonly lists: ReadonlySet<string>;
  readonly grants: readonly Grant[];
  readonly leaves: Word | undefined;
}

/** A group, role, policy or custom field. */
export interface RosterObject extends Scoped {
  readonly key: string;
  readonly spot: Spot;
  readonly kind: ObjectKind;
  readonly previously: readonly string[];
  readonly arguments: ReadonlyMap<string, Argument>;
  /** Managed elsewhere: it may be referred to, and is not declared. */
  readonly isExternal: boolean;
  /** A group of which the roster declares all members. */
  readonly isExhaustive: boolean;
  /** The objects of the same kind that arguments name by their code: argument and key. */
  readonly siblings: ReadonlyMap<string, string>;
  /** The policies that it has. */
  readonly grants: readonly Grant[];
}

/** A group, role or policy that a person, group or role has. */
export interface Grant {
  readonly edge: "group" | "policy" | "role";
  readonly holder: { readonly is: HolderType; readonly key: string };
  readonly target: Target;
  readonly until: string | undefined;
  readonly reason: string | undefined;
  readonly spot: Spot;
  /** Where the person takes it over, if it is written in the defaults or in a template. */
  readonly through?: Spot | undefined;
}

/** What a reference means. Without an object it is in the pool and not in the roster. */
export interface Target extends Scoped {
  readonly object: RosterObject | undefined;
}
