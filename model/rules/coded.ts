import { InputError } from "../errors.js";
import type { CodedKind, CodedSubject } from "../schema/kind.js";
import { declaredValue } from "./declared-value.js";
import type { Properties } from "./record.js";
import { isUnknown } from "./unknown.js";

/** What identifies an object that has a code. */
export interface CodedKey {
  readonly object: CodedSubject["object"];
  readonly code: string;
  /** Where the code is unique; undefined where that is the whole pool. */
  readonly scope: string | undefined;
}

/**
 * What declared inputs or a state say.
 *
 * @throws InputError when a part is missing or is not what its field takes
 */
export function codedKeyOf(kind: CodedKind, properties: Properties): CodedKey {
  const { object, code, scope } = kind.subject;
  return {
    object,
    code: String(declaredValue(kind, code, properties)),
    scope: scope === undefined ? undefined : String(declaredValue(kind, scope, properties)),
  };
}

/** What a program declares; undefined while a preview does not know it all. */
export function declaredCodedKey(kind: CodedKind, declared: Properties): CodedKey | undefined {
  const { code, scope } = kind.subject;
  const isOpen = [code, scope ?? code].some((name) => isUnknown(declared[name]));
  return isOpen ? undefined : codedKeyOf(kind, declared);
}

/** The id of the resource: the code, after the scope where there is one. */
export function codedId({ code, scope }: Pick<CodedKey, "code" | "scope">): string {
  return scope === undefined ? code : `${scope}/${code}`;
}

/**
 * What such an id says.
 *
 * @throws InputError that shows the expected form
 */
export function parseCodedId(kind: CodedKind, id: string): CodedKey {
  const { object } = kind.subject;
  if (kind.subject.scope === undefined && id !== "") return { object, code: id, scope: undefined };
  const slash = id.indexOf("/");
  if (kind.subject.scope === undefined || slash <= 0 || slash === id.length - 1) {
    throw new InputError(
      `the id of a ${kind.name} must be ${kind.id.doc}, such as ${kind.id.example}, and not "${id}"`,
    );
  }
  return { object, code: id.slice(slash + 1), scope: id.slice(0, slash) };
}

/** The same string means the same object. */
export function codedKeyText({ object, scope, code }: CodedKey): string {
  return JSON.stringify([object, scope, code]);
}

/** What messages call objects of a type. */
export const codedNouns: Readonly<Record<CodedSubject["object"], string>> = {
  group: "group",
  role: "role",
  policy: "policy",
  userField: "custom field",
};

/** How messages name it: `role deployer`, `role recruiter in namespace hr`. */
export function codedLabel({ subject, fields }: CodedKind, { object, code, scope }: CodedKey): string {
  const isUsual = subject.scope === undefined || fields[subject.scope]?.unset === scope;
  const noun = codedNouns[object];
  return isUsual ? `${noun} ${code}` : `${noun} ${code} in ${subject.scope} ${scope ?? ""}`;
}
