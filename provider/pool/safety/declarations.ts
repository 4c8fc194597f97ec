import type { CheckFailure } from "../../../model/rules/check-inputs.js";
import type { EdgeSet } from "../../../model/rules/edges.js";
import { intersection } from "../../../model/rules/plan-set.js";
import { uniqueValues } from "../../../model/rules/user-key.js";
import type { Properties } from "../../../model/rules/record.js";
import { type CodedKey, codedKeyText, codedLabel } from "../../../model/rules/coded.js";
import type { CodedKind, EdgeKind } from "../../../model/schema/kind.js";

/**
 * What the resources of one run declare in one user pool, by the name of each resource. It sees arguments as the engine
 * hands them over, after defaults and transforms of the program. The engine may check one resource twice.
 */
export class Declarations {
  /** The name of the resource that declares a unique value. */
  readonly #values = new Map<string, string>();
  /** The name of the resource that declares an object with a code. */
  readonly #objects = new Map<string, string>();
  /** The sets of codes that are declared of one user, by the name of the resource. */
  readonly #sets = new Map<string, Map<string, EdgeSet>>();

  /** Notes a user, and finds unique values that another resource declares too: both would be the same user. */
  noteUser(name: string, declared: Properties): CheckFailure[] {
    return uniqueValues(declared).flatMap(([field, value]) => {
      const key = JSON.stringify([field, value]);
      const other = this.#values.get(key) ?? name;
      this.#values.set(key, other);
      if (other === name) return [];
      const reason =
        `${field} is also declared by the user ${other}, and it is unique in the user pool. Both would be the same user. ` +
        "Declare the user once";
      return [{ property: field, reason }];
    });
  }

  /** The name of the resource that declares a user. */
  declarerOf(declared: Properties): string | undefined {
    const [first] = uniqueValues(declared);
    return first === undefined ? undefined : this.#values.get(JSON.stringify(first));
  }

  /** Notes an object with a code, and finds another resource that declares the same. */
  noteCoded(name: string, kind: CodedKind, key: CodedKey): CheckFailure[] {
    const text = codedKeyText(key);
    const other = this.#objects.get(text) ?? name;
    this.#objects.set(text, other);
    if (other === name) return [];
    const property = kind.subject.code;
    const reason = `${property} is also declared by ${other}: both would be ${codedLabel(kind, key)}. Declare it once`;
    return [{ property, reason }];
  }

  /** Notes codes of a user, and finds other resources that would undo what this one sets. */
  noteEdges(name: string, { subject }: EdgeKind, set: EdgeSet): CheckFailure[] {
    const place = subject.scope === undefined ? "" : ` in ${subject.scope} ${set.scope ?? ""}`;
    const topic = `${subject.codes} of user ${set.userId}${place}`;
    const sets = this.#sets.get(topic) ?? new Map<string, EdgeSet>();
    this.#sets.set(topic, sets.set(name, set));
    return [...sets].flatMap(([other, declared]) => {
      const shared = intersection(set.codes, declared.codes);
      const isExhaustive = set.exhaustive || declared.exhaustive;
      if (other === name || (shared.length === 0 && !isExhaustive)) return [];
      const cause = isExhaustive ? "one of them is exhaustive" : `both declare ${shared.join(", ")}`;
      const reason =
        `the ${topic} are also declared by ${other} (${cause}). Each resource would undo what the other sets. Declare them ` +
        "in one resource";
      return [{ property: subject.codes, reason }];
    });
  }
}
