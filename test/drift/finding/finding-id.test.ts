import { describe, expect, test } from "vitest";

import type { Difference } from "../../../drift/finding/finding.js";
import { findingId, subjectInId, withoutDigest } from "../../../drift/finding/finding-id.js";

const subject = { user: { id: "u1", email: "ada@example.com" }, owners: [] };

function emailIs(observed: string): Difference {
  return { kind: "field-changed", ...subject, field: "email", declared: "ada@example.com", observed };
}

function holds(roles: string[], groups: string[] = [], declared = false): Difference {
  const held = roles.map((role) => ({ namespace: "default", role, declared }));
  return { kind: "user-unmanaged", ...subject, groups, roles: held };
}

describe("findingId", () => {
  test("names kind, user and code, with what would part them escaped", () => {
    const role = { kind: "role-foreign", ...subject, role: "a/b c", namespace: "hr" } as const;

    expect(findingId(role)).toBe("role-foreign/u1/hr/a%2Fb%20c");
    expect(findingId({ kind: "user-gone", ...subject })).toBe("user-gone/u1");
  });

  test("names type, namespace and code of an object", () => {
    const object = { type: "role" as const, namespace: "a/b", code: "c d" };
    const id = findingId({ kind: "object-gone", object, owners: [] });

    expect(id).toBe("object-gone/role/a%2Fb/c%20d");
    expect(subjectInId(id)).toBe(id);
    expect(subjectInId(`object-changed/group/staff/name/${"a".repeat(32)}`)).toBe(
      "object-changed/group/staff",
    );
    expect(subjectInId("object-changed/role/staff")).toBeUndefined();
  });

  test("a code that looks like a digest stays in the id of an object", () => {
    const code = "a".repeat(32);
    const id = findingId({ kind: "object-unmanaged", object: { type: "group", code }, owners: [] });

    expect(withoutDigest(id)).toBe(`object-unmanaged/group/${code}`);
  });

  test("has an id of its own for each half of a surrogate pair, which has no encoding", () => {
    const inGroup = (group: string): string => findingId({ kind: "group-foreign", ...subject, group });

    expect(inGroup("a\ud800b")).toBe("group-foreign/u1/a%ud800b");
    expect(new Set(["\ud800", "\ud801", "\ufffd", "%ud800", "😀"].map(inGroup)).size).toBe(5);
  });

  test("cannot be forged: what is not readable in it is a digest of 128 bits", () => {
    expect(findingId(emailIs("eve@evil.example"))).toMatch(/^field-changed\/u1\/email\/[\da-f]{32}$/u);
    expect(findingId(holds(["a"]))).toMatch(/^user-unmanaged\/u1\/[\da-f]{32}$/u);
    expect(findingId({ kind: "user-conflict", ...subject })).toMatch(/^user-conflict\/u1\/[\da-f]{32}$/u);
  });

  test("is the same for the same values, and another for the next value", () => {
    expect(findingId(emailIs("eve@evil.example"))).toBe(findingId(emailIs("eve@evil.example")));
    expect(findingId(emailIs("eve@evil.example"))).not.toBe(findingId(emailIs("mallory@evil.example")));
  });

  test("changes when an unmanaged user gains a role or a group, and not with their order", () => {
    expect(findingId(holds(["a", "b"], ["x", "y"]))).toBe(findingId(holds(["b", "a"], ["y", "x"])));
    expect(findingId(holds(["a", "b"]))).not.toBe(findingId(holds(["a"])));
    expect(findingId(holds([], ["x"]))).not.toBe(findingId(holds([])));
  });

  test("changes when a role of an unmanaged user is declared no more", () => {
    expect(findingId(holds(["a"], [], true))).not.toBe(findingId(holds(["a"], [], false)));
  });

  test("tells a role from one whose code and namespace look the same together", () => {
    const one = { ...holds([]), roles: [{ namespace: "a/b", role: "c", declared: false }] };
    const other = { ...holds([]), roles: [{ namespace: "a", role: "b/c", declared: false }] };

    expect(findingId(one)).not.toBe(findingId(other));
  });

  test("changes when another resource takes part in a conflict", () => {
    const owners = ["one", "two", "three"].map((urn) => ({ source: "dev", urn }));
    const of = (count: number): string =>
      findingId({ kind: "user-conflict", ...subject, owners: owners.slice(0, count) });

    expect(of(2)).not.toBe(of(3));
  });

  test("holds no personal data", () => {
    expect(findingId(emailIs("eve@evil.example"))).not.toMatch(/example|evil|@/u);
  });
});
