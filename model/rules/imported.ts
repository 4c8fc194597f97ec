import type { Field } from "../schema/field.js";
import type { Kind } from "../schema/kind.js";
import { digestsIn, digestsOutput, isImported, withNotes } from "./bookkeeping.js";
import { makeDigest } from "./digest.js";
import { importedKey, isRecord, pick, presentProperties, type Properties } from "./record.js";
import { isSame } from "./same.js";

/** What an import knows of an object: its state, and the inputs with which a program would declare it. */
export interface Imported {
  readonly state: Properties;
  readonly inputs: Properties;
}

/** An object that an import has read, and that no program has declared yet. */
export function importedObject(kind: Kind, observed: Properties): Imported {
  const state = importedState(kind, observed);
  return { state, inputs: importedInputs(kind, state) };
}

/**
 * The state of an object that an import has read: every field that is set, apart from those that the service
 * changes by itself. An imported object existed before, so it counts as adopted.
 */
function importedState(kind: Kind, observed: Properties): Record<string, unknown> {
  const { userPoolId } = observed;
  const fields = Object.fromEntries(
    fieldsOf(kind, observed)
      .filter(([, field, value]) => field.onChange === "refuse" || !field.isSetByService(value))
      .map(([name, , value]) => [name, value]),
  );
  const { subject } = kind;
  const adopted = subject.is === "user" || subject.is === "coded";
  return withNotes({ ...fields, userPoolId }, { imported: true, adopted });
}

/** The inputs with which a program would declare an imported object, marked as not declared by any program yet. */
function importedInputs(kind: Kind, state: Properties): Record<string, unknown> {
  const declarable = fieldsOf(kind, state).filter(([, field, value]) => !field.isSetByService(value));
  const inputs = Object.fromEntries(declarable.map(([name, , value]) => [name, value]));
  return { ...inputs, [importedKey]: true };
}

/** Whether an import has made these inputs, so that no program has declared them. */
export function isMadeByImport(inputs: Properties): boolean {
  return inputs[importedKey] === true;
}

/**
 * The state of an object as far as a program owns it: what it declared last. Of an object that no program has declared yet
 * this is what a program is about to declare, and all of it where there is no such program.
 *
 * @param inputs what was declared last, or what an import has made
 * @param declared what a program is about to declare
 */
export function ownedState(kind: Kind, { state, inputs }: Imported, declared?: Properties): Properties {
  if (!isImported(state)) return state;
  if (!isMadeByImport(inputs)) return declaredPart(kind, state, inputs);
  return declared === undefined ? state : declaredPart(kind, state, declared);
}

/**
 * The part of an imported state that a program declares. Nothing else is compared or cleared, so that a program with fewer
 * fields than the import brought changes nothing. The fields that identify the object stay.
 */
function declaredPart(kind: Kind, state: Properties, declared: Properties): Properties {
  const owned = Object.entries(kind.fields).flatMap(([name, field]): [string, unknown][] => {
    const value = state[name];
    if (value === undefined) return [];
    if (field.onChange === "replace") return [[name, value]];
    return declared[name] === undefined ? [] : [[name, ownedValue(kind, name, field, value, declared[name])]];
  });
  const rest = Object.entries(state).filter(([name]) => !Object.hasOwn(kind.fields, name));
  return withNotes(
    { ...Object.fromEntries(rest), ...Object.fromEntries(owned), ...declaredSecrets(kind, state, declared) },
    { imported: false },
  );
}

/** Members of a set and keys of custom data are owned one by one. */
function ownedValue(kind: Kind, name: string, field: Field, value: unknown, declared: unknown): unknown {
  if (field.refersTo !== undefined && Array.isArray(value) && Array.isArray(declared)) {
    const codes = new Set(declared.map((entry) => JSON.stringify(entry)));
    return value.filter((entry) => codes.has(JSON.stringify(entry)));
  }
  const { subject } = kind;
  const isCustomData = subject.is === "user" && subject.customData === name;
  return isCustomData && isRecord(value) && isRecord(declared) ? pick(value, Object.keys(declared)) : value;
}

/** A secret that cannot be read stays until its declared value changes, as that of an adopted user does. */
function declaredSecrets({ fields }: Kind, state: Properties, declared: Properties): Record<string, unknown> {
  const known = digestsIn(state);
  const secrets = Object.entries(fields).flatMap(([name, field]): [string, string][] => {
    const value = declared[name];
    if (field.stored !== "digest" || typeof value !== "string" || known[name] !== undefined) return [];
    return [[name, makeDigest(value)]];
  });
  return digestsOutput({ ...known, ...Object.fromEntries(secrets) });
}

/** The fields that are set. */
function fieldsOf({ fields }: Kind, properties: Properties): [name: string, field: Field, value: unknown][] {
  return Object.entries(presentProperties(properties)).flatMap(([name, value]) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const isUnset = field === undefined || (!field.required && isSame(field, value, field.unset));
    return isUnset ? [] : [[name, field, value] as [string, Field, unknown]];
  });
}
