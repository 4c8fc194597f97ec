import { isRecord, type Properties } from "./record.js";

/**
 * What the provider keeps for itself in the outputs, apart from the fields. Names that begin with two underscores are
 * left out of every plan that the engine shows. Frozen: they are in states.
 */
const bookkeepingKey = "__approw";

/** The salted hashes of declared secrets, by field. An output of its own, because the engine must encrypt it. */
export const digestsKey = "__digests";

interface Bookkeeping {
  /** Fields of which it is not known whether their last write was done. */
  readonly unconfirmed?: readonly string[];
  /** Codes in the state of an exhaustive resource that were given elsewhere. */
  readonly foreign?: readonly string[];
  /** Codes in the state of which it is not known whether the holder has them. */
  readonly unconfirmedCodes?: readonly string[];
  /** The object existed before, and the resource took it over. */
  readonly adopted?: boolean;
  /** An import has read the object, so the state holds more than the program declares. */
  readonly imported?: boolean;
  /** The code to which the object was being renamed when the answer got lost. */
  readonly renaming?: string | undefined;
}

export function unconfirmedFields(state: Properties): string[] {
  return namesIn(state, "unconfirmed");
}

export function foreignCodes(state: Properties): string[] {
  return namesIn(state, "foreign");
}

export function unconfirmedCodes(state: Properties): string[] {
  return namesIn(state, "unconfirmedCodes");
}

/** The output for these notes. Where there are none, there is no output. */
export function bookkeepingOutput(notes: Bookkeeping): Record<string, unknown> {
  const { unconfirmed = [], foreign = [], unconfirmedCodes: codes = [], renaming } = notes;
  const { adopted = false, imported = false } = notes;
  const all = { unconfirmed, foreign, unconfirmedCodes: codes };
  const lists = Object.entries(all).filter(([, names]) => names.length > 0);
  const marks = { ...(adopted && { adopted }), ...(imported && { imported }), ...(renaming && { renaming }) };
  const kept = { ...Object.fromEntries(lists), ...marks };
  return Object.keys(kept).length === 0 ? {} : { [bookkeepingKey]: kept };
}

/** Whether the object existed before the resource did. */
export function isAdopted(state: Properties): boolean {
  return noteIn(state, "adopted") === true;
}

/** Whether the state holds what an import has read, which is more than the program declares. */
export function isImported(state: Properties): boolean {
  return noteIn(state, "imported") === true;
}

/** The code that the object may have by now, because it is not known whether a renaming was done. */
export function renamingOf(state: Properties): string | undefined {
  const code = noteIn(state, "renaming");
  return typeof code === "string" ? code : undefined;
}

/** The properties without these notes. */
export function withoutBookkeeping(properties: Properties): Record<string, unknown> {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => name !== bookkeepingKey));
}

/** The properties with some of these notes changed. */
export function withNotes(properties: Properties, changed: Bookkeeping): Record<string, unknown> {
  const notes = {
    unconfirmed: unconfirmedFields(properties),
    foreign: foreignCodes(properties),
    unconfirmedCodes: unconfirmedCodes(properties),
    adopted: isAdopted(properties),
    imported: isImported(properties),
    renaming: renamingOf(properties),
  };
  return { ...withoutBookkeeping(properties), ...bookkeepingOutput({ ...notes, ...changed }) };
}

export function digestsIn(state: Properties): Readonly<Record<string, string>> {
  const digests = state[digestsKey];
  if (!isRecord(digests)) return {};
  return Object.fromEntries(
    Object.entries(digests).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

export function digestsOutput(digests: Readonly<Record<string, string>>): Record<string, unknown> {
  return Object.keys(digests).length === 0 ? {} : { [digestsKey]: digests };
}

function namesIn(state: Properties, note: keyof Bookkeeping): string[] {
  const names = noteIn(state, note);
  return Array.isArray(names) ? names.map(String) : [];
}

function noteIn(state: Properties, note: keyof Bookkeeping): unknown {
  const notes = state[bookkeepingKey];
  return isRecord(notes) ? notes[note] : undefined;
}
