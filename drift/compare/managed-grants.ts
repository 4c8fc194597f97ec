import { type CodedKey, codedKeyText } from "../../model/rules/coded.js";
import type { HolderOfPolicies } from "../holder-of-policies.js";
import type { ManagedGrants, ManagedObject } from "../states/managed.js";

/**
 * The groups and roles that a program declares or gives policies to. One whose code is about to change is left out: until
 * the next run it is not known under which of two codes it has its policies.
 */
export function holdersOf(
  grants: readonly ManagedGrants[],
  objects: readonly ManagedObject[],
  namespaces: readonly string[],
): HolderOfPolicies[] {
  const declared = objects.filter(({ isPendingDelete, keys }) => !isPendingDelete && keys.length === 1);
  const doubtful = new Set(objects.flatMap(({ keys }) => (keys.length > 1 ? keys.map(codedKeyText) : [])));
  const keys = [
    ...declared
      .flatMap((object) => object.keys)
      .filter(({ object }) => object === "group" || object === "role"),
    ...grants.flatMap(({ holder }) => holder ?? []),
  ];
  const distinct = new Map(keys.map((key) => [codedKeyText(key), key]));
  return [...distinct].flatMap(([text, key]) => {
    // The policies of a role are those of its own namespace.
    const read =
      key.object === "role" ? namespaces.filter((namespace) => namespace === key.scope) : namespaces;
    if (read.length === 0 || doubtful.has(text)) return [];
    const isThis = (other: CodedKey | undefined): boolean =>
      other !== undefined && codedKeyText(other) === text;
    return [
      {
        key,
        namespaces: read,
        grants: grants.filter(({ holder }) => isThis(holder)),
        owners: declared.filter((object) => isThis(object.keys[0])).map(({ owner }) => owner),
      },
    ];
  });
}
