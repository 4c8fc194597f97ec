import type { Service } from "./service.js";

/**
 * Applies one change to several objects. `prepare` looks an object up and throws if it is invalid; `apply` changes it.
 * The behaviour `bulkFailure` decides whether the changes before an invalid object remain.
 */
export function applyToAll<Key, Found>(
  { behaviour }: Service,
  keys: readonly Key[],
  prepare: (key: Key) => Found,
  apply: (found: Found) => void,
): void {
  if (behaviour.bulkFailure === "partial") {
    for (const key of keys) apply(prepare(key));
  } else {
    for (const found of keys.map(prepare)) apply(found);
  }
}
