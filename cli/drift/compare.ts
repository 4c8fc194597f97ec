import { isUserField, userFields } from "../../provider/fields/user-fields.js";
import { isSame } from "../../provider/lifecycle/same.js";
import { uniqueUserFields, type UserField, type UserSnapshot } from "../../sdk/index.js";
import { compareCodes } from "./compare-codes.js";
import { conflicts } from "./conflicts.js";
import type { Difference, FieldValue, Person } from "./finding.js";
import { fieldValue } from "./finding.js";
import type { ManagedPool } from "./managed-pool.js";
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
    ...(owned.people.length === 0 ? [unmanaged(person, observed)] : []),
    ...conflicts(person, owned),
    ...owned.people.flatMap((resource) => changedFields(person, resource, observed)),
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

function unmanaged(person: Person, { fields, groups = [], roles = {} }: UserSnapshot): Difference {
  const held = Object.entries(roles).flatMap(([namespace, codes]) =>
    codes.map((role) => ({ namespace, role })),
  );
  return {
    kind: "person-unmanaged",
    person,
    owners: [],
    groups,
    roles: held,
    ...(typeof fields.createdAt === "string" && { createdAt: fields.createdAt }),
  };
}

function changedFields(person: Person, resource: ManagedPerson, observed: UserSnapshot): Difference[] {
  if (resource.isLeaving) return [];
  const values: Readonly<Record<string, unknown>> = observed.fields;
  return Object.entries(resource.fields)
    .filter(([name, declared]) => isUserField(name) && !isSame(userFields[name], declared, values[name]))
    .map(([field, declared]) => ({
      kind: "field-changed",
      person,
      owners: [resource.owner],
      field,
      declared,
      observed: toFieldValue(values[field]),
      ...(typeof observed.fields.updatedAt === "string" && { personChangedAt: observed.fields.updatedAt }),
    }));
}

function toFieldValue(value: unknown): FieldValue {
  return value === undefined ? null : fieldValue.parse(value);
}
