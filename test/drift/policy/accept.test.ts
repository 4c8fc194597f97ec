import { describe, expect, test } from "vitest";

import { accept } from "../../../drift/policy/accept.js";
import type { Acceptance } from "../../../drift/policy/policy.js";

const now = new Date("2026-06-15T12:00:00Z");

function found(...ids: string[]): Parameters<typeof accept>[0] {
  return { findingIds: new Set(ids), silencedIds: new Set() };
}

function acceptance(finding: string, until = "2026-12-31"): Acceptance {
  return { finding, until, reason: "known", place: "approw-drift.yaml:4:5" };
}

describe("accept", () => {
  test("an acceptance counts to the end of its day", () => {
    const { byFinding, notices } = accept(
      found("user-gone/u1", "user-gone/u2"),
      [acceptance("user-gone/u1", "2026-06-15")],
      now,
    );

    expect([...byFinding.keys()]).toEqual(["user-gone/u1"]);
    expect(notices).toEqual([]);
  });

  test("from the next day on the finding counts again, and the file's readers are told", () => {
    const { byFinding, notices } = accept(
      found("user-gone/u1"),
      [acceptance("user-gone/u1", "2026-06-14")],
      now,
    );

    expect(byFinding.size).toBe(0);
    expect(notices).toEqual([
      { place: "approw-drift.yaml:4:5", message: "the acceptance of user-gone/u1 expired on 2026-06-14" },
    ]);
  });

  test("an acceptance of what is repaired asks to be removed", () => {
    const { notices } = accept(found("user-gone/u2"), [acceptance("user-gone/u1")], now);

    expect(notices.map(({ message }) => message)).toEqual([
      "user-gone/u1 no longer matches a finding; remove the acceptance",
    ]);
  });

  test("an acceptance of severity none is reported as needless", () => {
    const identified = { findingIds: new Set<string>(), silencedIds: new Set(["field-changed/u1/lastIP/a"]) };

    const { notices } = accept(identified, [acceptance("field-changed/u1/lastIP/a")], now);

    expect(notices.map(({ message }) => message)).toEqual([
      "field-changed/u1/lastIP/a needs no acceptance because its severity is none; remove the acceptance",
    ]);
  });

  test.each([
    { before: `field-changed/u1/email/${"a".repeat(32)}`, now: `field-changed/u1/email/${"b".repeat(32)}` },
    { before: "user-unmanaged/u1", now: `user-unmanaged/u1/${"b".repeat(32)}` },
    { before: "role-foreign/u1/default/admn", now: "role-foreign/u1/default/admin" },
  ])("when something else is found now, it is named: $now", ({ before, now: after }) => {
    const others = [`field-changed/u2/email/${"a".repeat(32)}`, `field-changed/u1/phone/${"a".repeat(32)}`];

    const { notices } = accept(found(...others, after), [acceptance(before)], now);

    expect(notices.map(({ message }) => message)).toEqual([
      `${before} no longer matches a finding; it is now ${after}`,
    ]);
  });
});
