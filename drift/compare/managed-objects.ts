import { type CodedKey, codedKeyText } from "../../model/rules/coded.js";
import type { ManagedObject } from "../states/managed.js";

/** Objects whose codes are unique among each other, of which a state declares one: all groups, or all roles of one namespace. */
export interface ObjectSet extends Pick<CodedKey, "object" | "scope"> {
  readonly resources: readonly ManagedObject[];
  /** Whether a state keeps a code secret. Then no object can be said to be unmanaged. */
  readonly hasSecretCodes: boolean;
}

/**
 * The sets in which the states declare objects. A resource that is about to be deleted declares nothing, and one whose
 * code is secret cannot be compared.
 */
export function objectSetsOf(resources: readonly ManagedObject[]): ObjectSet[] {
  const sets = new Map<string, ManagedObject[]>();
  for (const resource of resources) {
    const [key] = resource.keys;
    if (key === undefined) continue;
    const name = codedKeyText({ ...key, code: "" });
    sets.set(name, [...(sets.get(name) ?? []), resource]);
  }
  return [...sets.values()].flatMap((its) => {
    const key = its.find(({ isPendingDelete }) => !isPendingDelete)?.keys[0];
    if (key === undefined) return [];
    const hasSecretCodes = resources.some(({ type, keys }) => type === key.object && keys.length === 0);
    return [{ object: key.object, scope: key.scope, resources: its, hasSecretCodes }];
  });
}
