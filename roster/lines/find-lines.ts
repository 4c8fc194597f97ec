import { defaultNamespace } from "../../sdk/roles/role.js";
import type { Grant } from "../roster.js";
import type { ObjectKind } from "../sections.js";
import type { AccessLines, Lines, ObjectLines, PersonLines, RosterLines } from "./lines-of.js";

/** A person, as a program or a pool knows the user. */
export interface WantedPerson {
  readonly is: "person";
  /** The keys that the person has or had. */
  readonly keys: readonly string[];
  /** The unique fields that are known, each with the values that it has, in their canonical spelling. */
  readonly identity: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface WantedObject {
  readonly is: "object";
  readonly kind: ObjectKind;
  readonly namespace: string;
  readonly code: string;
}

/** What a line is looked for: a person or object itself, one of its fields, or a group, role or policy that it has. */
export interface Wanted {
  readonly of: WantedPerson | WantedObject;
  readonly what:
    | { readonly is: "entry" }
    | { readonly is: "field"; readonly field: string }
    | {
        readonly is: "access";
        readonly edge: Grant["edge"];
        readonly namespace: string;
        readonly code: string;
      };
}

type Found = Pick<AccessLines, "lines"> & Partial<Pick<AccessLines, "reason" | "until">>;

/** Finds lines in one roster. */
export class LineFinder {
  readonly #byKey: ReadonlyMap<string, PersonLines>;
  readonly #byIdentity = new Map<string, PersonLines[]>();
  readonly #objects = new Map<string, ObjectLines>();

  constructor({ people, objects }: RosterLines) {
    this.#byKey = new Map(people.map((person) => [person.key, person]));
    for (const person of people)
      for (const [field, value] of person.identity) {
        const key = JSON.stringify([field, value]);
        this.#byIdentity.set(key, [...(this.#byIdentity.get(key) ?? []), person]);
      }
    for (const [kind, all] of Object.entries(objects))
      for (const object of all) this.#objects.set(objectKey({ kind, ...object }), object);
  }

  find({ of, what }: Wanted): Found | undefined {
    const entry = of.is === "person" ? this.person(of) : this.#objects.get(objectKey(of));
    if (entry === undefined || what.is === "entry") return entry;
    if (what.is === "field") {
      const lines: Lines | undefined = entry.fields.get(what.field);
      return lines && { lines };
    }
    return entry.access.find((access) => isSameAccess(access, what));
  }

  /** By which keys the roster calls an object. */
  keysOf(object: Omit<WantedObject, "is">): string[] {
    const found = this.#objects.get(objectKey(object));
    return found === undefined ? [] : [found.key, ...found.previously];
  }

  /**
   * By the key, because usernames change. Programs and rosters may use one key for two people, so a person who has other
   * values in every unique field that both have is another one.
   */
  person({ keys, identity }: WantedPerson): PersonLines | undefined {
    const byKey = keys.map((key) => this.#byKey.get(key)).find((person) => person !== undefined);
    if (byKey !== undefined && !isAnother(byKey, identity)) return byKey;
    const found = [...identity].flatMap(([field, values]) =>
      [...values].flatMap((value) => this.#byIdentity.get(JSON.stringify([field, value])) ?? []),
    );
    const [only, ...others] = new Set(found);
    return others.length === 0 ? only : undefined;
  }
}

function isAnother({ identity }: PersonLines, wanted: WantedPerson["identity"]): boolean {
  const common = [...identity].filter(([field]) => wanted.has(field));
  return common.length > 0 && !common.some(([field, value]) => wanted.get(field)?.has(value) === true);
}

/** A group is in no namespace. */
function isSameAccess(
  one: Pick<AccessLines, "code" | "edge" | "namespace">,
  other: Pick<AccessLines, "code" | "edge" | "namespace">,
): boolean {
  if (one.edge !== other.edge || one.code !== other.code) return false;
  return one.edge === "group" || one.namespace === other.namespace;
}

function objectKey({
  kind,
  namespace,
  code,
}: {
  readonly kind: string;
  readonly namespace: string;
  readonly code: string;
}): string {
  return JSON.stringify([kind, namespace === "" ? defaultNamespace : namespace, code]);
}
