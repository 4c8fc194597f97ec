import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { compareObjects } from "../../../drift/compare/compare-objects.js";
import { ManagedPool } from "../../../drift/compare/managed-pool.js";
import type { Difference } from "../../../drift/finding/finding.js";
import { findingId } from "../../../drift/finding/finding-id.js";
import type { ObservedObject } from "../../../drift/observed-object.js";
import { parseDeployment } from "../../../drift/states/deployment.js";
import { encrypted, ExportedState } from "../states/exported-state.js";

const pool = "59f86b4832eb28071bdd9214";
const times = { createdAt: "2026-01-02T03:04:05+00:00", updatedAt: "2026-03-04T05:06:07+00:00" };

function program(): ExportedState {
  return new ExportedState("people", pool);
}

function staff(outputs: Readonly<Record<string, unknown>> = {}, marks = {}): ExportedState {
  return program().object("Group", "staff", { code: "staff", ...outputs }, marks);
}

function managedBy(...states: ExportedState[]): ManagedPool {
  return new ManagedPool(
    states.flatMap((state, index) => parseDeployment(`stack-${index}`, state.toString()).resources),
  );
}

function group(code: string, values: Readonly<Record<string, unknown>> = {}): ObservedObject {
  return { key: { object: "group", code, scope: undefined }, values: { code, ...values } };
}

function role(code: string, namespace = "default", values = {}): ObservedObject {
  return { key: { object: "role", code, scope: namespace }, values: { code, namespace, ...values } };
}

/** All differences between the states and what the pool has. */
function compare(managed: ManagedPool, ...observed: ObservedObject[]): Difference[] {
  return managed.objectSets().flatMap((set) => {
    const inSet = observed.filter(({ key }) => key.object === set.object && key.scope === set.scope);
    return compareObjects(set, inSet).flatMap(({ differences }) => differences);
  });
}

describe("compareObjects", () => {
  test("finds nothing in a group and a role that are as declared", () => {
    const managed = managedBy(
      staff({ name: "Staff" }).object("Role", "lead", { code: "lead", description: "Leads" }),
    );

    expect(
      compare(managed, group("staff", { name: "Staff" }), role("lead", "default", { description: "Leads" })),
    ).toEqual([]);
  });

  test("a field that differs comes with both values, its resource and the time of the last change", () => {
    const state = staff({ name: "Staff", description: "All of us" });

    const observed = group("staff", { name: "Staff", description: "Changed", ...times });

    expect(compare(managedBy(state), observed)).toEqual([
      {
        kind: "object-changed",
        object: { type: "group", code: "staff", name: "Staff" },
        owners: [{ source: "stack-0", urn: state.urn("Group", "staff") }],
        field: "description",
        declared: "All of us",
        observed: "Changed",
        objectChangedAt: times.updatedAt,
      },
    ]);
  });

  test("a description that was emptied is a difference, observed as not set", () => {
    expect(
      compare(managedBy(staff({ description: "x" })), group("staff", { description: null })),
    ).toMatchObject([{ field: "description", declared: "x", observed: null }]);
  });

  test.each([
    { what: "a field that no program declares", declared: {}, observed: { description: "by hand" } },
    {
      what: "a description that was never set",
      declared: { description: "" },
      observed: { description: null },
    },
    { what: "a secret", declared: { description: encrypted }, observed: { description: "x" } },
  ])("$what is no difference", ({ declared, observed }) => {
    expect(compare(managedBy(staff(declared)), group("staff", observed))).toEqual([]);
  });

  test("the parent of a role is not compared: it can be set at creation only", () => {
    const state = program().object("Role", "lead", { code: "lead", parent: "employee" });

    expect(compare(managedBy(state), role("lead", "default", { parent: null }))).toEqual([]);
  });

  test("an object that the service does not have is gone, with the name that is declared", () => {
    const state = staff({ name: "Staff" });

    expect(compare(managedBy(state))).toEqual([
      {
        kind: "object-gone",
        object: { type: "group", code: "staff", name: "Staff" },
        owners: [{ source: "stack-0", urn: state.urn("Group", "staff") }],
      },
    ]);
  });

  test.each([[true], [false]])("an object of two programs is a conflict (in the pool: %s)", (exists) => {
    const managed = managedBy(staff(), program().object("Group", "crew", { code: "staff" }));

    const found = compare(managed, ...(exists ? [group("staff")] : []));

    expect(found.map(({ kind }) => kind)).toEqual([...(exists ? [] : ["object-gone"]), "object-conflict"]);
    expect(found[0]?.owners).toMatchObject([{ source: "stack-0" }, { source: "stack-1" }]);
  });

  test("two programs that declare a field alike share one finding about it", () => {
    const managed = managedBy(staff({ name: "Staff" }), staff({ name: "Staff" }));

    const changed = compare(managed, group("staff", { name: "Crew" })).filter(
      ({ kind }) => kind === "object-changed",
    );

    expect(changed).toMatchObject([{ owners: [{ source: "stack-0" }, { source: "stack-1" }] }]);
  });

  test("a group that no resource declares is unmanaged where programs declare groups", () => {
    const observed = group("news", { name: "News", ...times });

    expect(compare(managedBy(staff()), group("staff"), observed)).toEqual([
      {
        kind: "object-unmanaged",
        object: { type: "group", code: "news", name: "News" },
        owners: [],
        createdAt: times.createdAt,
      },
    ]);
    expect(managedBy(program().user("ada", "u1", {}).groups("ada", "u1", ["staff"])).objectSets()).toEqual(
      [],
    );
  });

  test("a role is unmanaged in the namespaces in which programs declare roles, and in no other", () => {
    const managed = managedBy(program().object("Role", "lead", { code: "lead", namespace: "hr" }));

    expect(managed.objectSets()).toMatchObject([{ object: "role", scope: "hr" }]);
    expect(
      compare(managed, role("lead", "hr"), role("temp", "hr"), role("admin"), group("news")),
    ).toMatchObject([{ kind: "object-unmanaged", object: { code: "temp", namespace: "hr" } }]);
    expect([...managed.namespaces]).toEqual(["hr"]);
  });

  test("the same code in two namespaces is two roles", () => {
    const managed = managedBy(
      program()
        .object("Role", "one", { code: "lead" })
        .object("Role", "two", { code: "lead", namespace: "hr" }),
    );

    expect(compare(managed, role("lead"), role("lead", "hr"))).toEqual([]);
  });

  test("where a state keeps a code secret, no other object is said to be unmanaged", () => {
    const managed = managedBy(staff().object("Group", "other", { code: encrypted }));

    expect(compare(managed, group("staff"), group("news"))).toEqual([]);
  });

  test("an object that is about to be deleted is known, but nothing is expected of it", () => {
    const leaving = staff({ name: "Staff" }, { delete: true });
    const staying = program().object("Group", "crew", { code: "crew" });

    expect(compare(managedBy(staying, leaving), group("crew"), group("staff", { name: "x" }))).toEqual([]);
    expect(compare(managedBy(staying, leaving), group("crew"))).toEqual([]);
    expect(managedBy(leaving).objectSets()).toEqual([]);
  });

  describe("while a renaming is unconfirmed", () => {
    const managed = managedBy(
      staff({ description: "All", __approw: { unconfirmed: ["code"], renaming: "crew" } }),
    );

    test.each([["staff"], ["crew"]])("an object with the code %s is the one of the resource", (code) => {
      expect(compare(managed, group(code, { description: "All" }))).toEqual([]);
      expect(compare(managed, group(code, { description: "x" }))).toMatchObject([
        { kind: "object-changed", object: { code } },
      ]);
    });

    test("it is gone only when the service has neither", () => {
      expect(compare(managed)).toMatchObject([{ kind: "object-gone", object: { code: "staff" } }]);
    });
  });

  test("no two findings have one id, whatever several programs declare and the pool holds", () => {
    const codes = fc.constantFrom("a", "b", "a/b", "\ud800", "a".repeat(32));
    const namespaces = fc.constantFrom("default", "hr", "a", "a/b");
    const values = fc.dictionary(fc.constantFrom("name", "description"), fc.constantFrom("x", "y", ""));
    const marks = fc.record({ delete: fc.boolean() });
    const notes = fc.option(
      codes.map((renaming) => ({ __approw: { unconfirmed: ["code"], renaming } })),
      { nil: {} },
    );
    const resource = fc.oneof(
      fc.record({ kind: fc.constant("Group" as const), code: codes, values, notes, marks }),
      fc.record({
        kind: fc.constant("Role" as const),
        code: codes,
        namespace: namespaces,
        values,
        notes,
        marks,
      }),
    );
    const observed = fc.oneof(
      fc.tuple(codes, values).map(([code, its]) => group(code, its)),
      fc.tuple(codes, namespaces, values).map(([code, namespace, its]) => role(code, namespace, its)),
    );

    fc.assert(
      fc.property(
        fc.array(fc.array(resource, { maxLength: 4 }), { maxLength: 3 }),
        fc.array(observed, { maxLength: 6 }),
        (programs, its) => {
          const states = programs.map((resources) => {
            const state = program();
            for (const [
              index,
              { kind, marks: more, values: fields, notes: known, ...key },
            ] of resources.entries())
              state.object(kind, `r${index}`, { ...fields, ...known, ...key }, more);
            return state;
          });

          const ids = compare(managedBy(...states), ...its).map(findingId);

          // The service has no two objects with one code.
          const distinct = new Set(its.map(({ key }) => JSON.stringify(key))).size === its.length;
          if (distinct) expect(new Set(ids).size).toBe(ids.length);
        },
      ),
    );
  });
});
