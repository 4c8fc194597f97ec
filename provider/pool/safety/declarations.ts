import type { CheckFailure } from "../../../model/rules/check-inputs.js";
import { uniqueValues } from "../../../model/rules/user-key.js";
import type { Properties } from "../../../model/rules/record.js";
import { type CodedKey, codedKeyText, codedLabel } from "../../../model/rules/coded.js";
import type { CodedKind } from "../../../model/schema/kind.js";
import { AccessClaims } from "./access-claims.js";

/**
 * What the resources of one run declare in one user pool, by the name of each resource. It sees arguments as the engine
 * hands them over, after defaults and transforms of the program. The engine may check one resource twice.
 */
export class Declarations {
  /** The name of the resource that declares a unique value. */
  readonly #values = new Map<string, string>();
  /** The name of the resource that declares an object with a code. */
  readonly #objects = new Map<string, string>();
  /** The name of the resource that has an object with a code until this run. */
  readonly #givenUp = new Map<string, string>();
  /** Who has what. */
  readonly access = new AccessClaims();

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

  /**
   * Notes an object with a code, and finds another resource that declares the same, or that has it until this run. A code
   * that changes hands in one run could not be told from the previous one by whatever refers to it.
   */
  noteCoded(name: string, kind: CodedKind, key: CodedKey, before: CodedKey | undefined): CheckFailure[] {
    const property = kind.subject.code;
    const text = codedKeyText(key);
    const other = this.#objects.get(text) ?? name;
    this.#objects.set(text, other);
    if (other !== name) {
      const reason = `${property} is also declared by ${other}: both would be ${codedLabel(kind, key)}. Declare it once`;
      return [{ property, reason }];
    }
    const given = before !== undefined && codedKeyText(before) !== text ? codedKeyText(before) : undefined;
    if (given !== undefined) this.#givenUp.set(given, name);
    const receiver = given === undefined ? undefined : this.#objects.get(given);
    if (receiver !== undefined && receiver !== name && before !== undefined) {
      return [{ property, reason: changesHands(codedLabel(kind, before), name, receiver) }];
    }
    const giver = this.#givenUp.get(text);
    if (giver === undefined || giver === name) return [];
    return [{ property, reason: changesHands(codedLabel(kind, key), giver, name) }];
  }
}

function changesHands(label: string, giver: string, receiver: string): string {
  return (
    `${label} is renamed by ${giver}, and ${receiver} declares its previous code. Memberships could not tell one from the ` +
    "other. Run `pulumi up` for the renaming first, and declare the previous code again afterwards"
  );
}
