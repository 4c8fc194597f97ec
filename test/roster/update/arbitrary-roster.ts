import fc from "fast-check";

import type { RosterSource } from "../../../roster/place.js";
import type { PoolContents, PoolUser } from "../../../roster/write/pool-contents.js";
import { groupOf, policyOf, poolOf, roleOf, userOf } from "./pool.js";

/** Texts that YAML gives a meaning of their own, or that need quotes somewhere. */
const traps = [
  ..."no null ~ 007 1e5 0x1F 12_000 1:30 1990-01-01 - --- ... # : ? & * ! | > % @ ` é 名 {a} [a] a,b a:b 'a' *a &a !a <<".split(
    " ",
  ),
  ...[
    "a b",
    " a",
    "a ",
    "a: b",
    "a # b",
    "- a",
    '"a"',
    "tab\ta",
    "line\nbreak",
    "line\n\n  more\n",
    "\\n",
    "x".repeat(150),
  ],
];
const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("Paris", "London", "ACME") },
  { weight: 2, arbitrary: fc.constantFrom(...traps) },
  { weight: 1, arbitrary: fc.string({ maxLength: 6 }) },
);
const maybe = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> =>
  fc.option(arbitrary, { freq: 2 });

const groupCodes = ["staff", "press", "on-call", "no", "a/b"];
const roles = [
  { namespace: "default", code: "author" },
  { namespace: "billing", code: "clerk" },
  { namespace: "default", code: "x/y" },
];
const policies = [
  { namespace: "default", code: "read" },
  { namespace: "default", code: "write" },
  { namespace: "billing", code: "pay" },
];
const numbers = [1, 2, 3, 4, 5];

const user = (number: number): fc.Arbitrary<PoolUser> =>
  fc
    .record({
      email: maybe(fc.constantFrom(`u${number}@example.com`, `new${number}@example.com`)),
      name: maybe(text),
      city: maybe(text),
      company: maybe(fc.constantFrom("ACME", "Other")),
      address: maybe(text),
      blocked: fc.boolean(),
      groups: fc.subarray(groupCodes),
      roles: fc.subarray(roles),
      customData: fc.record({ age: fc.integer(), site: text, on: fc.boolean() }, { requiredKeys: [] }),
    })
    .map(({ groups, roles: held, customData, ...fields }) =>
      userOf(
        number,
        { username: `u${number}`, ...fields },
        { groups, roles: held, customData: Object.entries(customData) },
      ),
    );

/** A pool of a few users. */
export const pool: fc.Arbitrary<PoolContents> = fc
  .record({
    users: fc.subarray(numbers).chain((some) => fc.tuple(...some.map(user))),
    names: fc.array(
      text.filter((each) => each !== ""),
      { minLength: groupCodes.length, maxLength: groupCodes.length },
    ),
    description: maybe(text),
    grants: fc.subarray(
      policies.flatMap((policy) => [
        ...numbers.map((number) => ({
          policy,
          targetType: "USER" as const,
          targetIdentifier: userOf(number, {}).id,
        })),
        { policy, targetType: "GROUP" as const, targetIdentifier: "staff" },
      ]),
    ),
  })
  .map(({ users, names, description, grants }) =>
    poolOf({
      users,
      grants: grants.filter(
        ({ targetType, targetIdentifier }) =>
          targetType === "GROUP" || users.some(({ id }) => id === targetIdentifier),
      ),
      groups: groupCodes.map((code, index) => groupOf(code, names[index])),
      roles: roles.map(({ code, namespace }) => ({ ...roleOf(code, namespace), description })),
      policies: policies.map(({ code, namespace }) => policyOf(code, namespace)),
    }),
  );

/** How somebody writes a roster by hand. */
export interface Style {
  readonly inFlow: readonly boolean[];
  readonly listsInFlow: boolean;
  readonly spaced: boolean;
  readonly commented: boolean;
  readonly indent: number;
  readonly newline: string;
  readonly mark: string;
  readonly files: number;
  readonly sections: readonly ("groups" | "policies" | "roles")[];
  /** What defaults say if all people of a file have it. */
  readonly shares: boolean;
  readonly membersInGroups: boolean;
  readonly exhaustive: boolean;
  readonly fields: readonly string[];
  readonly endsInBreak: boolean;
}

export const style: fc.Arbitrary<Style> = fc.record({
  inFlow: fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
  listsInFlow: fc.boolean(),
  spaced: fc.boolean(),
  commented: fc.boolean(),
  indent: fc.constantFrom(1, 2, 4),
  newline: fc.constantFrom("\n", "\r\n"),
  mark: fc.constantFrom("", "\uFEFF"),
  files: fc.integer({ min: 1, max: 2 }),
  sections: fc.subarray(["groups", "roles", "policies"] as const),
  shares: fc.boolean(),
  membersInGroups: fc.boolean(),
  exhaustive: fc.boolean(),
  fields: fc.subarray([
    "email",
    "name",
    "city",
    "company",
    "address",
    "blocked",
    "customData",
    "groups",
    "roles",
    "policies",
  ]),
  endsInBreak: fc.boolean(),
});

/** A roster of a pool, as somebody would write it in a style. */
export function writtenByHand(contents: PoolContents, how: Style): RosterSource[] {
  const files: RosterSource[] = [];
  for (let index = 0; index < how.files; index += 1) {
    const users = contents.users.filter((_user, number) => number % how.files === index);
    const lines = [...(index === 0 ? objectsOf(contents, how) : []), ...peopleOf(users, contents, how)];
    if (lines.length === 0) continue;
    const body = lines.join(how.newline);
    files.push({ file: `part-${index}.yaml`, text: how.mark + body + (how.endsInBreak ? how.newline : "") });
  }
  return files;
}

function objectsOf(contents: PoolContents, how: Style): string[] {
  const pad = " ".repeat(how.indent);
  const lines: string[] = [];
  const membersOf = (code: string): string =>
    contents.users
      .filter(({ groups }) => groups.includes(code))
      .map(({ fields }) => String(fields["username"]))
      .join(", ");
  if (how.sections.includes("groups")) {
    lines.push("groups:");
    for (const { code, name } of contents.groups) {
      lines.push(
        `${pad}${quoted(code)}:`,
        `${pad}${pad}name: ${quoted(name)}${how.commented ? " # shown" : ""}`,
      );
      if (isWithMembers(how, code)) lines.push(`${pad}${pad}members: [${membersOf(code)}]`);
      if (how.exhaustive && code === "on-call") lines.push(`${pad}${pad}exhaustive: true`);
      const held = contents.grants
        .filter(({ targetIdentifier }) => targetIdentifier === code)
        .map(({ policy }) => scoped(policy));
      if (held.length > 0) lines.push(`${pad}${pad}policies: [${held.join(", ")}]`);
    }
  }
  if (how.sections.includes("roles")) {
    lines.push("roles:");
    for (const { code, namespace, description } of contents.roles) {
      const said =
        description === null || description === "" ? "{}" : `{description: ${quoted(description)}}`;
      lines.push(`${pad}${scoped({ namespace, code })}: ${said}`);
    }
  }
  if (how.sections.includes("policies")) {
    lines.push("policies:");
    for (const { statements, ...policy } of contents.policies)
      lines.push(`${pad}${scoped(policy)}: { statements: ${JSON.stringify(statements)} }`);
  }
  return lines;
}

/** Whoever is a member of one group, on whichever side that stands, declares all groups. */
function isWithMembers(
  { membersInGroups: some, exhaustive, sections, fields }: Style,
  code: string,
): boolean {
  const membersInGroups = some && fields.includes("groups");
  return (
    sections.includes("groups") &&
    ((membersInGroups && code === "staff") || (exhaustive && code === "on-call"))
  );
}

function peopleOf(users: readonly PoolUser[], contents: PoolContents, how: Style): string[] {
  if (users.length === 0) return ["people: {}"];
  const pad = " ".repeat(how.indent);
  const isShared = (test: (user: PoolUser) => boolean): boolean => how.shares && users.every(test);
  const shared = {
    company: how.fields.includes("company") && isShared(({ fields }) => fields["company"] === "ACME"),
    press: how.fields.includes("groups") && isShared(({ groups }) => groups.includes("press")),
  };
  const lines: string[] = [];
  if (shared.company || shared.press) lines.push("defaults:");
  if (shared.company) lines.push(`${pad}company: ACME`);
  if (shared.press) lines.push(`${pad}groups: [press]`);
  lines.push("people:");
  for (const [index, each] of users.entries()) {
    if (how.spaced && index > 0) lines.push("");
    if (how.commented) lines.push(`${pad}# number ${index}`);
    const entries = entriesOf(each, contents, how).filter(
      ([name, value]) => !(name === "company" && shared.company && value === "ACME"),
    );
    const key = String(each.fields["username"]);
    if (how.inFlow[index] === true)
      lines.push(`${pad}${key}: { ${entries.map(([name, value]) => `${name}: ${flow(value)}`).join(", ")} }`);
    else {
      lines.push(`${pad}${key}:`);
      for (const [name, value] of entries) {
        if (how.commented) lines.push(`${pad}${pad}# about ${name}`);
        if (Array.isArray(value) && value.length > 0 && !how.listsInFlow) {
          lines.push(`${pad}${pad}${name}:`);
          for (const item of value)
            lines.push(`${pad}${pad}${pad}- ${String(item)}${how.commented ? " # item" : ""}`);
        } else lines.push(`${pad}${pad}${name}: ${flow(value)}${how.commented ? " # value" : ""}`);
      }
    }
  }
  return lines;
}

function entriesOf(
  { id, fields, groups, roles: held, customData }: PoolUser,
  contents: PoolContents,
  how: Style,
): [string, unknown][] {
  const entries: [string, unknown][] = [["username", fields["username"]]];
  for (const name of how.fields) {
    if (name === "groups")
      entries.push([name, groups.filter((code) => !isWithMembers(how, code)).map(quoted)]);
    else if (name === "roles") entries.push([name, held.map(scoped)]);
    else if (name === "policies") {
      const policiesOf = contents.grants.filter(({ targetIdentifier }) => targetIdentifier === id);
      entries.push([name, policiesOf.map(({ policy }) => scoped(policy))]);
    } else if (name === "customData") entries.push([name, Object.fromEntries(customData)]);
    else if (fields[name] !== null && fields[name] !== undefined && fields[name] !== "")
      entries.push([name, fields[name]]);
  }
  return entries.filter(([, value]) => typeof value !== "object" || JSON.stringify(value) !== "{}");
}

function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.join(", ")}]`;
  return typeof value === "string" ? quoted(value) : JSON.stringify(value);
}

function scoped({ namespace, code }: { readonly namespace: string; readonly code: string }): string {
  return quoted(namespace === "default" && !code.includes("/") ? code : `${namespace}/${code}`);
}

function quoted(value: string): string {
  return /^[a-zA-Z][\w/-]*$/u.test(value) && value !== "no" && value !== "null"
    ? value
    : JSON.stringify(value);
}
