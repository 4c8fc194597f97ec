import { InputError } from "../errors.js";
import type { EdgeKind } from "../schema/kind.js";
import type { CheckedInputs } from "./check-inputs.js";
import { isUnknown } from "./unknown.js";
import type { Properties } from "./record.js";

/** The codes of one user that a resource holds. */
export interface EdgeSet {
  /** What a code names. */
  readonly edge: EdgeKind["subject"]["edge"];
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
  const { edge, user, codes, scope } = kind.subject;
  return {
    edge,
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

/**
 * The declared values with plain codes. A resource such as a `Role` stands for its code and brings its scope along, which
 * must be that of the set: the same code elsewhere is another role.
 */
export function withPlainCodes(kind: EdgeKind, { inputs, failures }: CheckedInputs): CheckedInputs {
  const { edge, codes, scope } = kind.subject;
  const entries = inputs[codes];
  if (!Array.isArray(entries) || scope === undefined) return { inputs, failures };
  const wanted = inputs[scope] ?? kind.fields[scope]?.unset;
  if ([entries, wanted].some(isUnknown)) return { inputs, failures };
  const read = entries.map((entry: unknown) => scopedCode(entry, wanted));
  const misplaced = read.flatMap((entry, index) => (entry.scope === wanted ? [] : [{ ...entry, index }]));
  return {
    inputs: { ...inputs, [codes]: read.map(({ code }) => code) },
    failures: [
      ...failures,
      ...misplaced.map(({ code, scope: other, index }) => ({
        property: `${codes}[${index}]`,
        reason:
          `${codes}[${index}] is the ${edge} ${String(code)} of ${scope} ${String(other)}, but this ${kind.name} is for ` +
          `${scope} ${String(wanted)}`,
      })),
    ],
  };
}

function scopedCode(entry: unknown, usual: unknown): { code: unknown; scope: unknown } {
  if (typeof entry !== "object" || entry === null) return { code: entry, scope: usual };
  const { code, namespace }: { code?: unknown; namespace?: unknown } = entry;
  return { code, scope: namespace };
}

/** The edges of a set, one for each code. */
export function edgesOf({ edge, userId, codes, scope }: Omit<EdgeSet, "exhaustive">): Edge[] {
  return codes.map((code) => ({ kind: edge, userId, code, scope }));
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
