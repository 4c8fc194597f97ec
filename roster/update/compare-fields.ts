import type { Field } from "../../model/schema/field.js";
import { isSame } from "../../model/rules/same.js";
import type { Argument } from "../reading/block.js";
import { isSecret } from "../reading/secrets.js";
import { placeOf } from "../reading/written.js";
import { mistakeIn } from "../write/declared-person.js";
import type { RosterChange, Subject } from "./change.js";
import { factPath } from "./facts.js";
import { editable, type Findings, NotWritable, type Planned } from "./planned.js";
import type { Entry } from "./roster-tree.js";

/** Whose fields are compared, and how messages and changes call it. */
export interface Compared {
  readonly subject: Subject;
  readonly kind: string;
  readonly key: string;
  readonly entry: Entry;
  /** Defaults and templates: what applies where the entry says nothing. */
  readonly layers: readonly Entry[];
}

/** Compares the declared fields with what the pool has. A field that is not declared is never added. */
export function compareFields(
  compared: Compared,
  declared: ReadonlyMap<string, Argument>,
  fields: Readonly<Record<string, Field>>,
  observed: Readonly<Record<string, unknown>>,
  findings: Findings,
  /** Why a value cannot be declared, besides what its field says. */
  refuse: (name: string, value: unknown) => string | undefined = () => undefined,
): void {
  for (const [name, argument] of declared) {
    const field = fields[name];
    if (field === undefined || isSecret(field)) continue;
    const value = observed[name];
    if (isSame(field, argument.value, value)) continue;
    findings.add({ subject: compared.subject, key: compared.key, field: name }, () =>
      isSame(field, value, field.unset)
        ? removal(compared, name, field, argument)
        : replacement(compared, name, value, argument, refuse(name, value) ?? mistakeIn(field, value)),
    );
  }
}

export function labelOf({ subject, key }: Pick<Compared, "key" | "subject">): string {
  return subject === "person" ? key : `${subject} ${key}`;
}

export function changeOf(
  { subject, key, entry }: Compared,
  argument: Argument,
  field: string,
  value: unknown,
): RosterChange {
  return { kind: "field", subject, key, file: entry.file.file, place: placeOf(argument.spot), field, value };
}

/** Whether one of the layers would say something in place of what is removed. */
export function isInLayers({ layers }: Compared, ...path: readonly string[]): boolean {
  return layers.some(({ file, map }) => {
    let found = map;
    for (const [index, name] of path.entries()) {
      const pair = found && file.find(found, name)?.pair;
      if (pair === undefined) return false;
      if (index < path.length - 1) found = file.mapIn(pair);
    }
    return true;
  });
}

function replacement(
  compared: Compared,
  name: string,
  value: unknown,
  argument: Argument,
  mistake: string | undefined,
): Planned {
  const label = labelOf(compared);
  const place = placeOf(argument.spot);
  if (mistake !== undefined)
    throw new NotWritable(
      `${label}: ${name} differs from the pool, and the value there cannot be declared: ${mistake}`,
      place,
    );
  const entry = editable(compared.entry, label);
  refuseShared(entry, label, name);
  return {
    change: changeOf(compared, argument, name, value),
    needs: [],
    touches: [factPath(compared.kind, compared.key, name)],
    apply: (edits) => {
      edits.setField(entry, name, value);
    },
  };
}

function removal(compared: Compared, name: string, field: Field, argument: Argument): Planned {
  const { entry: found, kind, key } = compared;
  const label = labelOf(compared);
  const place = placeOf(argument.spot);
  const isOwn = found.map !== undefined && found.file.find(found.map, name)?.isOwn === true;
  const refuse = (why: string): never => {
    throw new NotWritable(`${label}: ${name} is declared, and the pool has no value: ${why}`, place);
  };
  if (field.required) refuse("the field is required");
  const isShared = !isOwn || isInLayers(compared, name);
  // Some fields have a word for what was never set.
  if (isShared && typeof field.unset !== "boolean" && typeof field.unset !== "string")
    refuse("remove it where the entries get it from");
  const entry = editable(found, label);
  refuseShared(entry, label, name);
  const value = isShared ? field.unset : undefined;
  return {
    change: changeOf(compared, argument, name, value),
    needs: [],
    touches: [factPath(kind, key, name)],
    apply: (edits) => {
      if (isShared) edits.setField(entry, name, value);
      else edits.removeField(entry, name);
    },
  };
}

/** A value with an anchor belongs to others, too. */
function refuseShared(entry: Entry, label: string, name: string): void {
  const pair = entry.map && entry.file.find(entry.map, name);
  if (pair?.isOwn !== true || !entry.file.isMeantElsewhere(pair.pair)) return;
  throw new NotWritable(
    `${label}: ${name} differs from the pool, and aliases refer to it: change it by hand`,
    entry.file.placeOf(pair.pair),
  );
}
