import { describe, expect, test } from "vitest";

import { describe as sentenceOf, entryKinds } from "../../../drift/finding/entry.js";
import { findingId, idInPool, subjectInId, withoutDigest } from "../../../drift/finding/finding-id.js";
import { kinds } from "../../../drift/finding/kinds.js";
import type { Planned } from "../../../drift/finding/planned.js";
import { plannedKinds } from "../../../drift/finding/planned-kinds.js";
import {
  changeRules,
  defaultSeverities,
  findingRules,
  ruleOf,
  severityOf,
} from "../../../drift/finding/severity.js";
import { subjectKeyOf } from "../../../drift/finding/subject.js";
import { everyChange } from "../report/build-plan.js";

const digest = "[\\da-f]{32}";

/** Of each kind: the sentence, the id and the severity. */
const expected: Record<Planned["kind"], [sentence: string, id: string, severity: string]> = {
  "user-refused": ["is refused: the email is taken by user bob", `user-refused/u1/${digest}`, "high"],
  "object-refused": ["is refused: the code exists", `object-refused/group/staff/${digest}`, "high"],
  "user-deleted": ["is deleted; is in 3 groups and holds 1 role", "user-deleted/u1", "high"],
  "user-blocked": ["is blocked", "user-blocked/u1", "medium"],
  "user-unblocked": ["is unblocked", "user-unblocked/u1", "high"],
  "value-moved": [
    'gets the email "x@example.com", which user bob has now',
    `value-moved/u1/email/${digest}`,
    "high",
  ],
  "user-created": ["is created", "user-created/new:cleo", "medium"],
  "user-adopted": ["is adopted: exists in the pool", "user-adopted/u1", "medium"],
  "role-given": ['gets the role "admin"', "role-given/u1/default/admin", "high"],
  "role-taken": ['no longer holds the role "recruiter" in "hr"', "role-taken/u1/hr/recruiter", "medium"],
  "group-given": ['joins the group "dev"', "group-given/u1/dev", "medium"],
  "group-taken": ['leaves the group "dev"', "group-taken/u1/dev", "medium"],
  "policy-given": ['gets the policy "read"', "policy-given/u1/default/read", "high"],
  "policy-taken": ['no longer has the policy "read" in "hr"', "policy-taken/u1/hr/read", "medium"],
  "object-policy-given": ['gets the policy "read"', "object-policy-given/group/staff/default/read", "high"],
  "object-policy-taken": [
    'no longer has the policy "read"',
    "object-policy-taken/group/staff/default/read",
    "medium",
  ],
  "secret-set": ["password is set; its value is secret", "secret-set/u1/password", "medium"],
  "field-set": ['nickname changes from "Ada" to "Countess"', `field-set/u1/nickname/${digest}`, "low"],
  "user-released": ["stays in the pool and is no longer managed", "user-released/u1", "low"],
  "object-deleted": ["is deleted; no user has it", "object-deleted/group/staff", "medium"],
  "object-created": ["is created", "object-created/group/staff", "low"],
  "object-adopted": ["is adopted: exists in the pool", "object-adopted/group/staff", "low"],
  "object-set": ['description is set to "All"', `object-set/group/staff/description/${digest}`, "low"],
  "object-released": ["stays in the pool and is no longer managed", "object-released/group/staff", "low"],
};

describe("a planned change", () => {
  test.each(Object.values(everyChange))("of kind $kind has a sentence, an id and a severity", (change) => {
    const [sentence, id, severity] = expected[change.kind];

    expect(sentenceOf(change)).toBe(sentence);
    expect(findingId(change)).toMatch(new RegExp(`^${id}$`, "u"));
    expect(severityOf(change, new Map())).toBe(severity);
    expect(subjectInId(findingId(change))).toBeDefined();
  });

  test.each<{ change: Planned; sentence: string }>([
    {
      change: { ...everyChange["user-deleted"], groups: 0, roles: 2 },
      sentence: "is deleted; is in no group and holds 2 roles",
    },
    { change: { ...everyChange["object-deleted"], users: 1 }, sentence: "is deleted; 1 user loses it" },
    { change: { ...everyChange["object-deleted"], users: 7 }, sentence: "is deleted; 7 users lose it" },
    {
      change: { ...everyChange["field-set"], after: null },
      sentence: 'nickname is cleared; it is "Ada" now',
    },
    {
      change: { ...everyChange["field-set"], field: "customData.badge", before: null, after: 7 },
      sentence: 'customData "badge" is set to 7',
    },
  ])("says $sentence", ({ change, sentence }) => {
    expect(sentenceOf(change)).toBe(sentence);
  });

  test("has a kind of its own, which no finding has", () => {
    expect(Object.keys(plannedKinds)).toEqual(Object.keys(everyChange));
    expect(Object.keys(entryKinds)).toHaveLength(
      Object.keys(kinds).length + Object.keys(plannedKinds).length,
    );
  });

  test("shows everything that is not ours through the mark", () => {
    const mark = (value: string): string => `<${value}>`;

    expect(sentenceOf(everyChange["value-moved"], mark)).toBe(
      'gets the email <"x@example.com">, which user <bob> has now',
    );
    expect(sentenceOf(everyChange["role-taken"], mark)).toBe(
      'no longer holds the role <"recruiter"> in <"hr">',
    );
    expect(sentenceOf(everyChange["field-set"], mark)).toBe('nickname changes from <"Ada"> to <"Countess">');
    expect(sentenceOf(everyChange["user-refused"], mark)).toBe(
      "is refused: <the email is taken by user bob>",
    );
  });
});

describe("the rule of a planned change", () => {
  test.each<{ change: Planned; rule: string; severity: string }>([
    { change: everyChange["user-unblocked"], rule: "account-unblocked", severity: "high" },
    { change: { ...everyChange["field-set"], field: "email" }, rule: "field-set.email", severity: "high" },
    {
      change: { ...everyChange["field-set"], field: "customData.badge" },
      rule: "field-set.customData",
      severity: "medium",
    },
    {
      change: { ...everyChange["field-set"], field: "lastLogin" },
      rule: "field-set.lastLogin",
      severity: "none",
    },
    {
      change: { ...everyChange["object-set"], field: "code" },
      rule: "object-set.group.code",
      severity: "low",
    },
    {
      change: {
        ...everyChange["object-set"],
        object: { type: "policy", code: "p", namespace: "default" },
        field: "statements",
      },
      rule: "object-set.policy.statements",
      severity: "high",
    },
    {
      change: { ...everyChange["object-deleted"], users: 1 },
      rule: "object-deleted-with-users",
      severity: "high",
    },
  ])("is $rule", ({ change, rule, severity }) => {
    expect(ruleOf(change)).toBe(rule);
    expect(severityOf(change, new Map())).toBe(severity);
    expect(changeRules.has(rule)).toBe(true);
  });

  test("exists for every kind, so that a team can change it", () => {
    for (const change of Object.values(everyChange)) expect(defaultSeverities.has(ruleOf(change))).toBe(true);
    expect([...changeRules.keys()].filter((rule) => findingRules.has(rule))).toEqual(["account-unblocked"]);
    expect(changeRules.has("field-set.blocked")).toBe(false);
    expect(changeRules.has("field-set.password")).toBe(false);
  });

  test("a team silences a change, but not the reason why `pulumi up` would fail", () => {
    const silent = new Map([
      ["group-given", "none" as const],
      ["user-refused", "none" as const],
    ]);

    expect(severityOf(everyChange["group-given"], silent)).toBe("none");
    expect(severityOf(everyChange["user-refused"], silent)).toBe("low");
  });
});

describe("the id of a planned change", () => {
  test("holds no personal data", () => {
    const moved = { ...everyChange["value-moved"], from: { id: "u2", email: "eve@evil.example" } };

    for (const change of [moved, everyChange["user-refused"], everyChange["field-set"]])
      expect(findingId(change)).not.toMatch(/example|@|Countess|taken/u);
  });

  test.each<[what: string, one: Planned, other: Planned]>([
    ["the value", everyChange["field-set"], { ...everyChange["field-set"], after: "Lady" }],
    [
      "the user who has a value",
      everyChange["value-moved"],
      { ...everyChange["value-moved"], from: { id: "u3" } },
    ],
    ["the reason", everyChange["user-refused"], { ...everyChange["user-refused"], reason: "archived" }],
    ["the users of a group", everyChange["object-deleted"], { ...everyChange["object-deleted"], users: 2 }],
  ])("is another one for another value: %s", (_, one, other) => {
    expect(findingId(one)).not.toBe(findingId(other));
    expect(withoutDigest(findingId(one))).toBe(withoutDigest(findingId(other)));
  });

  test("a group whose code looks like a digest stays in it", () => {
    const code = "a".repeat(32);

    expect(withoutDigest(findingId({ ...everyChange["group-given"], group: code }))).toBe(
      `group-given/u1/${code}`,
    );
  });

  test("of a new user names the resource, and beside other pools the pool", () => {
    const created = { ...everyChange["user-created"], user: { id: "new:a/b: c" } };
    const id = findingId(created);

    expect(id).toBe("user-created/new:a%2Fb%3A%20c");
    expect(idInPool(id, "p 1")).toBe("user-created/p%201/new:a%2Fb%3A%20c");
    expect(subjectInId(idInPool(id, "p1"))).toBe("user-created/p1/new:a%2Fb%3A%20c");
    expect(subjectInId("user-created/p1/new:ada")).toBe("user-created/p1/new:ada");
    expect(subjectInId("group-given/new:ada/dev")).toBe("group-given/new:ada");
    expect(idInPool("role-given/u1/default/admin", "p1")).toBe("role-given/u1/default/admin");
  });

  test("two pools may each get a user from a resource with the same name", () => {
    const inPool = (userPoolId: string): string =>
      subjectKeyOf({ ...everyChange["user-created"], userPoolId });

    expect(inPool("p1")).not.toBe(inPool("p2"));
  });
});
