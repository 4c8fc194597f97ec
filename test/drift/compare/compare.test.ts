import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { compareGone, compareUser } from "../../../drift/compare/compare.js";
import { describeDifference } from "../../../drift/finding/describe.js";
import type { Difference } from "../../../drift/finding/finding.js";
import { ruleOf, severityOf } from "../../../drift/finding/severity.js";
import { findingId } from "../../../drift/finding/finding-id.js";
import { ManagedPool } from "../../../drift/compare/managed-pool.js";
import { parseDeployment } from "../../../drift/states/deployment.js";
import { UnexpectedResponseError, type UserSnapshot } from "../../../sdk/index.js";
import { encrypted, ExportedState } from "../states/exported-state.js";

const pool = "59f86b4832eb28071bdd9214";

function people(): ExportedState {
  return new ExportedState("people", pool);
}

function managedBy(...states: ExportedState[]): ManagedPool {
  return new ManagedPool(
    states.flatMap((state, index) => parseDeployment(`stack-${index}`, state.toString()).resources),
  );
}

/** Ada as the pool has her, with whatever else is said. */
function ada(observed: Partial<UserSnapshot> = {}): UserSnapshot {
  const { fields, ...rest } = observed;
  return {
    id: "u1",
    fields: { id: "u1", username: "ada", ...fields },
    groups: [],
    roles: { default: [] },
    ...rest,
  };
}

function summariesOf(differences: readonly Difference[]): string[] {
  return differences.map((difference) => {
    if ("field" in difference) return `${difference.kind} ${difference.field}`;
    if ("group" in difference) return `${difference.kind} ${difference.group}`;
    if ("role" in difference) return `${difference.kind} ${difference.namespace}/${difference.role}`;
    return difference.kind;
  });
}

describe("compareUser", () => {
  test("finds nothing in a user who is as declared", () => {
    const managed = managedBy(people().user("ada", "u1", { username: "ada" }).groups("ada", "u1", ["staff"]));

    expect(compareUser(managed, ada({ groups: ["staff"] }))).toEqual([]);
  });

  test("custom values are compared by key, and times as instants; other keys are not looked at", () => {
    const customData = { badge: "B-17", since: "2026-01-01T00:00:00Z", level: 3, gone: true };
    const managed = managedBy(people().user("ada", "u1", { username: "ada", customData }));
    const observed = new Map<string, Date | string | UnexpectedResponseError>([
      ["badge", "B-99"],
      ["since", new Date("2026-01-01T01:00:00+01:00")],
      ["level", new UnexpectedResponseError("not a number", { operation: "users.snapshot", paths: [] })],
      ["by hand", "unknown to the program"],
    ]);
    const found = compareUser(managed, ada({ customData: observed }));

    expect(found.map((difference) => describeDifference(difference))).toEqual([
      'customData "badge" is "B-99" but "B-17" is declared',
      'customData "level" is "(a value of another type)" but 3 is declared',
      'customData "gone" is not set but true is declared',
    ]);
    expect(found.map(ruleOf)).toEqual(Array(3).fill("field-changed.customData"));
    expect(severityOf(found[0]!, new Map())).toBe("medium");
  });

  test("a field that differs comes with both values, its resource and the time of the last change", () => {
    const state = people().user("ada", "u1", { username: "ada", nickname: "Ada" });
    const observed = ada({
      fields: { id: "u1", username: "ada", nickname: "Countess", updatedAt: "2026-03-04T05:06:07+00:00" },
    });

    expect(compareUser(managedBy(state), observed)).toEqual([
      {
        kind: "field-changed",
        user: { id: "u1", username: "ada" },
        owners: [{ source: "stack-0", urn: state.urn("User", "ada") }],
        field: "nickname",
        declared: "Ada",
        observed: "Countess",
        userChangedAt: "2026-03-04T05:06:07+00:00",
      },
    ]);
  });

  test.each([
    {
      what: "an email in another case",
      declared: { email: "Ada@Example.com" },
      observed: { email: "ada@example.com" },
    },
    { what: "a phone in another spelling", declared: { phone: "+49 30 12" }, observed: { phone: "+493012" } },
    {
      what: "an instant in another zone",
      declared: { tokenExpiredAt: "2026-01-01T02:00:00+02:00" },
      observed: { tokenExpiredAt: "2026-01-01T00:00:00.000Z" },
    },
    { what: "a flag that was never set", declared: { blocked: false }, observed: { blocked: null } },
    {
      what: "a field that the API takes at creation only",
      declared: { registerSource: ["a"] },
      observed: { registerSource: ["b"] },
    },
    { what: "a field that no program declares", declared: {}, observed: { company: "ACME" } },
    { what: "a secret", declared: { email: encrypted }, observed: { email: "eve@example.com" } },
    { what: "a field that is always secret", declared: { oauth: "{}" }, observed: { oauth: "{...}" } },
  ])("$what is no difference", ({ declared, observed }) => {
    const managed = managedBy(people().user("ada", "u1", { username: "ada", ...declared }));
    const fields = { id: "u1", username: "ada", ...observed };

    expect(compareUser(managed, ada({ fields }))).toEqual([]);
  });

  test("a field that was emptied is a difference, observed as not set", () => {
    const managed = managedBy(people().user("ada", "u1", { username: "ada", company: "ACME" }));

    const found = compareUser(managed, ada({ fields: { id: "u1", username: "ada", company: null } }));

    expect(found).toMatchObject([{ field: "company", declared: "ACME", observed: null }]);
  });

  test("what an additive resource does not declare is foreign, and stays", () => {
    const managed = managedBy(
      people()
        .user("ada", "u1", { username: "ada" })
        .groups("ada", "u1", ["staff", "research"])
        .roles("ada", "u1", ["author"]),
    );
    const observed = ada({ groups: ["staff", "on-call"], roles: { default: ["admin"], hr: ["recruiter"] } });

    expect(summariesOf(compareUser(managed, observed))).toEqual([
      "group-removed research",
      "group-foreign on-call",
      "role-removed default/author",
      "role-foreign default/admin",
      "role-foreign hr/recruiter",
    ]);
  });

  test("what an exhaustive resource does not declare was added, and its program removes it", () => {
    const state = people()
      .user("ada", "u1", { username: "ada" })
      .groups("ada", "u1", [], { exhaustive: true })
      .roles("ada", "u1", ["recruiter"], { exhaustive: true, namespace: "hr" });
    const observed = ada({ groups: ["staff"], roles: { default: [], hr: ["recruiter", "lead"] } });

    const found = compareUser(managedBy(state), observed);

    expect(summariesOf(found)).toEqual(["group-added staff", "role-added hr/lead"]);
    expect(found[1]?.owners).toEqual([{ source: "stack-0", urn: state.urn("UserRoleAssignment", "ada") }]);
  });

  test("codes that are secret in the state make nothing of the user's codes a finding", () => {
    const managed = managedBy(people().user("ada", "u1", { username: "ada" }).groups("ada", "u1", encrypted));

    expect(compareUser(managed, ada({ groups: ["staff"] }))).toEqual([]);
  });

  test("a user in no state is unmanaged, with all groups and roles and the time of creation", () => {
    const fields = { id: "u1", username: "ada", createdAt: "2026-01-02T03:04:05+00:00" };
    const observed = ada({ fields, groups: ["staff"], roles: { default: ["admin"] } });

    expect(compareUser(managedBy(), observed)).toEqual([
      {
        kind: "user-unmanaged",
        user: { id: "u1", username: "ada" },
        owners: [],
        groups: ["staff"],
        roles: [{ namespace: "default", role: "admin", declared: false }],
        createdAt: "2026-01-02T03:04:05+00:00",
      },
    ]);
  });

  test("a user whom a program only looks up is unmanaged", () => {
    const managed = managedBy(people().user("ada", "u1", { username: "ada" }, { external: true }));

    expect(summariesOf(compareUser(managed, ada()))).toEqual(["user-unmanaged"]);
  });

  test("a user with only a declared membership is unmanaged, and only the lost membership is a finding of its own", () => {
    const managed = managedBy(people().groups("ada", "u1", ["staff"]));

    expect(summariesOf(compareUser(managed, ada({ groups: ["on-call"] })))).toEqual([
      "user-unmanaged",
      "group-removed staff",
    ]);
  });

  test("an unmanaged user to whom a program gives a role comes with that resource and that role", () => {
    const state = people().roles("ada", "u1", ["author"]);

    const [found] = compareUser(managedBy(state), ada({ roles: { default: ["author", "admin"] } }));

    expect(found).toMatchObject({
      kind: "user-unmanaged",
      owners: [{ source: "stack-0", urn: state.urn("UserRoleAssignment", "ada") }],
      roles: [
        { namespace: "default", role: "author", declared: true },
        { namespace: "default", role: "admin", declared: false },
      ],
    });
    expect(found && describeDifference(found)).toBe(
      'is not managed by any User resource; holds "author" (declared), "admin"',
    );
  });

  test("roles that a secret may declare are not said to be undeclared", () => {
    const managed = managedBy(people().roles("ada", "u1", encrypted));

    expect(compareUser(managed, ada({ roles: { default: ["admin"] } }))).toMatchObject([
      { kind: "user-unmanaged", roles: [{ role: "admin", declared: true }] },
    ]);
  });

  test("a field that two resources declare alike is one finding of both, and one of each where they do not", () => {
    const [one, other] = [
      people().user("ada", "u1", { nickname: "Ada", company: "ACME" }),
      people().user("countess", "u1", { nickname: "Ada", company: "Babbage" }),
    ];

    const found = compareUser(managedBy(one, other), ada({ fields: { id: "u1", nickname: "Eve" } }));

    const changed = found.filter(({ kind }) => kind === "field-changed");
    expect(changed).toMatchObject([
      { field: "nickname", declared: "Ada", owners: [{ source: "stack-0" }, { source: "stack-1" }] },
      { field: "company", declared: "ACME", owners: [{ source: "stack-0" }] },
      { field: "company", declared: "Babbage", owners: [{ source: "stack-1" }] },
    ]);
  });

  test("no two findings have one id, whatever several programs declare and the pool holds", () => {
    const codes = fc.array(fc.constantFrom("a", "b", "a/b", "\ud800"), { maxLength: 4 });
    const options = fc.record({ exhaustive: fc.boolean() });
    const marks = fc.record({ delete: fc.boolean() });
    const fields = fc.dictionary(
      fc.constantFrom("username", "nickname", "company", "email"),
      fc.constantFrom("ada", "eve", "ADA"),
    );
    const namespaces = fc.constantFrom("default", "hr", "a", "a/b");
    const resource = fc.oneof(
      fc.tuple(fields, marks).map(
        ([its, more]) =>
          (state: ExportedState, name: string) =>
            state.user(name, "u1", its, more),
      ),
      fc.tuple(codes, options, marks).map(
        ([its, how, more]) =>
          (state: ExportedState, name: string) =>
            state.groups(name, "u1", its, how, more),
      ),
      fc.tuple(codes, options, namespaces, marks).map(
        ([its, how, namespace, more]) =>
          (state: ExportedState, name: string) =>
            state.roles(name, "u1", its, { ...how, namespace }, more),
      ),
    );
    const observed = fc.record({
      fields: fields.map((its) => ({ id: "u1", ...its })),
      groups: codes,
      roles: fc.dictionary(namespaces, codes),
    });

    fc.assert(
      fc.property(
        fc.array(fc.array(resource, { maxLength: 5 }), { maxLength: 3 }),
        observed,
        (programs, its) => {
          const states = programs.map((resources) => {
            const state = people();
            resources.forEach((add, index) => add(state, `r${index}`));
            return state;
          });
          const managed = managedBy(...states);

          for (const found of [compareUser(managed, ada(its)), compareGone(managed, "u1")]) {
            const ids = found.map(findingId);
            expect(new Set(ids).size).toBe(ids.length);
          }
        },
      ),
    );
  });

  test("a user managed by two stacks is a conflict with both owners", () => {
    const [one, other] = [
      people().user("ada", "u1", { username: "ada" }),
      people().user("countess", "u1", { username: "ada" }),
    ];

    expect(compareUser(managedBy(one, other), ada())).toMatchObject([
      {
        kind: "user-conflict",
        owners: [
          { source: "stack-0", urn: one.urn("User", "ada") },
          { source: "stack-1", urn: other.urn("User", "countess") },
        ],
      },
    ]);
  });

  test.each([
    { what: "declared by two", one: [["staff"], {}], other: [["staff"], {}], conflicts: ["staff"] },
    {
      what: "declared by one and denied by another",
      one: [["staff"], {}],
      other: [["research"], { exhaustive: true }],
      conflicts: ["staff"],
    },
    {
      what: "different with two additive ones",
      one: [["staff"], {}],
      other: [["research"], {}],
      conflicts: [],
    },
    {
      what: "denied by what declares it in secret",
      one: [["staff"], {}],
      other: [encrypted, { exhaustive: true }],
      conflicts: [],
    },
  ] as const)("groups $what are conflicts: $conflicts", ({ one, other, conflicts }) => {
    const managed = managedBy(
      people().user("ada", "u1", { username: "ada" }).groups("ada", "u1", one[0], one[1]),
      people().groups("ada", "u1", other[0], other[1]),
    );

    const found = compareUser(managed, ada({ groups: ["staff", "research"] }));

    const inConflict = found.flatMap((difference) =>
      difference.kind === "group-conflict" ? [difference.group] : [],
    );
    expect(inConflict).toEqual(conflicts);
  });

  test("the same role in two namespaces is no conflict", () => {
    const managed = managedBy(
      people().user("ada", "u1", { username: "ada" }).roles("one", "u1", ["lead"], { namespace: "hr" }),
      people().roles("other", "u1", ["lead"]),
    );

    expect(compareUser(managed, ada({ roles: { default: ["lead"], hr: ["lead"] } }))).toEqual([]);
  });

  test("a resource that is about to be deleted is known, but nothing is expected of it", () => {
    const leaving = { delete: true };
    const managed = managedBy(
      people()
        .user("ada", "u1", { username: "ada" })
        .user("former", "u1", { username: "former" }, leaving)
        .groups("former", "u1", ["staff", "research"], {}, leaving),
    );

    expect(compareUser(managed, ada({ groups: ["staff"] }))).toEqual([]);
  });
});

describe("compareGone", () => {
  test("a user that is gone is one finding of all the user's resources, named as declared", () => {
    const state = people()
      .user("ada", "u1", { username: "ada", email: "ada@example.com" })
      .groups("ada", "u1", ["staff"])
      .roles("ada", "u1", ["author"]);

    expect(compareGone(managedBy(state), "u1")).toEqual([
      {
        kind: "user-gone",
        user: { id: "u1", username: "ada", email: "ada@example.com" },
        owners: [
          { source: "stack-0", urn: state.urn("User", "ada") },
          { source: "stack-0", urn: state.urn("UserGroupMembership", "ada") },
          { source: "stack-0", urn: state.urn("UserRoleAssignment", "ada") },
        ],
      },
    ]);
  });

  test("a user whose resource is about to be deleted is not missed", () => {
    const managed = managedBy(people().user("ada", "u1", { username: "ada" }, { delete: true }));

    expect(compareGone(managed, "u1")).toEqual([]);
  });
});
