import { InputError } from "../errors.js";
import type { EdgeKind, GrantKind, HolderType } from "../schema/kind.js";
import type { CheckedInputs } from "./check-inputs.js";
import { type Holder, userHolder } from "./holder.js";
import { declaredValue } from "./declared-value.js";
import type { Properties } from "./record.js";
import { isUnknown } from "./unknown.js";

/** A kind whose objects are sets of codes of one holder. */
type SetKind = EdgeKind | GrantKind;

/** The codes of one holder that a resource holds. */
export interface EdgeSet {
  /** What a code names. */
  readonly edge: SetKind["subject"]["edge"];
  readonly holder: Holder;
  readonly codes: readonly string[];
  /** Where the codes are looked up; undefined for kinds without a scope. */
  readonly scope: string | undefined;
  /** Whether the codes are the complete set. */
  readonly exhaustive: boolean;
}

/** One code of one holder. */
export interface Edge {
  readonly kind: SetKind["subject"]["edge"];
  readonly holder: Holder;
  readonly code: string;
  readonly scope: string | undefined;
}

/**
 * What declared inputs or a state say.
 *
 * @throws InputError when a part is missing or is not what its field takes
 */
export function edgeSetOf(kind: SetKind, properties: Properties): EdgeSet {
  const { edge, codes, scope } = kind.subject;
  return {
    edge,
    holder: holderIn(kind, properties),
    codes: [declaredValue(kind, codes, properties)].flat().map(String),
    scope: scope === undefined ? undefined : String(declaredValue(kind, scope, properties)),
    exhaustive: properties["exhaustive"] === true,
  };
}

/** What a program declares; undefined while a preview does not know it all. */
export function declaredEdgeSet(kind: SetKind, declared: Properties): EdgeSet | undefined {
  const { codes, scope } = kind.subject;
  const names = [...holderFields(kind).map(([, name]) => name), codes, scope ?? codes, "exhaustive"];
  return names.some((name) => isUnknown(declared[name])) ? undefined : edgeSetOf(kind, declared);
}

/** Finds a resource that declares no holder, or several. */
export function withOneHolder(kind: SetKind, { inputs, failures }: CheckedInputs): CheckedInputs {
  const names = holderFields(kind).map(([, name]) => name);
  const declared = names.filter((name) => inputs[name] !== undefined);
  if (names.length === 1 || declared.length === 1) return { inputs, failures };
  const found = declared.length === 0 ? "none" : declared.join(" and ");
  const reason = `exactly one of ${names.join(", ")} must be declared, but ${found} ${declared.length > 1 ? "are" : "is"}`;
  return { inputs, failures: [...failures, { property: declared[0] ?? names[0] ?? "", reason }] };
}

/**
 * The declared values with plain codes. A resource such as a `Role` stands for its code and brings its scope along, which
 * must be that of the set: the same code elsewhere is another role.
 */
export function withPlainCodes(kind: SetKind, { inputs, failures }: CheckedInputs): CheckedInputs {
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
export function edgesOf({ edge, holder, codes, scope }: Omit<EdgeSet, "exhaustive">): Edge[] {
  return codes.map((code) => ({ kind: edge, holder, code, scope }));
}

/** The fields of a resource that say whose the codes are, and where they are looked up. */
export function holderProperties(
  kind: SetKind,
  { holder, scope }: Pick<EdgeSet, "holder" | "scope">,
): Record<string, unknown> {
  const fields = holderFields(kind).filter(([type]) => type === holder.type);
  const where = kind.subject.scope === undefined ? {} : { [kind.subject.scope]: scope };
  return { ...Object.fromEntries(fields.map(([, name]) => [name, holder.id])), ...where };
}

/** The id of the resource. That of a user's codes is the user's, followed by the scope where there is one. */
export function edgeSetId(kind: SetKind, { holder, scope }: Pick<EdgeSet, "holder" | "scope">): string {
  const where = scope === undefined ? "" : `/${scope}`;
  return (kind.subject.is === "grants" ? `${holder.type}/` : "") + holder.id + where;
}

/**
 * What such an id says.
 *
 * @throws InputError that shows the expected form
 */
export function parseEdgeSetId(kind: SetKind, id: string): Pick<EdgeSet, "holder" | "scope"> {
  const parsed = kind.subject.is === "grants" ? parseGrantId(kind, id) : parseUserId(kind, id);
  if (parsed !== undefined) return parsed;
  throw new InputError(
    `the id of a ${kind.name} must be ${kind.id.doc}, such as ${kind.id.example}, and not "${id}"`,
  );
}

function parseUserId(kind: SetKind, id: string): Pick<EdgeSet, "holder" | "scope"> | undefined {
  const [userId = "", ...rest] = id.split("/");
  const hasScope = kind.subject.scope !== undefined;
  const scope = rest.join("/");
  if (userId === "" || (hasScope ? scope === "" : rest.length > 0)) return undefined;
  return { holder: userHolder(userId), scope: hasScope ? scope : undefined };
}

/** The code of a group may contain slashes, too. */
function parseGrantId(kind: SetKind, id: string): Pick<EdgeSet, "holder" | "scope"> | undefined {
  const [, word, holderId, scope] = /^([^/]+)\/(.+)\/([^/]+)$/su.exec(id) ?? [];
  const type = holderFields(kind).find(([known]) => known === word)?.[0];
  if (type === undefined || holderId === undefined) return undefined;
  return { holder: { type, id: holderId }, scope };
}

/** The field for each type of holder. */
function holderFields({ subject }: SetKind): [type: HolderType, name: string][] {
  if (subject.is === "edges") return [["user", subject.user]];
  const { user, group, role } = subject.holders;
  return [
    ["user", user],
    ["group", group],
    ["role", role],
  ];
}

function holderIn(kind: SetKind, properties: Properties): Holder {
  const fields = holderFields(kind);
  const [type, name] = fields.find(([, each]) => properties[each] !== undefined) ?? fields[0] ?? ["user", ""];
  return { type, id: String(declaredValue(kind, name, properties)) };
}
