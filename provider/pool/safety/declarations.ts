import type { CheckFailure } from "../../../model/rules/check-inputs.js";
import { uniqueValues } from "../../../model/rules/user-key.js";
import type { Properties } from "../../../model/rules/record.js";
import { type CodedKey, codedKeyText, codedLabel } from "../../../model/rules/coded.js";
import type { CodedKind } from "../../../model/schema/kind.js";
import { AccessClaims } from "./access-claims.js";
import { type Declarer, declarerLabel, isSameDeclarer, labelBeside } from "./declarer.js";

/**
 * What the resources of one run declare in one user pool. It sees arguments as the engine
 * hands them over, after defaults and transforms of the program. The engine may check one resource twice.
 */
export class Declarations {
  /** The resource that declares a unique value. */
  readonly #values = new Map<string, Declarer>();
  /** The resource that declares an object with a code. */
  readonly #objects = new Map<string, Declarer>();
  /** The resource that has an object with a code until this run. */
  readonly #givenUp = new Map<string, Declarer>();
  /** Who has what. */
  readonly access = new AccessClaims();

  /** Notes a user, and finds unique values that another resource declares too: both would be the same user. */
  noteUser(by: Declarer, declared: Properties): CheckFailure[] {
    return uniqueValues(declared).flatMap(([field, value]) => {
      const key = JSON.stringify([field, value]);
      const other = this.#values.get(key) ?? by;
      this.#values.set(key, other);
      if (isSameDeclarer(other, by)) return [];
      const reason =
        `${field} is also declared by the user ${labelBeside(other, by)}, and it is unique in the user pool. Both would be the same user. ` +
        "Declare the user once";
      return [{ property: field, reason }];
    });
  }

  /** The resource that declares a user. */
  declarerOf(declared: Properties): Declarer | undefined {
    const [first] = uniqueValues(declared);
    return first === undefined ? undefined : this.#values.get(JSON.stringify(first));
  }

  /** The name of that resource. */
  nameOf(declared: Properties): string | undefined {
    return this.declarerOf(declared)?.name;
  }

  /**
   * Notes an object with a code, and finds another resource that declares the same, or that has it until this run. A code
   * that changes hands in one run could not be told from the previous one by whatever refers to it.
   */
  noteCoded(by: Declarer, kind: CodedKind, key: CodedKey, before: CodedKey | undefined): CheckFailure[] {
    const property = kind.subject.code;
    const text = codedKeyText(key);
    const other = this.#objects.get(text) ?? by;
    this.#objects.set(text, other);
    if (!isSameDeclarer(other, by)) {
      const reason = `${property} is also declared by ${labelBeside(other, by)}: both would be ${codedLabel(kind, key)}. Declare it once`;
      return [{ property, reason }];
    }
    const given = before !== undefined && codedKeyText(before) !== text ? codedKeyText(before) : undefined;
    if (given !== undefined) this.#givenUp.set(given, by);
    const receiver = given === undefined ? undefined : this.#objects.get(given);
    if (receiver !== undefined && !isSameDeclarer(receiver, by) && before !== undefined) {
      return [{ property, reason: changesHands(codedLabel(kind, before), by, receiver) }];
    }
    const giver = this.#givenUp.get(text);
    if (giver === undefined || isSameDeclarer(giver, by)) return [];
    return [{ property, reason: changesHands(codedLabel(kind, key), giver, by) }];
  }
}

function changesHands(label: string, giver: Declarer, receiver: Declarer): string {
  return (
    `${label} is renamed by ${declarerLabel(giver)}, and ${declarerLabel(receiver)} declares its previous code. Memberships could not tell one from the ` +
    "other. Run `pulumi up` for the renaming first, and declare the previous code again afterwards"
  );
}
