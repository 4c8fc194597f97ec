import { assignKeys, type KeyClaim } from "./keys.js";
import { clashingValues, declarePerson } from "./declared-person.js";
import { type DeclaredObject, declareObjects } from "./declared-objects.js";
import { type Layout, layPeopleOut } from "./layout.js";
import type { Omission } from "./omission.js";
import { groupedBy, sortedBy } from "./order.js";
import type { ObjectSection, PlannedObject, PlannedPerson, RosterPlan } from "./plan.js";
import type { Grant, PoolContents, PoolUser, ScopedCode } from "./pool-contents.js";
import { keysOfObjects, type Named, nameOf } from "./references.js";

export interface PlanOptions {
  readonly layout: Layout;
  /** `people`: groups, roles, policies and custom fields are managed elsewhere. Default: everything is declared. */
  readonly declares?: "everything" | "people";
  /** Whether a user is part of the roster. Default: every user. */
  readonly includes?: (user: PoolUser) => boolean;
}

/** The folder's file for each section of objects. */
const files: Readonly<Record<ObjectSection, string>> = {
  customFields: "custom-fields",
  groups: "groups",
  policies: "policies",
  roles: "roles",
};

/** A user of the pool with the values to declare. */
interface Declared {
  readonly user: PoolUser;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Decides what a roster says of a pool, and where each person and object stands under which key. */
export function planRoster(
  contents: PoolContents,
  { layout, declares = "everything", includes = () => true }: PlanOptions,
): RosterPlan {
  const clashing = clashingValues(contents.users);
  const omissions: Omission[] = [];
  const people: Declared[] = [];
  for (const user of sortedBy(contents.users.filter(includes), ({ id }) => id)) {
    const { values, omissions: some } = declarePerson(user, clashing);
    omissions.push(...some);
    if (values !== undefined) people.push({ user, values });
  }
  const objects = declares === "people" ? [] : declareObjects(contents);
  omissions.push(...objects.flatMap((object) => object.omissions), ...foreignGrants(contents.grants));
  const grants = groupedBy(
    contents.grants.filter(({ targetType }) => declares === "everything" || targetType === "USER"),
    holderOf,
  );
  const { planned, keyOf } = planObjects(objects, people, grants);
  return {
    people: planPeople(people, grants, layout, keyOf),
    objects: planned,
    omissions: sortedBy(omissions, ({ subject }) => subject),
  };
}

function planObjects(
  found: readonly DeclaredObject[],
  people: readonly Declared[],
  grants: ReadonlyMap<string, readonly Grant[]>,
): { planned: PlannedObject[]; keyOf: (named: Named) => string } {
  const declared = new Map(
    found.filter(({ values }) => values !== undefined).map((object) => [nameOf(object), object]),
  );
  const referred = people.flatMap(({ user }) => referencesOf(user, grants.get(holderOfUser(user)) ?? []));
  const holders = [...grants.values()].flatMap((some) => some.flatMap(namesInGrant));
  const all = new Map<string, Named>(declared);
  for (const named of [...referred, ...holders]) all.set(nameOf(named), all.get(nameOf(named)) ?? named);
  const keys = new Map(
    [...groupedBy(all.values(), ({ section }) => section).values()].flatMap((some) => [
      ...keysOfObjects(some),
    ]),
  );
  const keyOf = (named: Named): string => keys.get(nameOf(named)) ?? named.code;
  const planned = [...all].map(([name, { section, code, namespace }]): PlannedObject => {
    const values = declared.get(name)?.values;
    const held = grants.get(holderOfObject({ section, code, namespace })) ?? [];
    return {
      section,
      key: keyOf({ section, code, namespace }),
      file: files[section],
      code,
      namespace,
      isExternal: values === undefined,
      values: values ?? {},
      policies: sortedKeys(
        held.map(({ policy }) => policyNamed(policy)),
        keyOf,
      ),
    };
  });
  return { planned: sortedBy(planned, ({ section, key }) => `${section} ${key}`), keyOf };
}

function planPeople(
  people: readonly Declared[],
  grants: ReadonlyMap<string, readonly Grant[]>,
  layout: Layout,
  keyOf: (named: Named) => string,
): PlannedPerson[] {
  const keys = assignKeys(people.map(claimOf));
  const groups = people.map(({ user }) => sortedKeys(groupsOf(user), keyOf));
  const homes = layPeopleOut(groups, layout);
  const planned = people.map(({ user, values }, index): PlannedPerson => {
    const held = grants.get(holderOfUser(user)) ?? [];
    return {
      id: user.id,
      key: keys.get(user.id) ?? user.id,
      file: homes[index] ?? "people",
      values,
      groups: groups[index] ?? [],
      roles: sortedKeys(rolesOf(user), keyOf),
      policies: sortedKeys(
        held.map(({ policy }) => policyNamed(policy)),
        keyOf,
      ),
    };
  });
  return sortedBy(planned, ({ file, key }) => `${file} ${key}`);
}

/** The username is the best key; the local part of an email is the next best. */
function claimOf({ user: { id }, values }: Declared): KeyClaim {
  const { username, email, phone, externalId } = values;
  const texts = [username, email, phone, externalId, id];
  const rank = texts.findIndex((text) => typeof text === "string");
  const text = String(texts[rank]);
  const short = texts[rank] === email && rank > 0 ? text.slice(0, text.lastIndexOf("@")) : text;
  return { id, candidates: [short, text, `${text}-${id.slice(-6)}`, `${text}-${id}`], rank };
}

function groupsOf({ groups }: PoolUser): Named[] {
  return groups.map((code) => ({ section: "groups", code, namespace: undefined }));
}

function rolesOf({ roles }: PoolUser): Named[] {
  return roles.map(({ code, namespace }) => ({ section: "roles", code, namespace }));
}

function policyNamed({ code, namespace }: ScopedCode): Named {
  return { section: "policies", code, namespace };
}

function referencesOf(user: PoolUser, grants: readonly Grant[]): Named[] {
  return [...groupsOf(user), ...rolesOf(user), ...grants.map(({ policy }) => policyNamed(policy))];
}

/** A group or role that has a policy, and the policy. Users are referred to by their own entries. */
function namesInGrant({ policy, targetType, targetIdentifier: code }: Grant): Named[] {
  if (targetType === "GROUP") return [policyNamed(policy), { section: "groups", code, namespace: undefined }];
  // A role has policies of its own namespace only.
  if (targetType === "ROLE")
    return [policyNamed(policy), { section: "roles", code, namespace: policy.namespace }];
  return [];
}

/** What a roster cannot say: policies of departments and access keys. */
function foreignGrants(grants: readonly Grant[]): Omission[] {
  const foreign = grants.filter(({ targetType }) => targetType === "ORG" || targetType === "AK_SK");
  const byPolicy = groupedBy(foreign, ({ policy: { namespace, code } }) => `${namespace}/${code}`);
  return [...byPolicy].map(([policy, some]) => ({
    subject: `policy ${policy}`,
    part: some.length === 1 ? "1 assignment" : `${some.length} assignments`,
    reason: "a roster assigns policies to users, groups and roles, not to departments and access keys",
  }));
}

function holderOf(grant: Grant): string {
  const [, holder] = namesInGrant(grant);
  return holder === undefined ? `${grant.targetType} ${grant.targetIdentifier}` : nameOf(holder);
}

function holderOfUser({ id }: PoolUser): string {
  return `USER ${id}`;
}

function holderOfObject(named: Named): string {
  return nameOf(named);
}

function sortedKeys(named: readonly Named[], keyOf: (named: Named) => string): string[] {
  return sortedBy(new Set(named.map(keyOf)), (key) => key);
}
