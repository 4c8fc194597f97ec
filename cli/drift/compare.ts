import { isUserField, userFields } from "../../model/schema/user.js";
import { isSame } from "../../model/rules/same.js";
import { uniqueUserFields, type UserField, type UserSnapshot } from "../../sdk/index.js";
import { compareCodes, heldRoles } from "./compare-codes.js";
import { conflicts } from "./conflicts.js";
import type { Difference, FieldValue, Person } from "./finding.js";
import { fieldValue } from "./finding.js";
import type { ManagedPool, OwnedByCode } from "./managed-pool.js";
import type { ManagedPerson } from "./sources/managed.js";

/** The fields by which reports name people. */
const names = [...uniqueUserFields, "name"] as const satisfies readonly UserField[];

/** The fields that are read of everybody, compared or not. */
export const subjectFields = [...names, "createdAt", "updatedAt"] as const satisfies readonly UserField[];

/** All that differs about a person who is in the pool. */
export function comparePerson(managed: ManagedPool, observed: UserSnapshot): Difference[] {
  const owned = managed.of(observed.id);
  const person = personOf(observed.id, observed.fields);
  return [
    ...(owned.people.length === 0 ? [unmanaged(person, owned, observed)] : []),
    ...conflicts(person, owned),
    ...changedFields(person, owned.people, observed),
    ...compareCodes(person, owned, observed),
  ];
}

/** What there is to say about a person who is in a state, and of whom the service says that there is no such user. */
export function compareGone(managed: ManagedPool, personId: string): Difference[] {
  const owned = managed.of(personId);
  const awaited = [...owned.people, ...[...owned.codes.values()].flat()].filter(
    ({ isLeaving }) => !isLeaving,
  );
  if (awaited.length === 0) return [];
  const known = owned.people.flatMap(({ fields }) => Object.entries(fields));
  const person = personOf(personId, Object.fromEntries(known));
  const owners = awaited.map(({ owner }) => owner);
  return [{ kind: "person-gone", person, owners }, ...conflicts(person, owned)];
}

function personOf(id: string, fields: Readonly<Record<string, unknown>>): Person {
  const person: Person = { id };
  for (const name of names) {
    const value = fields[name];
    if (typeof value === "string" && value !== "") person[name] = value;
  }
  return person;
}

/** Programs may give groups and roles to somebody whom none of them manages: those resources are named. */
function unmanaged(person: Person, owned: OwnedByCode, observed: UserSnapshot): Difference {
  const { fields, groups = [] } = observed;
  return {
    kind: "person-unmanaged",
    person,
    owners: [...owned.codes.values()].flat().map(({ owner }) => owner),
    groups: [...new Set(groups)],
    roles: heldRoles(owned, observed),
    ...(typeof fields.createdAt === "string" && { createdAt: fields.createdAt }),
  };
}

/** Several resources that declare the same value are one finding: one thing was done. */
function changedFields(
  person: Person,
  resources: readonly ManagedPerson[],
  { fields }: UserSnapshot,
): Difference[] {
  const values: Readonly<Record<string, unknown>> = fields;
  const found = new Map<string, Difference>();
  for (const { owner, fields: declaredFields } of resources.filter(({ isLeaving }) => !isLeaving)) {
    for (const [field, declared] of Object.entries(declaredFields)) {
      if (!isUserField(field) || isSame(userFields[field], declared, values[field])) continue;
      const key = JSON.stringify([field, declared]);
      found.set(key, {
        kind: "field-changed",
        person,
        owners: [...(found.get(key)?.owners ?? []), owner],
        field,
        declared,
        observed: toFieldValue(values[field]),
        ...(typeof fields.updatedAt === "string" && { personChangedAt: fields.updatedAt }),
      });
    }
  }
  return [...found.values()];
}

function toFieldValue(value: unknown): FieldValue {
  return value === undefined ? null : fieldValue.parse(value);
}
