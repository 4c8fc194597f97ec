import { describe, expect, test } from "vitest";

import { describeOmission } from "../../../roster/write/omission.js";
import { planRoster } from "../../../roster/write/plan-roster.js";
import { writeRoster } from "../../../roster/write/write-roster.js";
import { poolOf, userOf } from "./pool-of.js";

const inDefault = (code: string): { namespace: string; code: string } => ({ namespace: "default", code });

const pool = poolOf({
  users: [
    userOf(
      1,
      {
        username: "ada",
        email: "Ada@example.com",
        phone: "0049151",
        name: "Ada Lovelace",
        gender: "U",
        photo: "https://files.authing.co/authing-avatar.png",
        city: "",
        blocked: false,
        loginsCount: 7,
        lastIP: "10.0.0.1",
        signedUp: "2020-01-01T00:00:00.000Z",
        password: "a hash",
        oauth: "a token",
      },
      {
        groups: ["staff", "engineering"],
        roles: [{ namespace: "billing", code: "clerk" }],
        customData: [
          ["school", "no"],
          ["age", 36],
        ],
      },
    ),
    userOf(2, { email: "grace@example.com", blocked: true }, { groups: ["staff"] }),
    userOf(3, { username: "007" }, { groups: ["staff"] }),
    userOf(4, { username: "no" }),
    userOf(5, { username: "old", status: "Archived" }),
    userOf(6, { name: "without any name to log in with" }),
    userOf(7, { username: "sue", status: "Suspended" }),
  ],
  groups: [
    { code: "staff", name: "Staff", description: "" },
    { code: "engineering", name: "Engineering", description: "Builds" },
  ],
  roles: [
    { namespace: "billing", code: "clerk", description: "Writes invoices", isSystem: false, parent: null },
    { namespace: "default", code: "built-in", description: null, isSystem: true, parent: null },
  ],
  policies: [
    {
      ...inDefault("read-books"),
      description: null,
      isDefault: false,
      statements: [{ resource: "book:*", actions: ["book:read"], effect: "ALLOW", condition: [] }],
    },
  ],
  customFields: [
    { key: "school", label: "School", dataType: "STRING" },
    { key: "size", label: null, dataType: "SELECT" },
  ],
  grants: [
    { policy: inDefault("read-books"), targetType: "GROUP", targetIdentifier: "staff" },
    { policy: inDefault("read-books"), targetType: "USER", targetIdentifier: userOf(3, {}).id },
    { policy: inDefault("read-books"), targetType: "ORG", targetIdentifier: "node" },
  ],
});

describe("the files of a written roster", () => {
  test("say what the pool has, and nothing that the service made, in the order of the reference", () => {
    const files = writeRoster(planRoster(pool, { layout: "one" }));

    expect(Object.fromEntries(files.map(({ path, text }) => [path, text]))).toEqual({
      "custom-fields.yaml": ["customFields:", "  school:", "    type: string", "    label: School", ""].join(
        "\n",
      ),
      "groups.yaml": [
        "groups:",
        "  engineering:",
        "    name: Engineering",
        "    description: Builds",
        "  staff:",
        "    name: Staff",
        "    policies: [read-books]",
        "",
      ].join("\n"),
      "people.yaml": [
        "people:",
        '  "007":',
        '    username: "007"',
        "    groups: [staff]",
        "    policies: [read-books]",
        "  ada:",
        "    username: ada",
        "    email: Ada@example.com",
        '    phone: "0049151"',
        "    name: Ada Lovelace",
        "    groups: [engineering, staff]",
        "    roles: [billing/clerk]",
        "    customData:",
        "      age: 36",
        '      school: "no"',
        "  grace:",
        "    email: grace@example.com",
        "    blocked: true",
        "    groups: [staff]",
        '  "no":',
        '    username: "no"',
        "  sue:",
        "    username: sue",
        "",
      ].join("\n"),
      "policies.yaml": [
        "policies:",
        "  read-books:",
        "    statements:",
        "      - resource: book:*",
        "        actions: [book:read]",
        "        effect: ALLOW",
        "",
      ].join("\n"),
      "roles.yaml": ["roles:", "  billing/clerk:", "    description: Writes invoices", ""].join("\n"),
    });
  });

  test("leave out what cannot be declared, and the plan says why", () => {
    const { omissions } = planRoster(pool, { layout: "one" });

    expect(omissions.map(describeOmission)).toEqual([
      "not exported: custom field size: type cannot be declared",
      "not exported: 1 assignment of policy read-books: a roster assigns policies to users, groups and roles, not to departments and access keys",
      "not exported: user 5f702fcc913544e300000006: the user has no username, email, phone or externalId that can be declared",
      "not exported: user old (5f702fcc913544e300000005): the user is archived, and archived users cannot be changed",
      "not exported: status of user sue (5f702fcc913544e300000007): a roster cannot say that the user is suspended",
    ]);
  });

  test("by group, people stand in the file of the largest group that has at most half of them", () => {
    const files = writeRoster(planRoster(pool, { layout: "by-group" }));

    expect(files.map(({ path }) => path).filter((path) => path.startsWith("people"))).toEqual([
      "people/engineering.yaml",
      "people/others.yaml",
      "people/staff.yaml",
    ]);
    expect(files.find(({ path }) => path === "people/engineering.yaml")?.text).toContain("  ada:\n");
  });

  test("two users with one email have none, because they would be one user", () => {
    const plan = planRoster(
      poolOf({
        users: [userOf(1, { username: "a", email: "x@y.z" }), userOf(2, { username: "b", email: "X@Y.Z" })],
      }),
      { layout: "one" },
    );

    expect(plan.people.map(({ values }) => values)).toEqual([{ username: "a" }, { username: "b" }]);
    expect(plan.omissions.map(({ part, reason }) => [part, reason])).toEqual([
      ["email", "another user has the same value"],
      ["email", "another user has the same value"],
    ]);
  });

  test("a large file is continued in another one", () => {
    const users = Array.from({ length: 10 }, (_, index) =>
      userOf(index, { username: `user-${index}`, profile: "x".repeat(1_000_000) }),
    );

    const files = writeRoster(planRoster(poolOf({ users }), { layout: "one" }));

    expect(files.map(({ path }) => path)).toEqual([
      "people.2.yaml",
      "people.3.yaml",
      "people.4.yaml",
      "people.yaml",
    ]);
  });

  test("an empty pool is a roster that can be read", () => {
    expect(writeRoster(planRoster(poolOf({}), { layout: "one" }))).toEqual([
      { path: "people.yaml", text: "people: {}\n" },
    ]);
  });
});
