import { defaultNamespace } from "../../sdk/roles/role.js";
import { type Mistakes, quoted } from "../mistakes.js";
import type { RosterObject, Target } from "../roster.js";
import type { Suggestions } from "../suggestions.js";
import type { Edge, Entry } from "./block.js";
import { formatScoped, parseScoped, type Scoped } from "./scoped.js";
import type { Spot } from "./written.js";

type ObjectEdge = Exclude<Edge, "person">;

/** Finds what entries name: the keys of the roster, or any code where the roster declares nothing of the kind. */
export class References {
  readonly #byCode = new Map<string, RosterObject>();
  readonly #keys: Readonly<Record<Edge, readonly string[]>>;

  constructor(
    readonly objects: Readonly<Record<ObjectEdge, ReadonlyMap<string, RosterObject>>>,
    readonly people: { has(key: string): boolean; keys(): Iterable<string> },
    /** Whether all that the roster declares is known. */
    readonly isComplete: boolean,
    readonly mistakes: Mistakes,
    readonly suggestions: Suggestions,
  ) {
    this.#keys = {
      group: [...objects.group.keys()],
      role: [...objects.role.keys()],
      policy: [...objects.policy.keys()],
      person: [...people.keys()],
    };
    for (const [edge, known] of Object.entries(objects))
      for (const object of known.values()) this.#byCode.set(codeKey(edge, object), object);
  }

  /** What an entry names; undefined after a mistake. */
  target(entry: Entry & { edge: ObjectEdge }): Target | undefined {
    const { edge, text, namespace, spot } = entry;
    const known = this.objects[edge];
    const key = namespace === undefined ? text : formatScoped({ namespace, code: text });
    const object = known.get(key);
    if (object !== undefined) return { namespace: object.namespace, code: object.code, object };
    const meant = this.#meant(edge, text, namespace);
    if (known.size === 0) return this.#undeclared(meant, spot);
    this.#refuse(edge, key, meant, spot);
    return undefined;
  }

  /** The object with a code in the namespace of another, which must be declared first; undefined where the pool has it. */
  sibling(edge: ObjectEdge, code: string, { namespace }: Scoped, spot: Spot): RosterObject | undefined {
    const known = this.objects[edge];
    const byKey = known.get(code);
    const meant = { namespace, code };
    const found =
      this.#byCode.get(codeKey(edge, meant)) ?? (byKey?.namespace === namespace ? byKey : undefined);
    if (found === undefined && known.size > 0) this.#refuse(edge, formatScoped(meant), meant, spot);
    return found;
  }

  /** The key of a person; undefined after a mistake. */
  person({ text, spot }: Entry): string | undefined {
    if (this.people.has(text)) return text;
    if (this.isComplete) {
      const hint = this.suggestions.hint(text, this.#keys.person);
      this.mistakes.add(spot, `unknown user ${quoted(text)}${hint || ": members are keys of people"}`);
    }
    return undefined;
  }

  #meant(edge: ObjectEdge, text: string, namespace: string | undefined): Scoped {
    if (edge === "group") return { namespace: defaultNamespace, code: text };
    return namespace === undefined ? parseScoped(text) : { namespace, code: text };
  }

  #undeclared(meant: Scoped, spot: Spot): Target | undefined {
    if (meant.code !== "" && meant.namespace !== "") return { ...meant, object: undefined };
    this.mistakes.add(spot, "a code must not be empty");
    return undefined;
  }

  #refuse(edge: ObjectEdge, key: string, meant: Scoped, spot: Spot): void {
    const object = this.#byCode.get(codeKey(edge, meant));
    if (object !== undefined) {
      this.mistakes.add(
        spot,
        `${quoted(key)} is the code of the ${edge} ${quoted(object.key)}: write the key ${quoted(object.key)}`,
      );
    } else if (this.isComplete) {
      const hint = this.suggestions.hint(key, this.#keys[edge]);
      const advice = `: declare it, with external: true if it is managed elsewhere`;
      this.mistakes.add(spot, `unknown ${edge} ${quoted(key)}${hint || advice}`);
    }
  }
}

function codeKey(edge: string, { namespace, code }: Scoped): string {
  return JSON.stringify([edge, namespace, code]);
}
