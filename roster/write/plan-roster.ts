import { assignKeys, type KeyClaim } from "./keys.js";
import { customTypes, isCustomType } from "../../model/schema/user-field.js";
import type { CustomDataType } from "../../sdk/index.js";
import { type DeclaredObject, declareObjects, labelOf, roleNamed } from "./declared-objects.js";
import { clashingValues, declarePerson, subjectOf } from "./declared-person.js";
import { type Layout, layPeopleOut } from "./layout.js";
import type { Omission } from "./omission.js";
import { groupedBy, sortedBy } from "./order.js";
import type { ObjectSection, PlannedObject, PlannedPerson, RosterPlan } from "./plan.js";
import type { Grant, PoolContents, PoolUser, ScopedCode } from "./pool-contents.js";
import { keysOfObjects, mistakeInName, type Named, nameOf } from "./references.js";

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
  /** Its groups, roles and policies. */
  readonly access: readonly Named[];
}

/** Decides what a roster says of a pool, and where each person and object stands under which key. */
export function planRoster(
  contents: PoolContents,
  { layout, declares = "everything", includes = () => true }: PlanOptions,
): RosterPlan {
  const clashing = clashingValues(contents.users);
  const objects = declares === "people" ? [] : declareObjects(contents);
  const omissions = objects.flatMap((object) => object.omissions);
  if (declares === "everything") omissions.push(...foreignGrants(contents.grants));
  const grants = groupedBy(
    nameableGrants(
      contents.grants.filter(({ targetType }) => declares === "everything" || targetType === "USER"),
      omissions,
    ),
    holderOf,
  );
  const types = typesOf(objects);
  const people: Declared[] = [];
  for (const user of sortedBy(contents.users.filter(includes), ({ id }) => id)) {
    const { values, omissions: some } = declarePerson(user, clashing, types);
    omissions.push(...some);
    if (values === undefined) continue;
    const { access, omissions: unnamed } = accessOf(user, grants.get(holderOfUser(user)) ?? []);
    omissions.push(...unnamed);
    people.push({ user, values, access });
  }
  const { planned, keyOf } = planObjects(objects, people, grants);
  return {
    people: planPeople(people, layout, keyOf),
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
  const referred = people.flatMap(({ access }) => access);
  const holders = [...grants.values()].flatMap((some) => some.flatMap(namesInGrant));
  const parents = [...declared.values()].flatMap(parentOf);
  const all = new Map<string, Named>(declared);
  for (const named of [...referred, ...holders, ...parents])
    all.set(nameOf(named), all.get(nameOf(named)) ?? named);
  const keys = new Map(
    [...groupedBy(all.values(), ({ section }) => section).values()].flatMap((some) => [
      ...keysOfObjects(some),
    ]),
  );
  const keyOf = (named: Named): string => keys.get(nameOf(named)) ?? named.code;
  const planned = [...all].map(([name, { section, code, namespace }]): PlannedObject => {
    const values = declared.get(name)?.values;
    const held = grants.get(name) ?? [];
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
        "policies",
        keyOf,
      ),
    };
  });
  return { planned: sortedBy(planned, ({ section, key }) => `${section} ${key}`), keyOf };
}

function planPeople(
  people: readonly Declared[],
  layout: Layout,
  keyOf: (named: Named) => string,
): PlannedPerson[] {
  const keys = assignKeys(people.map(claimOf));
  const lists = people.map(({ access }) => ({
    groups: sortedKeys(access, "groups", keyOf),
    roles: sortedKeys(access, "roles", keyOf),
    policies: sortedKeys(access, "policies", keyOf),
  }));
  const homes = layPeopleOut(
    lists.map(({ groups }) => groups),
    layout,
  );
  const planned = people.map(({ user: { id }, values }, index): PlannedPerson => ({
    id,
    key: keys.get(id) ?? id,
    file: homes[index] ?? "people",
    values,
    ...(lists[index] ?? { groups: [], roles: [], policies: [] }),
  }));
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

/** The groups, roles and policies of a user, as far as a roster can name them. */
function accessOf(user: PoolUser, grants: readonly Grant[]): { access: Named[]; omissions: Omission[] } {
  const all: Named[] = [
    ...user.groups.map((code) => ({ section: "groups" as const, code, namespace: undefined })),
    ...user.roles.map(roleNamed),
    ...grants.map(({ policy }) => policyNamed(policy)),
  ];
  const access: Named[] = [];
  const omissions: Omission[] = [];
  for (const named of all) {
    const reason = mistakeInName(named);
    if (reason === undefined) access.push(named);
    else omissions.push({ subject: subjectOf(user), part: labelOf(named), reason });
  }
  return { access, omissions };
}

/** Policies of groups and roles that a roster can name. Those of users are checked with the users. */
function nameableGrants(grants: readonly Grant[], omissions: Omission[]): Grant[] {
  return grants.filter((grant) => {
    const [policy, holder] = namesInGrant(grant);
    if (policy === undefined || holder === undefined) return grant.targetType === "USER";
    const reason = mistakeInName(policy) ?? mistakeInName(holder);
    if (reason !== undefined) omissions.push({ subject: labelOf(holder), part: labelOf(policy), reason });
    return reason === undefined;
  });
}

function policyNamed({ code, namespace }: ScopedCode): Named {
  return { section: "policies", code, namespace };
}

/** The role that a declared role inherits from. */
function parentOf({ section, values, namespace }: DeclaredObject): Named[] {
  const parent = values?.["parent"];
  return section === "roles" && typeof parent === "string" ? [{ section, code: parent, namespace }] : [];
}

/** The types of the custom fields that are declared. */
function typesOf(objects: readonly DeclaredObject[]): Map<string, CustomDataType> {
  return new Map(
    objects.flatMap(({ section, code, values }): [string, CustomDataType][] => {
      const type = values?.["type"];
      return section === "customFields" && isCustomType(type) ? [[code, customTypes[type]]] : [];
    }),
  );
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
  const byPolicy = groupedBy(foreign, ({ policy }) => labelOf(policyNamed(policy)));
  return [...byPolicy].map(([subject, some]) => ({
    subject,
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

function sortedKeys(
  named: readonly Named[],
  section: ObjectSection,
  keyOf: (named: Named) => string,
): string[] {
  const keys = named.filter((each) => each.section === section).map(keyOf);
  return sortedBy(new Set(keys), (key) => key);
}
