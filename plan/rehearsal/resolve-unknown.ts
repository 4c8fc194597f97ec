import type { Properties } from "../../model/rules/record.js";
import { isUnknown } from "../../model/rules/unknown.js";
import { isCodedKind, type KindName, schemaOf } from "../../model/schema/index.js";
import type { Kind } from "../../model/schema/kind.js";
import type { DeclaredResource } from "../preview/resource.js";

/** What a resource is after its operation. */
export interface Outcome {
  readonly kind: KindName;
  readonly id: string;
  readonly outputs: Properties;
}

/**
 * The declared inputs with the values that the preview did not know: ids of users and codes of objects that are made in the
 * same run. A property that depends on anything else stays unknown, and is named in `unknown`.
 */
export function resolveUnknown(
  { kind, inputs, propertyDependencies }: DeclaredResource,
  outcomeOf: (urn: string) => Outcome | undefined,
): { inputs: Properties; unknown: string[] } {
  const schema = schemaOf(kind);
  const unknown: string[] = [];
  const resolved = Object.entries(inputs).flatMap(([name, value]): [string, unknown][] => {
    if (!isUnknown(value)) return [[name, value]];
    const wanted = madeBy(schema, name);
    const made = (propertyDependencies[name] ?? []).flatMap((urn) => outcomeOf(urn) ?? []);
    const values = made.filter((outcome) => outcome.kind === wanted).map(valueOf);
    const filled = fill(value, values);
    if (filled !== undefined) return [[name, filled]];
    unknown.push(name);
    return [];
  });
  return { inputs: Object.fromEntries(resolved), unknown };
}

/** The kind of the resources whose id or code a property holds. */
function madeBy({ subject, fields }: Kind, name: string): KindName | undefined {
  const named: Readonly<Record<string, KindName>> =
    subject.is === "edges"
      ? { [subject.user]: "User" }
      : subject.is === "members"
        ? { [subject.code]: "Group" }
        : subject.is === "grants"
          ? {
              [subject.holders.user]: "User",
              [subject.holders.group]: "Group",
              [subject.holders.role]: "Role",
            }
          : {};
  return named[name] ?? fields[name]?.refersTo ?? fields[name]?.codeOf;
}

/** By which other resources refer to it: a user by the id, an object by its code. */
function valueOf({ kind, id, outputs }: Outcome): string {
  const schema = schemaOf(kind);
  return isCodedKind(schema) ? String(outputs[schema.subject.code]) : id;
}

/** Undefined where it is not clear which value belongs where. The order of a list has no meaning. */
function fill(value: unknown, values: readonly string[]): unknown {
  if (!Array.isArray(value)) return values.length === 1 ? values[0] : undefined;
  const known: unknown[] = value.filter((entry) => !isUnknown(entry));
  const open = value.length - known.length;
  const missing = values.filter((each) => !known.includes(each));
  return missing.length === open ? [...known, ...missing] : undefined;
}
