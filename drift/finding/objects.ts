import { codedNouns } from "../../model/rules/coded.js";
import type { CodedKind, CodedSubject } from "../../model/schema/kind.js";
import { isCodedKind, schemas } from "../../model/schema/index.js";

/** A type of objects that a code identifies, such as `group`. */
export type ObjectType = CodedSubject["object"];

const codedKinds: ReadonlyMap<ObjectType, CodedKind> = new Map(
  schemas.flatMap((kind): [ObjectType, CodedKind][] =>
    isCodedKind(kind) ? [[kind.subject.object, kind]] : [],
  ),
);

/** The types of all objects that a resource can declare. */
export const objectTypes: readonly ObjectType[] = [...codedKinds.keys()];

/** The kind whose resources are objects of this type. */
export function kindOfObject(type: ObjectType): CodedKind {
  const kind = codedKinds.get(type);
  if (kind === undefined) throw new Error(`there is no kind of objects ${type}`);
  return kind;
}

/** Several of them: `groups`. */
export function pluralOf(type: ObjectType): string {
  const noun = codedNouns[type];
  return noun.endsWith("y") ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}
