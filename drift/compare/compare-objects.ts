import { type CodedKey, codedKeyText } from "../../model/rules/coded.js";
import type { Difference } from "../finding/finding.js";
import type { ObjectRef, Owner } from "../finding/parts.js";
import type { ObservedObject } from "../observed-object.js";
import type { ManagedObject } from "../states/managed.js";
import { changedFields } from "./changed-fields.js";
import type { ObjectSet } from "./managed-objects.js";

/** The differences of an object, and what there is of it on both sides. */
export interface ComparedObject {
  readonly isObserved: boolean;
  readonly isManaged: boolean;
  readonly differences: readonly Difference[];
}

/** Compares all objects of a set. One that was not observed is gone: the caller has asked the service for its code. */
export function compareObjects(set: ObjectSet, observed: readonly ObservedObject[]): ComparedObject[] {
  const found = new Map(observed.map((object) => [codedKeyText(object.key), object]));
  const managed = byObject(set.resources, (key) => found.has(codedKeyText(key)));
  const known = new Set(set.resources.flatMap(({ keys }) => keys.map(codedKeyText)));
  const unmanaged = observed.filter(({ key }) => !known.has(codedKeyText(key)));
  return [
    ...[...managed].map(([text, { key, resources }]) => compareObject(key, resources, found.get(text))),
    ...unmanaged.map((object) => ({
      isObserved: true,
      isManaged: false,
      differences: set.hasSecretCodes ? [] : [unmanagedObject(object)],
    })),
  ];
}

/** While a change of the code is unconfirmed, a resource is about the object that exists. */
function byObject(
  all: readonly ManagedObject[],
  exists: (key: CodedKey) => boolean,
): Map<string, { key: CodedKey; resources: ManagedObject[] }> {
  const objects = new Map<string, { key: CodedKey; resources: ManagedObject[] }>();
  for (const resource of all) {
    const key = resource.keys.find(exists) ?? resource.keys[0];
    if (key === undefined) continue;
    const text = codedKeyText(key);
    const { resources } = objects.get(text) ?? { resources: [] };
    objects.set(text, { key, resources: [...resources, resource] });
  }
  return objects;
}

function compareObject(
  key: CodedKey,
  resources: readonly ManagedObject[],
  observed: ObservedObject | undefined,
): ComparedObject {
  const expected = resources.filter(({ isPendingDelete }) => !isPendingDelete);
  const owners = expected.map(({ owner }) => owner);
  const declared = Object.fromEntries(expected.flatMap(({ fields }) => Object.entries(fields)));
  const object = refOf(key, observed?.values ?? declared);
  return {
    isObserved: observed !== undefined,
    isManaged: true,
    differences: [
      ...(observed === undefined && owners.length > 0 ? [gone(object, owners)] : []),
      ...(owners.length > 1 ? [{ kind: "object-conflict" as const, object, owners }] : []),
      ...(observed === undefined ? [] : changes(object, expected, observed)),
    ],
  };
}

function gone(object: ObjectRef, owners: Owner[]): Difference {
  return { kind: "object-gone", object, owners };
}

function changes(
  object: ObjectRef,
  resources: readonly ManagedObject[],
  { values }: ObservedObject,
): Difference[] {
  const { updatedAt } = values;
  return changedFields(resources, values).map((change) => ({
    kind: "object-changed",
    object,
    ...change,
    ...(typeof updatedAt === "string" && { objectChangedAt: updatedAt }),
  }));
}

function unmanagedObject({ key, values }: ObservedObject): Difference {
  const { createdAt } = values;
  return {
    kind: "object-unmanaged",
    object: refOf(key, values),
    owners: [],
    ...(typeof createdAt === "string" && { createdAt }),
  };
}

function refOf({ object, code, scope }: CodedKey, values: ObservedObject["values"]): ObjectRef {
  const { name } = values;
  return {
    type: object,
    code,
    ...(scope !== undefined && { namespace: scope }),
    ...(typeof name === "string" && name !== "" && { name }),
  };
}
