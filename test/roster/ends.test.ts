import { describe, expect, test } from "vitest";

import { describeEnding, endedOn, endingWithin } from "../../roster/index.js";
import { argumentsIn, declared, person, read } from "./reading.js";

const days = { before: "2026-12-30", on: "2026-12-31", after: "2027-01-01" } as const;

describe("access until 2026-12-31", () => {
  const text = person(
    "username: ada",
    "groups: [staff, { group: oncall, until: 2026-12-31 }]",
    "roles: [{ role: admin, until: 2026-12-31, reason: T-1 }, { role: a, namespace: b, until: '2026-12-31' }]",
    "policies: [{ policy: read, until: 2026-12-31 }]",
  );

  test.each([days.before, days.on])("counts on %s", (day) => {
    expect(argumentsIn(text, "ada", day)).toMatchObject({
      groups: ["oncall", "staff"],
      roles: [{ code: "a", namespace: "b" }, "admin"],
    });
    expect(declared(text, day).map(({ kind }) => kind)).toEqual(["User", "PolicyAssignment"]);
  });

  test("is no longer declared on the day after, and the lists still are", () => {
    expect(argumentsIn(text, "ada", days.after)).toEqual({ username: "ada", groups: ["staff"], roles: [] });
    expect(declared(text, days.after).map(({ kind }) => kind)).toEqual(["User"]);
  });

  test("is among what ends, and then among what has ended", () => {
    const { roster } = read(text);
    const ending = (day: string, within: number): string[] =>
      endingWithin(roster, day, within).map((each) => describeEnding(each, day));
    expect(ending(days.before, 0)).toEqual([]);
    expect(ending(days.before, 1)).toEqual([
      "ada: group oncall ends on 2026-12-31 (a.yaml:4:21)",
      "ada: role admin ends on 2026-12-31 (T-1) (a.yaml:5:13)",
      "ada: role a in namespace b ends on 2026-12-31 (a.yaml:5:62)",
      "ada: policy read ends on 2026-12-31 (a.yaml:6:16)",
    ]);
    expect(ending(days.on, 0)).toHaveLength(4);
    expect(ending(days.after, 30)).toEqual([]);
    expect(endedOn(roster, days.on)).toEqual([]);
    expect(endedOn(roster, days.after).map((each) => describeEnding(each, days.after))[0]).toBe(
      "ada: group oncall ended on 2026-12-31 (a.yaml:4:21)",
    );
  });

  test("of members counts the same", () => {
    const members = `${person("username: ada")}groups: { staff: { members: [{ person: ada, until: 2026-12-31 }], exhaustive: true } }\n`;
    const users = (day: string): unknown =>
      declared(members, day).find(({ kind }) => kind === "GroupMembers")?.args["users"];
    expect(users(days.on)).toHaveLength(1);
    expect(users(days.after)).toEqual([]);
  });
});

describe("a person who leaves on 2026-12-31", () => {
  const leaving = (...lines: readonly string[]): string =>
    person("username: ada", "leaves: 2026-12-31", ...lines);

  test.each([days.before, days.on])("is declared as before on %s", (day) => {
    expect(argumentsIn(leaving(), "ada", day)).toEqual({ username: "ada", deletionPolicy: "block" });
  });

  test("is blocked from the day after", () => {
    const blocked = { username: "ada", blocked: true, deletionPolicy: "block" };
    expect(argumentsIn(leaving(), "ada", days.after)).toEqual(blocked);
    expect(argumentsIn(leaving("deletionPolicy: block"), "ada", days.after)).toEqual(blocked);
  });

  test.each(["delete", "retain"])("is no longer declared with the deletion policy %s", (policy) => {
    const text = leaving(`deletionPolicy: ${policy}`, "policies: [read]");
    expect(declared(text, days.on)).toHaveLength(2);
    expect(declared(text, days.after)).toEqual([]);
  });

  test("cannot be declared as not blocked, not even by defaults", () => {
    expect(read(leaving("blocked: false")).mistakes).toEqual([
      "a.yaml:4:13: leaves blocks the user, and blocked: false declares the opposite: remove one of them",
    ]);
    expect(read(`defaults: { blocked: false }\n${leaving()}`).mistakes).toHaveLength(1);
  });

  test("is in no exhaustive group after the end of the account's declaration", () => {
    const text = `${leaving("deletionPolicy: delete")}groups: { staff: { members: [ada], exhaustive: true } }\n`;
    expect(argumentsIn(text, "staff", days.after)).toMatchObject({ code: "staff" });
    expect(declared(text, days.after).find(({ kind }) => kind === "GroupMembers")?.args["users"]).toEqual([]);
  });
});

describe("a day", () => {
  test.each([
    "2026-02-29",
    "2026-13-01",
    "2026-00-10",
    "2026-04-31",
    "2026-1-1",
    "31.12.2026",
    "2026-12-31T00:00:00Z",
    "tomorrow",
    "20261231",
  ])("%s is refused", (text) => {
    expect(read(person("username: ada", `leaves: ${text}`)).mistakes).toEqual([
      `a.yaml:4:13: leaves must be an existing date such as 2026-12-31, not "${text}"`,
    ]);
    expect(read(person("username: ada", `groups: [{ group: a, until: ${text} }]`)).mistakes).toHaveLength(1);
  });

  test.each(["2028-02-29", "2026-12-31", "'2026-12-31'"])("%s is taken", (text) => {
    expect(read(person("username: ada", `leaves: ${text}`)).mistakes).toEqual([]);
  });
});
