import fc from "fast-check";

import type { Grant, PoolContents, PoolUser, ScopedCode } from "../../../roster/write/pool-contents.js";

/** Words that YAML, keys or file systems give a meaning of their own, or that look like others. */
const traps = [
  ..."no yes on off y n true True null Null ~ << = 0 007 0049151 1e5 0x1F 0o17 12_000 1:30 1990-01-01 .inf - --- ...".split(
    " ",
  ),
  ..."con NUL com1 COM¹ others people __proto__ constructor default a A a/b default/a x/y/z a::b a:b a: :a #a !a &a *a".split(
    " ",
  ),
  ..."é e\u0301 ß ss K \u212A 名 👩‍👩‍👧 'a' \"a\" {a} [a] a,b %a @a `a a|b a>b ?a".split(" "),
  "",
  " ",
  " a",
  "a ",
  "a b",
  "a # b",
  "a: b",
  "? a",
  "- a",
  "tab\ta",
  "line\nbreak",
  "line\r\nbreak\n",
  "\n",
  "a\u00a0b",
  "zero\u200bwidth",
  "\u0000",
  "\u007f\u0085",
  "\ufeffa",
  "\ud800",
  "\u2028",
  "x".repeat(250),
];

const anyText = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...traps) },
  { weight: 2, arbitrary: fc.string({ maxLength: 8 }) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 8 }) },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 8 }) },
);
const code = fc.oneof(fc.constantFrom("a", "b", "c", "on-call", "staff"), anyText);
const namespace = fc.oneof(fc.constant("default"), fc.constantFrom("hr", "a", "x::y", "n/m", "", "no"));
const scoped: fc.Arbitrary<ScopedCode> = fc.record({ namespace, code });

const json = fc.jsonValue({ maxDepth: 2 });
const object = fc.dictionary(anyText, json, { maxKeys: 3 });

const valuesByType = {
  STRING: anyText,
  SELECT: anyText,
  NUMBER: fc.oneof(
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(1e21, -0, 0.1),
  ),
  BOOLEAN: fc.boolean(),
  DATETIME: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  OBJECT: object,
};
const dataType = fc.constantFrom("STRING", "SELECT", "NUMBER", "BOOLEAN", "DATETIME", "OBJECT");

const optional = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | null | undefined> =>
  fc.oneof(arbitrary, fc.constant(null), fc.constant(undefined));

const email = fc.oneof(
  fc.constantFrom("ada@example.com", "ADA@Example.com", "no@x", "@", "ada@example.org", "Grace@x"),
  anyText.map((text) => `${text}@example.com`),
);
const phone = fc.constantFrom("0049151", "+49 151", "+49151", "1234", "12-34", "x");

const fields = fc.record({
  status: fc.constantFrom("Activated", "Activated", "Suspended", "Archived"),
  username: optional(code),
  email: optional(email),
  phone: optional(phone),
  externalId: optional(fc.constantFrom("1", "007", "7", " 7")),
  name: optional(anyText),
  nickname: optional(anyText),
  formatted: optional(anyText),
  birthdate: optional(anyText),
  unionid: optional(anyText),
  gender: fc.constantFrom("M", "F", "U", "X", null),
  blocked: fc.boolean(),
  emailVerified: optional(fc.boolean()),
  photo: optional(fc.constantFrom("https://files.authing.co/authing-avatar.png", "https://x/y.png")),
  expiredAt: optional(fc.constantFrom("2030-01-01T00:00:00.000Z", "soon")),
  loginsCount: optional(fc.nat()),
  lastIP: optional(fc.constant("10.0.0.1")),
  signedUp: optional(fc.constant("2020-01-01T00:00:00.000Z")),
  registerSource: optional(fc.constant(["import:manual"])),
  isDeleted: optional(fc.boolean()),
});

const statement = fc.record({
  resource: anyText,
  actions: fc.array(anyText, { maxLength: 2 }),
  effect: fc.constantFrom("ALLOW" as const, "DENY" as const, null),
  condition: optional(
    fc.array(fc.record({ param: anyText, operator: anyText, value: json }), { maxLength: 2 }),
  ),
});

const uniqueBy = { selector: (each: ScopedCode) => JSON.stringify([each.namespace, each.code]) };
const pick = <Value>(from: readonly Value[]): fc.Arbitrary<Value[]> => fc.subarray([...from]);

/** A pool in which everything may be wrong that a service could let happen. */
export const poolContents: fc.Arbitrary<PoolContents> = fc
  .record({
    groups: fc.uniqueArray(
      fc.record({ code, name: anyText, description: fc.oneof(anyText, fc.constant(null)) }),
      { selector: (each) => each.code, maxLength: 6 },
    ),
    scopedRoles: fc.uniqueArray(scoped, { ...uniqueBy, maxLength: 6 }),
    scopedPolicies: fc.uniqueArray(scoped, { ...uniqueBy, maxLength: 5 }),
    customFields: fc.uniqueArray(
      fc.record({ key: code, label: fc.oneof(anyText, fc.constant(null)), dataType }),
      {
        selector: (each) => each.key,
        maxLength: 5,
      },
    ),
    ids: fc.uniqueArray(fc.integer({ min: 1, max: 0xffffff }), { maxLength: 8 }),
  })
  .chain(({ groups, scopedRoles, scopedPolicies, customFields, ids }) => {
    const role = (own: ScopedCode): fc.Arbitrary<PoolContents["roles"][number]> =>
      fc
        .record({
          description: fc.oneof(anyText, fc.constant(null)),
          isSystem: fc.boolean(),
          parent: fc.option(fc.constantFrom(...scopedRoles)),
        })
        .map(({ parent, ...rest }) => ({ ...own, ...rest, parent: parent && asParent(parent) }));
    const policy = (own: ScopedCode): fc.Arbitrary<PoolContents["policies"][number]> =>
      fc
        .record({
          description: fc.oneof(anyText, fc.constant(null)),
          isDefault: fc.boolean(),
          statements: fc.array(statement, { minLength: 1, maxLength: 2 }),
        })
        .map((rest) => ({ ...own, ...rest }));
    const value = (field: (typeof customFields)[number]): fc.Arbitrary<PoolUser["customData"][number]> =>
      fc.tuple(
        fc.constant(field.key),
        valuesByType[field.dataType] as fc.Arbitrary<PoolUser["customData"][number][1]>,
      );
    const user = (number: number): fc.Arbitrary<PoolUser> =>
      fc.record({
        id: fc.constant(`5f702fcc913544e3${number.toString(16).padStart(8, "0")}`),
        fields,
        groups: pick(groups.map((each) => each.code)),
        roles: pick(scopedRoles),
        customData: fc.tuple(...customFields.map(value)).chain((all) => pick(all)),
        mistyped: fc.constantFrom([], [], ["broken"]),
      });
    const users = ids.map((number) => `5f702fcc913544e3${number.toString(16).padStart(8, "0")}`);
    const holders = [
      ...users.map((targetIdentifier) => ({ targetType: "USER" as const, targetIdentifier })),
      ...groups.map((each) => ({ targetType: "GROUP" as const, targetIdentifier: each.code })),
      { targetType: "ORG" as const, targetIdentifier: "node" },
    ];
    const grants: Grant[] = scopedPolicies.flatMap((each) => [
      ...holders.map((holder) => ({ policy: each, ...holder })),
      ...scopedRoles
        .filter((held) => held.namespace === each.namespace)
        .map((held) => ({ policy: each, targetType: "ROLE" as const, targetIdentifier: held.code })),
    ]);
    return fc.record({
      users: fc.tuple(...ids.map(user)),
      groups: fc.constant(groups),
      roles: fc.tuple(...scopedRoles.map(role)),
      policies: fc.tuple(...scopedPolicies.map(policy)),
      customFields: fc.constant(customFields),
      grants: pick(grants),
    });
  });

function asParent({ code, namespace }: ScopedCode): NonNullable<PoolContents["roles"][number]["parent"]> {
  return { code, namespace, arn: "", description: null, createdAt: null, updatedAt: null };
}
