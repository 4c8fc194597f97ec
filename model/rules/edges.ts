import { InputError } from "../errors.js";
import type { EdgeKind } from "../schema/kind.js";
import { bookkeepingOutput, foreignCodes, withoutBookkeeping } from "./bookkeeping.js";
import { isUnknown } from "./unknown.js";
import type { Properties } from "./record.js";

/** The codes of one user that a resource holds. */
export interface EdgeSet {
  readonly userId: string;
  readonly codes: readonly string[];
  /** Where the codes are looked up; undefined for kinds without a scope. */
  readonly scope: string | undefined;
  /** Whether the codes are the complete set. */
  readonly exhaustive: boolean;
}

/** One code of one user. */
export interface Edge {
  readonly kind: EdgeKind["subject"]["edge"];
  readonly userId: string;
  readonly code: string;
  readonly scope: string | undefined;
}

/**
 * What declared inputs or a state say.
 *
 * @throws InputError when a part is missing or is not what its field takes
 */
export function edgeSetOf(kind: EdgeKind, properties: Properties): EdgeSet {
  const { user, codes, scope } = kind.subject;
  return {
    userId: String(valueOf(kind, user, properties)),
    codes: [valueOf(kind, codes, properties)].flat().map(String),
    scope: scope === undefined ? undefined : String(valueOf(kind, scope, properties)),
    exhaustive: properties["exhaustive"] === true,
  };
}

/** What a program declares; undefined while a preview does not know it all. */
export function declaredEdgeSet(kind: EdgeKind, declared: Properties): EdgeSet | undefined {
  const { user, codes, scope } = kind.subject;
  const isOpen = [user, codes, scope ?? user, "exhaustive"].some((name) => isUnknown(declared[name]));
  return isOpen ? undefined : edgeSetOf(kind, declared);
}

/** The edges of a set, one for each code. */
export function edgesOf({ subject }: EdgeKind, { userId, codes, scope }: EdgeSet): Edge[] {
  return codes.map((code) => ({ kind: subject.edge, userId, code, scope }));
}

/** The same properties with other codes, where `renamed` gives another one. */
export function withRenamedCodes(
  { subject }: EdgeKind,
  properties: Properties,
  renamed: (code: string) => string,
): Properties {
  const codes = properties[subject.codes];
  if (!Array.isArray(codes)) return properties;
  const before = codes.map(String);
  const after = before.map(renamed);
  if (after.every((code, index) => code === before[index])) return properties;
  const foreign = foreignCodes(properties).map(renamed);
  return { ...withoutBookkeeping(properties), [subject.codes]: after, ...bookkeepingOutput({ foreign }) };
}

/** The id of the resource: that of the user, followed by the scope where there is one. */
export function edgeSetId({ userId, scope }: Pick<EdgeSet, "scope" | "userId">): string {
  return scope === undefined ? userId : `${userId}/${scope}`;
}

/**
 * What such an id says.
 *
 * @throws InputError that shows the expected form
 */
export function parseEdgeSetId(kind: EdgeKind, id: string): Pick<EdgeSet, "scope" | "userId"> {
  const [userId = "", ...rest] = id.split("/");
  const hasScope = kind.subject.scope !== undefined;
  const scope = rest.join("/");
  if (userId === "" || (hasScope ? scope === "" : rest.length > 0)) {
    throw new InputError(
      `the id of a ${kind.name} must be ${kind.id.doc}, such as ${kind.id.example}, and not "${id}"`,
    );
  }
  return { userId, scope: hasScope ? scope : undefined };
}

function valueOf(kind: EdgeKind, name: string, properties: Properties): unknown {
  const field = kind.fields[name];
  const { success, data } = field?.schema.safeParse(properties[name] ?? field.unset) ?? {};
  if (success) return data;
  throw new InputError(`the ${name} of this ${kind.name} is missing or invalid: nothing was read or changed`);
}
