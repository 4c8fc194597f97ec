/** Property bags as the engine hands them over: declared inputs, or the outputs that the state keeps. */
export type Properties = Readonly<Record<string, unknown>>;

/** Whether a value is an object with names, and not a list. */
export function isRecord(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The property in which the engine keeps the provider text beside our own. */
export const providerTextKey = "__provider";

/**
 * The property in which a program hands over the name of a resource, which the engine does not tell; in a list with its
 * parents where it has any. It goes no further than the check, so no state holds the value.
 */
export const resourceNameKey = "__approwName";

/** The property of inputs that an import has made: no program has declared them yet. Frozen: it is in states. */
export const importedKey = "__imported";

const notDeclared: readonly string[] = [providerTextKey, resourceNameKey, importedKey];

/** Our own properties that hold something: the engine's bookkeeping, null and undefined are left out. */
export function presentProperties(properties: Properties): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties).filter(
      ([name, value]) => !notDeclared.includes(name) && value !== undefined && value !== null,
    ),
  );
}

/** The named properties that are not undefined. */
export function pick(properties: Properties, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    names.filter((name) => properties[name] !== undefined).map((name) => [name, properties[name]]),
  );
}
