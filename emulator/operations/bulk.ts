import type { Service } from "./service.js";

/**
 * Does one thing to many objects. `prepare` looks an object up and throws when it is bad; `apply` changes it.
 * Whether a bad one leaves those before it done is the emulator's behaviour `bulkFailure`.
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
