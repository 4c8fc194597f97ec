import type { UpdateOptions } from "../../../roster/update/update-roster.js";
import type { PoolContents } from "../../../roster/write/pool-contents.js";
import { groupOf, policyOf, poolOf, roleOf, userOf } from "./pool.js";

/** A roster, the pool, and the roster afterwards. */
export interface Case {
  readonly title: string;
  readonly before: Readonly<Record<string, string>>;
  readonly pool: PoolContents;
  /** The files that change. */
  readonly after: Readonly<Record<string, string>>;
  /** Sentences of what cannot be written. */
  readonly unable?: readonly RegExp[];
  readonly options?: Partial<UpdateOptions>;
}

const ada = { username: "ada", email: "ada@example.com" };

export const cases: readonly Case[] = [
  {
    title: "a changed value keeps comments, quotes and order",
    before: {
      "people.yaml": `# The people
people:
  # Ada founded it
  ada:
    username: ada   # never changes
    city: 'Paris'   # she moved

    company: "ACME"
`,
    },
    pool: poolOf({ users: [userOf(1, { username: "ada", city: "London", company: "Analytical Engines" })] }),
    after: {
      "people.yaml": `# The people
people:
  # Ada founded it
  ada:
    username: ada   # never changes
    city: 'London'   # she moved

    company: "Analytical Engines"
`,
    },
  },
  {
    title: "a value that would be read as something else gets quotes",
    before: { "people.yaml": "people:\n  ada: { username: ada, city: Paris, company: ACME }\n" },
    pool: poolOf({ users: [userOf(1, { username: "ada", city: "null", company: "a, {b}" })] }),
    after: { "people.yaml": `people:\n  ada: { username: ada, city: "null", company: "a, {b}" }\n` },
  },
  {
    title: "a field without a value in the pool goes with its line, and undeclared fields are not added",
    before: {
      "people.yaml":
        "people:\n  ada:\n    username: ada\n    # to be confirmed\n    city: Paris # soon\n    company: ACME\n",
    },
    pool: poolOf({ users: [userOf(1, { username: "ada", city: null, company: "ACME", country: "UK" })] }),
    after: { "people.yaml": "people:\n  ada:\n    username: ada\n    company: ACME\n" },
  },
  {
    title: "the last field of the last person goes while a new person comes",
    before: { "people.yaml": "people:\n  ada:\n    username: ada\n    city: Paris\n" },
    pool: poolOf({ users: [userOf(1, { username: "ada" }), userOf(2, { username: "grace" })] }),
    after: { "people.yaml": "people:\n  ada:\n    username: ada\n  grace:\n    username: grace\n" },
  },
  {
    title: "the last person gets a field while a new person comes",
    before: { "people.yaml": "defaults: { city: Paris }\npeople:\n  ada:\n    username: ada\n" },
    pool: poolOf({
      users: [userOf(1, { username: "ada", city: "Rome" }), userOf(2, { username: "grace", city: "Oslo" })],
    }),
    after: {
      "people.yaml":
        "defaults: { city: Paris }\npeople:\n  ada:\n    username: ada\n    city: Rome\n  grace:\n    username: grace\n    city: Oslo\n",
    },
  },
  {
    title: "a value of defaults and templates is overridden at the person",
    before: {
      "people.yaml": `defaults: { company: ACME, blocked: true }
templates:
  uk: { country: UK }
people:
  ada:
    username: ada
    template: uk
`,
    },
    pool: poolOf({
      users: [userOf(1, { username: "ada", company: "Other", country: "FR", blocked: false })],
    }),
    after: {
      "people.yaml": `defaults: { company: ACME, blocked: true }
templates:
  uk: { country: UK }
people:
  ada:
    username: ada
    template: uk
    company: Other
    blocked: false
    country: FR
`,
    },
  },
  {
    title: "a value of defaults that the pool does not have cannot be removed for one person",
    before: { "people.yaml": "defaults:\n  company: ACME\npeople:\n  ada:\n    username: ada\n" },
    pool: poolOf({ users: [userOf(1, { username: "ada" })] }),
    after: {},
    unable: [/^ada: company is declared, and the pool has no value/u],
  },
  {
    title: "a renamed user is the same person, by the email or the id",
    before: {
      "people.yaml":
        "people:\n  ada:\n    username: ada\n    email: Ada@Example.com\n  grace:\n    username: grace\n",
    },
    pool: poolOf({
      users: [
        userOf(1, { username: "lovelace", email: "ada@example.com" }),
        userOf(2, { username: "hopper" }),
      ],
    }),
    options: { idOf: (key) => (key === "grace" ? userOf(2, {}).id : undefined) },
    after: {
      "people.yaml":
        "people:\n  ada:\n    username: lovelace\n    email: Ada@Example.com\n  grace:\n    username: hopper\n",
    },
  },
  {
    title: "a person who may be two users is left alone",
    before: { "people.yaml": "people:\n  ada:\n    username: ada\n    email: ada@example.com\n" },
    pool: poolOf({ users: [userOf(1, { username: "ada" }), userOf(2, { email: "ada@example.com" })] }),
    after: {},
    unable: [
      /^ada: it is not certain which user this is: the declared unique values are those of several users/u,
    ],
  },
  {
    title: "two people who may be one user are left alone",
    before: {
      "people.yaml": "people:\n  ada:\n    username: ada\n  lovelace:\n    email: ada@example.com\n",
    },
    pool: poolOf({ users: [userOf(1, { ...ada, city: "London" })] }),
    after: {},
    unable: [
      /^ada: it is not certain.*may also be lovelace/u,
      /^lovelace: it is not certain.*may also be ada/u,
    ],
  },
  {
    title: "a known user who is gone is not taken for another one with the same name",
    before: { "people.yaml": "people:\n  ada:\n    username: ada\n    city: Paris\n" },
    pool: poolOf({ users: [userOf(2, { username: "ada", city: "London" })] }),
    options: { idOf: () => userOf(1, {}).id },
    after: {},
    unable: [/^ada: it is not certain which user this is: the user 5f702fcc913544e300000001 is gone/u],
  },
  {
    title: "flow lists and block lists keep their style",
    before: {
      "people.yaml": `people:
  ada:
    username: ada
    groups: [ staff, old ]   # teams
    roles:
      # writes
      - author
      # gone
      - former # since May
      - editor
`,
    },
    pool: poolOf({
      users: [
        userOf(
          1,
          { username: "ada" },
          {
            groups: ["staff", "new"],
            roles: [
              { namespace: "default", code: "author" },
              { namespace: "default", code: "editor" },
              { namespace: "billing", code: "clerk" },
            ],
          },
        ),
      ],
    }),
    after: {
      "people.yaml": `people:
  ada:
    username: ada
    groups: [ staff, new ]   # teams
    roles:
      # writes
      - author
      - editor
      - billing/clerk
`,
    },
  },
  {
    title: "a list in brackets over several lines",
    before: {
      "people.yaml":
        "people:\n  ada:\n    username: ada\n    groups: [\n      a, # one\n      b, # two\n      c # three\n    ]\n    roles: [\n      x,\n      y,\n    ]\n",
    },
    pool: poolOf({
      users: [
        userOf(
          1,
          { username: "ada" },
          {
            groups: ["a", "b", "d"],
            roles: ["y", "z"].map((code) => ({ namespace: "default", code })),
          },
        ),
      ],
    }),
    after: {
      "people.yaml":
        "people:\n  ada:\n    username: ada\n    groups: [\n      a, # one\n      b, # two\n      d\n    ]\n    roles: [\n      y,\n      z,\n    ]\n",
    },
  },
  {
    title: "a list that loses everything stays declared",
    before: {
      "people.yaml":
        "people:\n  ada:\n    username: ada\n    groups: # teams\n      - staff\n      - old\n    roles: [ author ]\n    city: Paris\n",
    },
    pool: poolOf({ users: [userOf(1, { username: "ada", city: "Paris" })] }),
    after: {
      "people.yaml":
        "people:\n  ada:\n    username: ada\n    groups: [] # teams\n    roles: []\n    city: Paris\n",
    },
  },
  {
    title: "an empty list gets its first entry, and what is not declared is not compared",
    before: { "people.yaml": "people:\n  ada:\n    username: ada\n    groups: []\n" },
    pool: poolOf({
      users: [
        userOf(1, { username: "ada" }, { groups: ["staff"], roles: [{ namespace: "default", code: "x" }] }),
      ],
    }),
    after: { "people.yaml": "people:\n  ada:\n    username: ada\n    groups: [staff]\n" },
  },
  {
    title: "memberships are removed where they stand, and added at the person",
    before: {
      "access/groups.yaml":
        "groups:\n  staff:\n    members: [ada, { person: grace, until: 2099-01-01 }]\n  research: { name: research }\n",
      "people.yaml": "people:\n  ada:\n    username: ada\n  grace:\n    username: grace\n",
    },
    pool: poolOf({
      users: [
        userOf(1, { username: "ada" }, { groups: ["staff", "research"] }),
        userOf(2, { username: "grace" }),
      ],
      groups: [groupOf("staff"), groupOf("research")],
    }),
    after: {
      "access/groups.yaml": "groups:\n  staff:\n    members: [ada]\n  research: { name: research }\n",
      "people.yaml":
        "people:\n  ada:\n    username: ada\n    groups: [research]\n  grace:\n    username: grace\n",
    },
  },
  {
    title: "a group of defaults that a user does not have cannot be removed for one person",
    before: { "people.yaml": "defaults:\n  groups: [staff]\npeople:\n  ada:\n    username: ada\n" },
    pool: poolOf({ users: [userOf(1, { username: "ada" })] }),
    after: {},
    unable: [/^ada: the group staff is declared, and the pool does not have it/u],
  },
  {
    title: "what has ended stays as it is",
    before: {
      "people.yaml":
        "people:\n  ada:\n    username: ada\n    groups: [{ group: a, until: 2020-01-01 }, { group: b, until: 2020-01-01 }, { group: c, until: 2099-01-01, reason: X }]\n",
    },
    pool: poolOf({ users: [userOf(1, { username: "ada" }, { groups: ["a", "c"] })] }),
    after: {},
    unable: [/^ada: the group a ended on 2020-01-01, and the pool still has it/u],
  },
  {
    title: "an exhaustive group has its members changed",
    before: {
      "roster.yaml":
        "groups:\n  oncall:\n    exhaustive: true\n    members:\n      - ada # first\n      - { person: grace, until: 2099-12-31 }\npeople:\n  ada:\n    username: ada\n  grace:\n    username: grace\n  mary:\n    username: mary\n",
    },
    pool: poolOf({
      users: [
        userOf(1, { username: "ada" }),
        userOf(2, { username: "grace" }, { groups: ["oncall"] }),
        userOf(3, { username: "mary" }, { groups: ["oncall"] }),
        userOf(4, { username: "new" }, { groups: ["oncall"] }),
      ],
      groups: [groupOf("oncall")],
    }),
    after: {
      "roster.yaml":
        "groups:\n  oncall:\n    exhaustive: true\n    members:\n      - { person: grace, until: 2099-12-31 }\n      - mary\n      - new\npeople:\n  ada:\n    username: ada\n  grace:\n    username: grace\n  mary:\n    username: mary\n  new:\n    username: new\n",
    },
  },
  {
    title: "an exhaustive group that loses its last member says so",
    before: {
      "roster.yaml":
        "groups:\n  oncall: { exhaustive: true }\npeople:\n  ada:\n    username: ada\n    groups: [oncall]\n",
    },
    pool: poolOf({ users: [userOf(1, { username: "ada" })], groups: [groupOf("oncall")] }),
    after: {
      "roster.yaml":
        "groups:\n  oncall: { exhaustive: true, members: [] }\npeople:\n  ada:\n    username: ada\n    groups: []\n",
    },
  },
  {
    title: "policies are compared in the namespaces that are declared",
    before: {
      "roster.yaml":
        "groups:\n  staff:\n    policies: [read]\npeople:\n  ada:\n    username: ada\n    policies: [read, billing/pay]\n",
    },
    pool: poolOf({
      users: [userOf(1, { username: "ada" })],
      groups: [groupOf("staff")],
      grants: [
        {
          policy: { namespace: "default", code: "write" },
          targetType: "USER",
          targetIdentifier: userOf(1, {}).id,
        },
        {
          policy: { namespace: "billing", code: "pay" },
          targetType: "USER",
          targetIdentifier: userOf(1, {}).id,
        },
        { policy: { namespace: "hr", code: "hire" }, targetType: "USER", targetIdentifier: userOf(1, {}).id },
        { policy: { namespace: "default", code: "read" }, targetType: "GROUP", targetIdentifier: "staff" },
        { policy: { namespace: "default", code: "list" }, targetType: "GROUP", targetIdentifier: "staff" },
      ],
    }),
    after: {
      "roster.yaml":
        "groups:\n  staff:\n    policies: [read, list]\npeople:\n  ada:\n    username: ada\n    policies: [billing/pay, write]\n",
    },
  },
  {
    title: "people come and go, with their comments and memberships",
    before: {
      "people.yaml": `people:
  # first
  ada:
    username: ada

  # second
  grace:
    username: grace
    # no phone

  # third
  mary:
    username: mary
groups:
  staff: { members: [ada, grace] }
`,
    },
    pool: poolOf({
      users: [
        userOf(1, { username: "ada" }, { groups: ["staff"] }),
        userOf(3, { username: "mary" }),
        userOf(4, { username: "no", email: "no@example.com" }, { groups: ["staff"] }),
      ],
      groups: [groupOf("staff")],
    }),
    after: {
      "people.yaml": `people:
  # first
  ada:
    username: ada

  # third
  mary:
    username: mary

  "no":
    username: "no"
    email: no@example.com
    groups: [staff]
groups:
  staff: { members: [ada] }
`,
    },
  },
  {
    title: "a new person stands in the file of the group, not where defaults say otherwise",
    before: {
      "people/sales.yaml":
        "defaults: { company: ACME }\npeople:\n  ada:\n    username: ada\n    groups: [sales]\n",
      "people/press.yaml": "people:\n    bob:\n        username: bob\n        groups: [press]\n",
    },
    pool: poolOf({
      users: [
        userOf(1, { username: "ada", company: "ACME" }, { groups: ["sales"] }),
        userOf(2, { username: "bob" }, { groups: ["press"] }),
        userOf(3, { username: "carl" }, { groups: ["press"] }),
        userOf(4, { username: "dora" }, { groups: ["sales"] }),
        userOf(5, { username: "emil", company: "Other" }, { groups: ["sales"] }),
      ],
    }),
    after: {
      "people/press.yaml":
        "people:\n    bob:\n        username: bob\n        groups: [press]\n    carl:\n        username: carl\n        groups: [press]\n",
      "people/sales-2.yaml": "people:\n  dora:\n    username: dora\n    groups: [sales]\n",
      "people/sales.yaml":
        "defaults: { company: ACME }\npeople:\n  ada:\n    username: ada\n    groups: [sales]\n  emil:\n    username: emil\n    company: Other\n    groups: [sales]\n",
    },
  },
  {
    title: "groups, roles, policies and custom fields of the kinds that the roster declares",
    before: {
      "access.yaml": `groups:
  staff:
    name: Staff
    description: Everybody
  gone: {}
roles:
  author: { description: Writes, policies: [read] }
policies:
  read:
    statements: [{ resource: "book:*", actions: ["book:list"] }]
`,
      "people.yaml":
        "people:\n  ada:\n    username: ada\n    groups: [staff, gone]\n    customData: { age: 36 }\n",
    },
    pool: poolOf({
      users: [userOf(1, { username: "ada" }, { groups: ["staff"], customData: [["age", 37]] })],
      groups: [groupOf("staff", "All"), groupOf("x/y", "X")],
      roles: [
        { ...roleOf("author"), description: "Writes" },
        { ...roleOf("clerk", "billing"), description: "Pays" },
      ],
      policies: [policyOf("read")],
      customFields: [{ key: "age", label: "Age", dataType: "NUMBER" }],
      grants: [
        { policy: { namespace: "default", code: "read" }, targetType: "ROLE", targetIdentifier: "author" },
      ],
    }),
    after: {
      "access.yaml": `groups:
  staff:
    name: All
  x/y:
    name: X
roles:
  author: { description: Writes, policies: [read] }
  billing/clerk:
    description: Pays
policies:
  read:
    statements: [{resource: book:*, actions: [book:read], effect: ALLOW}]
`,
      "people.yaml": "people:\n  ada:\n    username: ada\n    groups: [staff]\n    customData: { age: 37 }\n",
    },
  },
  {
    title: "what is managed elsewhere is declared as such where an entry needs it",
    before: {
      "people.yaml":
        "roles:\n  legacy: { external: true }\npeople:\n  ada:\n    username: ada\n    roles: [legacy]\n",
    },
    pool: poolOf({
      users: [userOf(1, { username: "ada" }, { roles: [{ namespace: "default", code: "admin" }] })],
      roles: [roleOf("legacy"), roleOf("admin"), roleOf("unused")],
    }),
    after: {
      "people.yaml":
        "roles:\n  legacy: { external: true }\n  admin:\n    external: true\npeople:\n  ada:\n    username: ada\n    roles: [admin]\n",
    },
  },
  {
    title: "a group that defaults refer to cannot be removed",
    before: {
      "people.yaml": "groups:\n  staff: {}\ndefaults: { groups: [staff] }\npeople: {}\n",
    },
    pool: poolOf({}),
    after: {},
    unable: [/^group staff is not in the pool, and defaults refer to it/u],
  },
  {
    title: "anchors and merge keys are not edited: the person gets values of its own",
    before: {
      "people.yaml": `people:
  ada: &base
    username: ada
    city: &city Paris
    groups: &teams [a, b]
  grace:
    <<: *base
    username: grace
  mary:
    username: mary
    city: *city
    groups: *teams
`,
    },
    pool: poolOf({
      users: [
        userOf(1, { username: "ada", city: "Paris" }, { groups: ["a", "b"] }),
        userOf(2, { username: "grace", city: "Rome" }, { groups: ["a"] }),
        userOf(3, { username: "mary", city: "Oslo" }, { groups: ["b", "c"] }),
      ],
    }),
    after: {
      "people.yaml": `people:
  ada: &base
    username: ada
    city: &city Paris
    groups: &teams [a, b]
  grace:
    <<: *base
    username: grace
    city: Rome
    groups: [a]
  mary:
    username: mary
    city: Oslo
    groups: [b, c]
`,
    },
  },
  {
    title: "a value that aliases refer to is not changed",
    before: {
      "people.yaml":
        "people:\n  ada:\n    username: ada\n    city: &c Paris\n  grace:\n    username: grace\n    city: *c\n",
    },
    pool: poolOf({
      users: [userOf(1, { username: "ada", city: "Rome" }), userOf(2, { username: "grace", city: "Paris" })],
    }),
    after: {},
    unable: [/^ada: city differs from the pool, and aliases refer to it/u],
  },
  {
    title: "CRLF and a byte order mark stay",
    before: {
      "people.yaml":
        "\uFEFFpeople:\r\n  ada:\r\n    username: ada\r\n    city: Paris\r\n    groups:\r\n      - a\r\n",
    },
    pool: poolOf({
      users: [
        userOf(1, { username: "ada" }, { groups: ["a", "b"] }),
        userOf(2, { username: "grace", city: "Rome" }),
      ],
    }),
    after: {
      "people.yaml":
        "\uFEFFpeople:\r\n  ada:\r\n    username: ada\r\n    groups:\r\n      - a\r\n      - b\r\n  grace:\r\n    username: grace\r\n    city: Rome\r\n",
    },
  },
  {
    title: "a file without a line break at its end, and values over several lines",
    before: {
      "people.yaml":
        "people:\n  ada:\n    username: ada\n    address: |\n      Street 1\n\n      London\n    formatted: one\n      two\n    city: Paris",
    },
    pool: poolOf({
      users: [
        userOf(1, { username: "ada", address: "Street 2\nParis", formatted: "three", city: "Rome" }),
        userOf(2, { username: "grace" }),
      ],
    }),
    after: {
      "people.yaml":
        'people:\n  ada:\n    username: ada\n    address: "Street 2\\nParis"\n    formatted: three\n    city: Rome\n  grace:\n    username: grace',
    },
  },
  {
    title: "odd formatting stays while nothing differs",
    before: {
      "people.yaml":
        "%YAML 1.2\n---\n# c\npeople :\n      'ada' :   {username:   ada,\n                city: \"Pa\\\n        ris\", groups: [a ,b,]   }\n\n\n      ? grace\n      : username: &x !!str grace\n        name:   >-\n           Grace\n           Hopper\n        nickname: *x\n...\n",
    },
    pool: poolOf({
      users: [
        userOf(1, { username: "ada", city: "Paris" }, { groups: ["b", "a"] }),
        userOf(2, { username: "grace", name: "Grace Hopper", nickname: "grace" }),
      ],
    }),
    after: {},
  },
  {
    title: "what cannot be edited as it stands is first written in the usual form of YAML",
    before: { "people.yaml": "people:\n  ? ada\n  : username: ada # login\n  bob:\n      username:   bob\n" },
    pool: poolOf({ users: [userOf(2, { username: "bob" })] }),
    after: { "people.yaml": "people:\n  bob:\n    username: bob\n" },
  },
  {
    title: "JSON stays JSON",
    before: {
      "people.yaml": '{"people": {"ada": {"username": "ada", "city": "Paris", "company": "ACME"}}}\n',
    },
    pool: poolOf({ users: [userOf(1, { username: "ada", city: "Rome" }), userOf(2, { username: "grace" })] }),
    after: {
      "people.yaml": '{"people": {"ada": {"username": "ada", "city": "Rome"}, grace: {username: grace}}}\n',
    },
  },
  {
    title: "custom values, each by its key, wherever they come from",
    before: {
      "people.yaml":
        "defaults:\n  customData: { site: A, badge: 1 }\npeople:\n  ada:\n    username: ada\n    customData:\n      age: 36 # years\n      old: x\n  grace:\n    username: grace\n",
    },
    pool: poolOf({
      users: [
        userOf(
          1,
          { username: "ada" },
          {
            customData: [
              ["age", 37],
              ["site", "B"],
              ["badge", 1],
              ["other", "y"],
            ],
          },
        ),
        userOf(2, { username: "grace" }, { customData: [["site", "A"]] }),
      ],
    }),
    after: {
      "people.yaml":
        "defaults:\n  customData: { site: A, badge: 1 }\npeople:\n  ada:\n    username: ada\n    customData:\n      age: 37 # years\n      site: B\n  grace:\n    username: grace\n",
    },
    unable: [/^grace: customData.badge is declared, and the pool has no value/u],
  },
  {
    title: "whoever has left is blocked, and not removed",
    before: {
      "people.yaml":
        "people:\n  ada:\n    username: ada\n    leaves: 2020-01-01\n  grace:\n    username: grace\n    leaves: 2020-01-01\n    deletionPolicy: delete\n  mary:\n    username: mary\n    leaves: 2020-01-01\n",
    },
    pool: poolOf({ users: [userOf(1, { username: "ada", blocked: true }), userOf(3, { username: "mary" })] }),
    after: {},
    unable: [/^mary: the account is not blocked in the pool, and the last day is 2020-01-01/u],
  },
  {
    title: "only what is chosen changes",
    before: { "people.yaml": "people:\n  ada:\n    username: ada\n    city: Paris\n    company: ACME\n" },
    pool: poolOf({
      users: [userOf(1, { username: "ada", city: "Rome", company: "Other" }), userOf(2, { username: "x" })],
    }),
    options: { only: (change) => change.kind === "field" && change.field === "city" },
    after: { "people.yaml": "people:\n  ada:\n    username: ada\n    city: Rome\n    company: ACME\n" },
  },
  {
    title: "an entry is not added without the group that it refers to",
    before: { "people.yaml": "groups: { a: {} }\npeople:\n  ada:\n    username: ada\n    groups: [a]\n" },
    pool: poolOf({
      users: [userOf(1, { username: "ada" }, { groups: ["a", "b"] })],
      groups: [groupOf("a"), groupOf("b")],
    }),
    options: { only: (change) => change.kind === "given" },
    after: {},
    unable: [/^not without what it refers to: ada: the group b is added/u],
  },
  {
    title: "access of which the roster says nothing is added where that counts",
    before: { "people.yaml": "people:\n  ada: { username: ada } # first\n" },
    pool: poolOf({ users: [userOf(1, ada, { groups: ["a"] })], groups: [groupOf("a")] }),
    after: { "people.yaml": "people:\n  ada: { username: ada, groups: [a] } # first\n" },
    options: { undeclaredAccess: true },
  },
  {
    title: "someone new gets no new file where only the given files are read",
    before: {
      "a.yaml": "defaults: { city: Paris }\npeople:\n  ada: { username: ada }\n",
      "b.yaml": "groups:\n  a: { name: a }\n",
    },
    pool: poolOf({
      users: [userOf(1, { ...ada, city: "Paris" }), userOf(2, { username: "bob" })],
      groups: [groupOf("a"), groupOf("b")],
    }),
    after: {
      "b.yaml": "groups:\n  a: { name: a }\n  b:\n    name: b\npeople:\n  bob:\n    username: bob\n",
    },
    options: { newFiles: false },
  },
  {
    title: "a new person comes with the membership in an exhaustive group",
    before: {
      "people.yaml":
        "groups:\n  a: { name: a, members: [ada], exhaustive: true }\npeople:\n  ada: { username: ada }\n",
    },
    pool: poolOf({
      users: [userOf(1, ada, { groups: ["a"] }), userOf(2, { username: "bob" }, { groups: ["a"] })],
      groups: [groupOf("a")],
    }),
    after: {
      "people.yaml":
        "groups:\n  a: { name: a, members: [ada, bob], exhaustive: true }\npeople:\n  ada: { username: ada }\n  bob:\n    username: bob\n",
    },
    options: { only: ({ kind }) => kind === "added" },
  },
];
