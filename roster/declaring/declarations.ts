import { groupMembers, type KindName, policyAssignment, schemas } from "../../model/schema/index.js";
import { argumentsOf, type HolderType } from "../../model/schema/kind.js";
import { defaultNamespace } from "../../sdk/roles/role.js";
import type { Place } from "../place.js";
import { placeOf } from "../reading/written.js";
import { Reference } from "../reference.js";
import type { Grant, Person, Roster, RosterObject, Target } from "../roster.js";
import { people as peopleSection, type ObjectKind } from "../sections.js";
import { hasLeft, isInForce } from "./ends.js";

/** One resource that a roster declares. */
export interface Declaration {
  readonly kind: KindName;
  /** The name of the resource. */
  readonly name: string;
  /** The names that it had before. */
  readonly previously: readonly string[];
  /** With references in place of what other declarations know, and of secrets. */
  readonly args: Readonly<Record<string, unknown>>;
  readonly place: Place;
}

/** What a roster declares on a day, such as `2026-12-31`. Declarations come before those that refer to them. */
export function declarationsOn(roster: Roster, day: string): Declaration[] {
  const people = [...roster.people.values()].filter((person) => isDeclared(person, day)).sort(byKey);
  const of = (kind: ObjectKind): RosterObject[] => [...roster.objects[kind].values()].sort(byKey);
  const [groups, roles] = [of("Group"), of("Role")];
  const coded = [...of("UserField"), ...of("Policy"), ...groups, ...parentsFirst(roles, roster)];
  const members = membersOf(people, day);
  return [
    ...coded.filter(({ isExternal }) => !isExternal).map((object) => ofObject(object, roster)),
    ...people.map((person) => ofPerson(person, day)),
    ...groups
      .filter(({ isExhaustive }) => isExhaustive)
      .map((group) => ofMembers(group, members.get(group.key) ?? [])),
    ...people.flatMap((person) => ofPolicies(person, "user", userOf(person), day)),
    ...groups.flatMap((group) => ofPolicies(group, "group", codeOf(group), day)),
    ...roles.flatMap((role) => ofPolicies(role, "role", codeOf(role), day)),
  ];
}

/** A person who has left stays declared where the account is only blocked. */
function isDeclared(person: Person, day: string): boolean {
  return !hasLeft(person, day) || deletionPolicyOf(person) === "block";
}

/** Whoever leaves is blocked, unless the roster says otherwise. */
function deletionPolicyOf({ arguments: declared, leaves }: Person): unknown {
  return declared.get("deletionPolicy")?.value ?? (leaves === undefined ? undefined : "block");
}

function ofObject(object: RosterObject, roster: Roster): Declaration {
  const { key, kind, previously, spot } = object;
  const values = Object.fromEntries([...object.arguments].map(([name, { value }]) => [name, value]));
  for (const [name, sibling] of object.siblings) {
    const found = roster.objects[kind].get(sibling);
    if (found !== undefined) values[name] = codeOf(found);
  }
  return { kind, name: key, previously, args: inOrder(kind, values), place: placeOf(spot) };
}

function ofPerson(person: Person, day: string): Declaration {
  const { key, previously, spot } = person;
  const values = Object.fromEntries([...person.arguments].map(([name, { value }]) => [name, value]));
  const deletionPolicy = deletionPolicyOf(person);
  for (const { codes, edge } of peopleSection.kind.subject.access) {
    const grants = person.grants.filter(
      (grant) => grant.edge === edge && grant.target.object?.isExhaustive !== true,
    );
    if (grants.length === 0 && !person.lists.has(codes)) continue;
    values[codes] = grants
      .filter((grant) => isInForce(grant, day))
      .sort(byCode)
      .map(entryOf);
  }
  const args = inOrder("User", {
    ...values,
    ...(deletionPolicy !== undefined && { deletionPolicy }),
    ...(hasLeft(person, day) && { blocked: true }),
  });
  return { kind: "User", name: key, previously, args, place: placeOf(spot) };
}

/** Who is in the groups of which the roster declares all members. */
function membersOf(people: readonly Person[], day: string): Map<string, Person[]> {
  const members = new Map<string, Person[]>();
  for (const person of people)
    for (const grant of person.grants) {
      const { object } = grant.target;
      if (grant.edge !== "group" || object?.isExhaustive !== true || !isInForce(grant, day)) continue;
      const known = members.get(object.key) ?? [];
      known.push(person);
      members.set(object.key, known);
    }
  return members;
}

function ofMembers(group: RosterObject, members: readonly Person[]): Declaration {
  const { code, users } = groupMembers.subject;
  return {
    kind: groupMembers.name,
    name: group.key,
    previously: group.previously,
    args: { [code]: codeOf(group), [users]: members.map(userOf), exhaustive: true },
    place: placeOf(group.spot),
  };
}

/** One assignment for each namespace of the policies that a user, group or role has. */
function ofPolicies(
  { key, grants, previously, spot }: Person | RosterObject,
  is: HolderType,
  holder: Reference | string,
  day: string,
): Declaration[] {
  const byNamespace = new Map<string, Grant[]>();
  for (const grant of grants) {
    if (grant.edge !== "policy" || !isInForce(grant, day)) continue;
    const { namespace } = grant.target;
    byNamespace.set(namespace, [...(byNamespace.get(namespace) ?? []), grant]);
  }
  const { holders, codes, scope } = policyAssignment.subject;
  return [...byNamespace]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([namespace, held]) => {
      const nameOf = (name: string): string => `${is}/${name}/${namespace}`;
      return {
        kind: policyAssignment.name,
        name: nameOf(key),
        previously: previously.map(nameOf),
        args: {
          [holders[is]]: holder,
          [codes]: held.sort(byCode).map(({ target }) => codeIn(target)),
          [scope]: namespace,
        },
        place: placeOf(spot),
      };
    });
}

/** Parents are created before the roles that inherit from them. */
function parentsFirst(roles: readonly RosterObject[], roster: Roster): RosterObject[] {
  const sorted = new Set<RosterObject>();
  for (const role of roles) {
    const line: RosterObject[] = [];
    let next: RosterObject | undefined = role;
    while (next !== undefined && !sorted.has(next) && !line.includes(next)) {
      line.unshift(next);
      const [parent]: string[] = [...next.siblings.values()];
      next = parent === undefined ? undefined : roster.objects.Role.get(parent);
    }
    for (const ancestor of line) sorted.add(ancestor);
  }
  return [...sorted];
}

function entryOf({ edge, target }: Grant): unknown {
  const code = codeIn(target);
  const { namespace } = target;
  return edge === "group" || namespace === defaultNamespace ? code : { code, namespace };
}

function codeIn({ object, code }: Target): Reference | string {
  return object === undefined ? code : codeOf(object);
}

function codeOf({ kind, key, code, isExternal }: RosterObject): Reference | string {
  return isExternal ? code : new Reference(kind, key, "code");
}

function userOf({ key }: Person): Reference {
  return new Reference("User", key, "id");
}

const argumentNames = new Map(schemas.map((kind) => [kind.name, Object.keys(argumentsOf(kind))]));

/** In the order of the reference, so that it does not matter in which order anything is written. */
function inOrder(kind: KindName, values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    (argumentNames.get(kind) ?? [])
      .filter((name) => values[name] !== undefined)
      .map((name) => [name, withSortedKeys(name, values[name])]),
  );
}

const { customData } = peopleSection.kind.subject;

function withSortedKeys(name: string, value: unknown): unknown {
  if (name !== customData || typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function byKey(one: { readonly key: string }, other: { readonly key: string }): number {
  return one.key < other.key ? -1 : 1;
}

function byCode({ target: one }: Grant, { target: other }: Grant): number {
  const [left, right] = [
    JSON.stringify([one.namespace, one.code]),
    JSON.stringify([other.namespace, other.code]),
  ];
  return left < right ? -1 : Number(left > right);
}
