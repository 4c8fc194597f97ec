import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { isSame } from "../../../model/rules/same.js";
import { type Field } from "../../../model/schema/field.js";
import { group, policy, role, user, userField } from "../../../model/schema/index.js";
import { customTypes } from "../../../model/schema/user-field.js";
import { writtenStatement } from "../../../model/schema/policy-statement.js";
import { layouts } from "../../../roster/write/layout.js";
import type { Omission } from "../../../roster/write/omission.js";
import type { RosterPlan } from "../../../roster/write/plan.js";
import { planRoster } from "../../../roster/write/plan-roster.js";
import type { PoolContents, PoolUser } from "../../../roster/write/pool-contents.js";
import { writeRoster } from "../../../roster/write/write-roster.js";
import { poolContents } from "./arbitrary-pool.js";
import { type DeclaredPool, readDeclared } from "./declared-pool.js";

const layout = fc.constantFrom(...layouts);
const fields: Readonly<Record<string, Field>> = user.fields;

describe("a roster that is written of a pool", () => {
  test(
    "reads back without mistakes as what the pool has, and names all the rest",
    { timeout: 120_000 },
    () => {
      fc.assert(
        fc.property(poolContents, layout, (pool, chosen) => {
          const plan = planRoster(pool, { layout: chosen });
          const declared = readDeclared(writeRoster(plan));

          expect(declared.mistakes).toEqual([]);
          expectUsers(pool, plan, declared);
          expectObjects(pool, plan, declared);
          expectPolicies(pool, plan, declared);
        }),
        { numRuns: 150 },
      );
    },
  );

  test("is the same for the same pool in another order", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(poolContents, layout, (pool, chosen) => {
        const turned = Object.fromEntries(
          Object.entries(pool).map(([name, list]) => [name, [...(list as unknown[])].reverse()]),
        ) as unknown as PoolContents;

        expect(writeRoster(planRoster(turned, { layout: chosen }))).toEqual(
          writeRoster(planRoster(pool, { layout: chosen })),
        );
      }),
      { numRuns: 100 },
    );
  });

  test("says only of people what is theirs where the rest is managed elsewhere", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(poolContents, layout, (pool, chosen) => {
        const plan = planRoster(pool, { layout: chosen, declares: "people" });
        const declared = readDeclared(writeRoster(plan));

        expect(declared.mistakes).toEqual([]);
        expect(declared.objects.size).toBe(0);
        expectUsers(pool, plan, declared);
      }),
      { numRuns: 100 },
    );
  });

  test("has file names that every system accepts and keeps apart", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(poolContents, (pool) => {
        const paths = writeRoster(planRoster(pool, { layout: "by-group" })).map(({ path }) => path);

        expect(new Set(paths.map((path) => path.normalize("NFKC").toLowerCase())).size).toBe(paths.length);
        for (const name of paths.flatMap((path) => path.split("/"))) {
          expect(name).toMatch(/^[\p{L}\p{M}\p{N}_-][\p{L}\p{M}\p{N}_.-]*$/u);
          expect(name).not.toMatch(/^(?:con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])\./iu);
          expect(Buffer.byteLength(name)).toBeLessThan(120);
        }
      }),
      { numRuns: 100 },
    );
  });
});

/** Everything in a pool is declared, or is an omission of the user. */
function expectUsers(pool: PoolContents, plan: RosterPlan, declared: DeclaredPool): void {
  const keys = new Map(plan.people.map(({ id, key }) => [id, key]));
  expect([...declared.users.keys()].sort()).toEqual([...keys.values()].sort());
  const types = new Map(pool.customFields.map(({ key, dataType }) => [key, dataType]));
  for (const found of pool.users) {
    const omitted = omittedOf(plan, found);
    const key = keys.get(found.id);
    if (key === undefined) {
      expect(omitted.has(undefined)).toBe(true);
      continue;
    }
    expect(omitted.has(undefined)).toBe(false);
    const values = declared.users.get(key) ?? {};
    expect(values["password"]).toBeUndefined();
    for (const [name, field] of Object.entries(fields)) {
      if (["groups", "roles", "customData"].includes(name)) continue;
      const value = found.fields[name];
      const isLeftOut = field.isSetByService(value) || omitted.has(name) || isSame(field, value, field.unset);
      expect(values[name] === undefined, name).toBe(isLeftOut);
      if (!isLeftOut) expect(isSame(field, values[name], value), name).toBe(true);
    }
    const data = Object.fromEntries(
      found.customData.filter(([name, value]) => value !== "" && !omitted.has(`customData.${name}`)),
    );
    expect(
      fields["customData"]?.equals(values["customData"] ?? {}, data),
      JSON.stringify([data, values, [...types]]),
    ).toBe(true);
    const groups = found.groups.filter((code) => !omitted.has(`group ${code}`));
    expect(new Set((values["groups"] as string[] | undefined) ?? [])).toEqual(new Set(groups));
    const roles = found.roles.filter(({ namespace, code }) => !omitted.has(label("role", namespace, code)));
    expect(new Set(((values["roles"] as unknown[] | undefined) ?? []).map(placeOfEntry))).toEqual(
      new Set(roles.map(({ namespace, code }) => JSON.stringify([namespace, code]))),
    );
  }
}

function expectObjects(pool: PoolContents, plan: RosterPlan, declared: DeclaredPool): void {
  const expected = [
    ...pool.groups.map((found) => ({ kind: group, place: ["default", found.code], values: { ...found } })),
    ...pool.roles
      .filter(({ isSystem }) => !isSystem)
      .map(({ parent, ...found }) => ({
        kind: role,
        place: [found.namespace, found.code],
        values: { ...found, parent: parent?.code },
      })),
    ...pool.policies
      .filter(({ isDefault }) => !isDefault)
      .map((found) => ({
        kind: policy,
        place: [found.namespace, found.code],
        values: { ...found, statements: found.statements.map(writtenStatement) },
      })),
    ...pool.customFields.map((found) => ({
      kind: userField,
      place: ["default", found.key],
      values: {
        ...found,
        type: Object.entries(customTypes).find(([, type]) => type === found.dataType)?.[0],
      },
    })),
  ];
  const left = new Map(declared.objects);
  for (const { kind, place, values } of expected) {
    const [namespace = "", code = ""] = place;
    const noun = kind.name === "UserField" ? "custom field" : kind.name.toLowerCase();
    const omitted = omittedParts(plan, label(noun, namespace, code));
    const name = JSON.stringify([kind.name, ...place]);
    const args = left.get(name);
    left.delete(name);
    expect(args === undefined, name).toBe(omitted.has(undefined));
    if (args === undefined) continue;
    for (const [property, field] of Object.entries<Field>(kind.fields)) {
      const value = (values as Record<string, unknown>)[property];
      const isLeftOut = omitted.has(property) || isSame(field, value, field.unset);
      if (isLeftOut) expect(isSame(field, args[property], field.unset), `${name} ${property}`).toBe(true);
      else expect(isSame(field, args[property], value), `${name} ${property}`).toBe(true);
    }
  }
  expect([...left.keys()]).toEqual([]);
}

function expectPolicies(pool: PoolContents, plan: RosterPlan, declared: DeclaredPool): void {
  const keys = new Map(plan.people.map(({ id, key }) => [id, key]));
  const users = new Map(pool.users.map((found) => [found.id, found]));
  const expected = new Set<string>();
  for (const { policy: held, targetType, targetIdentifier } of pool.grants) {
    if (targetType === "ORG" || targetType === "AK_SK") {
      expect(omittedParts(plan, label("policy", held.namespace, held.code)).size).toBeGreaterThan(0);
      continue;
    }
    const part = label("policy", held.namespace, held.code);
    const found = users.get(targetIdentifier);
    const omitted =
      targetType === "USER"
        ? found && omittedOf(plan, found)
        : omittedParts(plan, label(targetType.toLowerCase(), held.namespace, targetIdentifier));
    if (omitted?.has(part) === true) continue;
    const key = keys.get(targetIdentifier);
    if (targetType === "USER" && key === undefined) continue;
    const holder = targetType === "USER" ? `key:${key ?? ""}` : targetIdentifier;
    expected.add(JSON.stringify([targetType.toLowerCase(), holder, held.namespace, held.code]));
  }
  expect([...declared.policies].sort()).toEqual([...expected].sort());
}

function omittedOf(plan: RosterPlan, { id }: PoolUser): Set<string | undefined> {
  const isOfUser = ({ subject }: Omission): boolean =>
    subject === `user ${id}` || subject.endsWith(`(${id})`);
  return new Set(plan.omissions.filter(isOfUser).map(({ part }) => part));
}

function omittedParts(plan: RosterPlan, subject: string): Set<string | undefined> {
  return new Set(plan.omissions.filter((each) => each.subject === subject).map(({ part }) => part));
}

function label(noun: string, namespace: string, code: string): string {
  const isScoped = noun === "role" || noun === "policy";
  return isScoped && namespace !== "default"
    ? `${noun} ${code} in namespace ${namespace}`
    : `${noun} ${code}`;
}

function placeOfEntry(entry: unknown): string {
  if (typeof entry === "string") return JSON.stringify(["default", entry]);
  const { namespace, code } = entry as { namespace: string; code: string };
  return JSON.stringify([namespace, code]);
}
