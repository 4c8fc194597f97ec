import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { isSame } from "../../../model/rules/same.js";
import type { Field } from "../../../model/schema/field.js";
import { user as userKind } from "../../../model/schema/index.js";
import { type RosterSource, readRoster } from "../../../roster/index.js";
import type { Person } from "../../../roster/roster.js";
import { updateRoster } from "../../../roster/update/update-roster.js";
import type { PoolContents, PoolUser } from "../../../roster/write/pool-contents.js";
import { layouts } from "../../../roster/write/layout.js";
import { planRoster } from "../../../roster/write/plan-roster.js";
import { writeRoster } from "../../../roster/write/write-roster.js";
import { poolContents } from "../write/arbitrary-pool.js";
import { pool, style, writtenByHand } from "./arbitrary-roster.js";

const today = "2026-11-27";
const fields: Readonly<Record<string, Field>> = userKind.fields;

describe("a roster that is updated", () => {
  test(
    "declares what the pool has, apart from what it names, and is not changed again",
    { timeout: 120_000 },
    () => {
      fc.assert(
        fc.property(pool, pool, style, (first, second, how) => {
          const before = writtenByHand(first, how);
          fc.pre(before.length > 0);
          const { files, unable } = updateRoster(before, second, { today });
          const after = withFiles(before, files);

          expectDeclared(
            after,
            second,
            unable.map(({ message }) => message),
          );
          expect(updateRoster(after, second, { today })).toEqual({ files: [], changes: [], unable });
        }),
        { numRuns: 150 },
      );
    },
  );

  test("is not touched while the pool is the same", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(pool, style, (contents, how) => {
        const sources = writtenByHand(contents, how);

        expect(updateRoster(sources, contents, { today })).toEqual({ files: [], changes: [], unable: [] });
      }),
      { numRuns: 100 },
    );
  });

  test("follows any pool from any other one", { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(poolContents, poolContents, fc.constantFrom(...layouts), (first, second, layout) => {
        const before = writeRoster(planRoster(first, { layout })).map(({ path, text }) => ({
          file: path,
          text,
        }));
        const { files, unable } = updateRoster(before, second, { today });
        const after = withFiles(before, files);

        expect(readRoster(after).mistakes).toEqual([]);
        expect(updateRoster(after, second, { today })).toEqual({ files: [], changes: [], unable });
      }),
      { numRuns: 100 },
    );
  });

  test("keeps every line about people who did not change", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(pool, pool, style, (first, second, how) => {
        const before = writtenByHand({ ...first, grants: [] }, { ...how, sections: [] });
        const kept = first.users.filter((_user, index) => index % 2 === 0);
        const ids = new Set(kept.map(({ id }) => id));
        const mixed = {
          ...second,
          grants: [],
          users: [...kept, ...second.users.filter(({ id }) => !ids.has(id))],
        };
        const after = withFiles(before, updateRoster(before, mixed, { today }).files);

        const lines = new Set(after.flatMap(({ text }) => text.split(/\r?\n/u)));
        const keys = kept.map(({ fields: { username } }) => String(username));
        for (const line of linesAbout(keys, before)) expect(lines).toContain(line);
      }),
      { numRuns: 60 },
    );
  });
});

function withFiles(before: readonly RosterSource[], files: readonly RosterSource[]): RosterSource[] {
  const texts = new Map([...before, ...files].map(({ file, text }) => [file, text]));
  return [...texts].map(([file, text]) => ({ file, text }));
}

/** The lines below the key of each person; comments right above a key go with the person above, if that one goes. */
function linesAbout(keys: readonly string[], sources: readonly RosterSource[]): string[] {
  const lines: string[] = [];
  for (const { text } of sources) {
    let isAbout = false;
    for (const line of text.split(/\r?\n/u)) {
      const key = /^\s*(u\d):/u.exec(line)?.[1];
      if (key !== undefined) isAbout = keys.includes(key);
      else if (/^\S/u.test(line) || line.includes("# number")) isAbout = false;
      if (isAbout && line !== "") lines.push(line);
    }
  }
  return lines;
}

function expectDeclared(
  sources: readonly RosterSource[],
  contents: PoolContents,
  unable: readonly string[],
): void {
  const { roster, mistakes } = readRoster(sources);
  expect(mistakes).toEqual([]);
  const people = [...roster.people.values()];
  const byName = new Map(people.map((person) => [person.arguments.get("username")?.value, person]));
  expect([...byName.keys()].sort()).toEqual(
    contents.users.map(({ fields: { username } }) => username).sort(),
  );
  for (const user of contents.users) {
    const person = byName.get(user.fields["username"]);
    if (person !== undefined) expectPerson(person, user, contents, unable);
  }
  for (const object of roster.objects.Group.values()) {
    const found = contents.groups.find(({ code }) => code === object.code);
    expect(found).toBeDefined();
    if (object.arguments.has("name")) expect(object.arguments.get("name")?.value).toBe(found?.name);
  }
  if (roster.objects.Group.size > 0) expect(roster.objects.Group.size).toBe(contents.groups.length);
  if (roster.objects.Role.size > 0) expect(roster.objects.Role.size).toBe(contents.roles.length);
  if (roster.objects.Policy.size > 0) expect(roster.objects.Policy.size).toBe(contents.policies.length);
}

function expectPerson(
  person: Person,
  user: PoolUser,
  contents: PoolContents,
  unable: readonly string[],
): void {
  const isNamed = (part: string): boolean =>
    unable.some((message) => message.startsWith(`${person.key}: ${part} `));
  for (const [name, { value }] of person.arguments) {
    const field = fields[name];
    if (field === undefined || name === "customData" || isNamed(name)) continue;
    expect(
      isSame(field, value, user.fields[name]),
      `${name}: ${JSON.stringify([value, user.fields[name]])}`,
    ).toBe(true);
  }
  const data = person.arguments.get("customData")?.value;
  for (const [key, value] of Object.entries((data ?? {}) as Record<string, unknown>))
    if (!isNamed(`customData.${key}`))
      expect(new Map<string, unknown>(user.customData).get(key)).toEqual(value);
  const policies = contents.grants
    .filter(({ targetIdentifier }) => targetIdentifier === user.id)
    .map(({ policy }) => policy);
  const held = {
    group: user.groups.map((code) => ({ namespace: "default", code })),
    role: user.roles,
    policy: policies,
  };
  for (const edge of ["group", "role", "policy"] as const) {
    const grants = person.grants.filter((grant) => grant.edge === edge);
    const declared = new Set(
      grants.map(({ target: { namespace, code } }) => JSON.stringify([namespace, code])),
    );
    const inPool = new Set(held[edge].map(({ namespace, code }) => JSON.stringify([namespace, code])));
    for (const grant of grants) {
      const { namespace, code } = grant.target;
      if (!isNamed(`the ${edge} ${grant.target.object?.key ?? code}`))
        expect(inPool, `${edge} ${code}`).toContain(JSON.stringify([namespace, code]));
    }
    const namespaces = new Set(grants.map(({ target }) => target.namespace));
    const isDeclared =
      grants.some(({ target }) => target.object?.isExhaustive !== true) || person.lists.has(`${edge}s`);
    for (const each of held[edge]) {
      const isCompared = edge === "policy" ? namespaces.has(each.namespace) : isDeclared;
      if (isCompared)
        expect(declared, `${edge} ${each.code}`).toContain(JSON.stringify([each.namespace, each.code]));
    }
  }
}
