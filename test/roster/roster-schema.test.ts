import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";

import { group, policy, role, user, userField } from "../../model/schema/index.js";
import { argumentsOf } from "../../model/schema/kind.js";
import { readRoster } from "../../roster/index.js";
import { objectSections, people, shared } from "../../roster/sections.js";

const root = resolve(__dirname, "../..");
const schema = JSON.parse(readFileSync(join(root, "roster/roster.schema.json"), "utf8")) as {
  definitions: Record<string, { properties: Record<string, unknown> }>;
};

interface Ajv {
  compile(schema: object): (value: unknown) => boolean;
}

/** The validator that the linter brings along. */
const requireFromLinter = createRequire(createRequire(__filename).resolve("eslint/package.json"));
const AjvClass = requireFromLinter("ajv") as new (options: object) => Ajv;
const isValid = new AjvClass({ schemaId: "auto", allErrors: true }).compile(schema);

function fileOf(text: string): boolean {
  return isValid(parse(text, { merge: true }));
}

function mistakesIn(text: string): string[] {
  return readRoster([{ file: "roster.yaml", text }]).mistakes.map(({ message }) => message);
}

describe("the JSON Schema of a roster", () => {
  const folder = join(root, "examples/roster/people");

  test.each(readdirSync(folder))("accepts %s of the example", (name) => {
    expect(fileOf(readFileSync(join(folder, name), "utf8"))).toBe(true);
  });

  test.each([
    "{}",
    "people: { ada: { username: ada } }",
    "people: { ada: { phone: 0049151, birthdate: 1990-01-01, nickname: no } }",
    "people: { ada: { username: ada, password: { env: ADA }, oauth: { config: 'approw:x' } } }",
    "people: { ada: { username: ada, leaves: 2026-11-30, previously: a, template: [t], customData: { a: 1, b: { c: [] } } } }\n" +
      "templates: { t: { city: Cambridge, groups: [] } }",
    "people: { ada: { email: a@b.c, groups: [g, { group: h, until: 2026-12-31, reason: 1 }], roles: [a/b, { role: c, namespace: a }], adopt: true } }",
    "groups: { g: { members: [], exhaustive: true, previously: [h] }, x: { external: true } }",
    "policies: { p: { external: true }, q: { statements: [{ resource: 'a:*', actions: [b], effect: DENY, condition: [{ param: a, operator: b, value: 1 }] }] } }",
    "customFields: { school: { type: string, label: School } }",
    "defaults: &d { company: ACME }\ntemplates: { t: { <<: *d, city: X } }",
  ])("and the reader accept %s", (text) => {
    expect(fileOf(text)).toBe(true);
    expect(mistakesIn(text)).toEqual([]);
  });

  test.each([
    "peeple: {}",
    "people: []",
    "people: { ada: {} }",
    "people: { ada: { nickname: Ada } }",
    "people: { ada: { username: ada, emial: x } }",
    "people: { ada: { username: ada, password: hunter22 } }",
    "people: { ada: { username: ada, password: { env: ADA, config: ada } } }",
    "people: { ada: { username: ada, email: nowhere } }",
    "people: { ada: { username: ada, gender: X } }",
    "people: { ada: { username: ada, adopt: yes please } }",
    "people: { ada: { username: ada, name: ~ } }",
    "people: { ada: { username: ada, customData: { a: [] } } }",
    "people: { ada: { username: ada, groups: staff } }",
    "people: { ada: { username: ada, groups: [{ until: 2026-12-31 }] } }",
    "people: { ada: { username: ada, groups: [{ group: a, until: soon }] } }",
    "people: { ada: { username: ada, groups: [{ group: a, namespace: b }] } }",
    "people: { ada: { username: ada, groups: [a, a] } }",
    "people: { 'a::b': { username: ada } }",
    "defaults: { username: ada }",
    "defaults: { leaves: 2026-12-31 }",
    "templates: { t: { password: { env: A } } }",
    "groups: { g: { exhaustive: 1 } }",
    "policies: { p: {} }",
    "policies: { p: { statements: [{ resource: a, actions: [b], efect: ALLOW }] } }",
    "customFields: { school: {} }",
    "customFields: { school: { type: list } }",
  ])("and the reader refuse %s", (text) => {
    expect(fileOf(text)).toBe(false);
    expect(mistakesIn(text)).not.toEqual([]);
  });

  test.each([
    ["person", user, people.own],
    ["groups", group, objectSections.groups.own],
    ["roles", role, objectSections.roles.own],
    ["policies", policy, objectSections.policies.own],
    ["customFields", userField, objectSections.customFields.own],
  ] as const)("has every argument of %s, with its description", (name, kind, own) => {
    const { properties } = schema.definitions[name]!;

    expect(new Set(Object.keys(properties))).toEqual(new Set([...Object.keys(argumentsOf(kind)), ...own]));
    for (const property of Object.values(properties)) expect(property).toHaveProperty("description");
  });

  test("lets people share everything but what identifies one of them", () => {
    const { properties } = schema.definitions["shared"]!;
    const missing = Object.keys(argumentsOf(user)).filter((name) => !Object.hasOwn(properties, name));

    expect(missing.sort()).toEqual(
      ["username", "email", "phone", "externalId", "unionid", "openid", "password"].sort(),
    );
    expect(Object.keys(properties)).toEqual(expect.arrayContaining([...shared.own]));
  });
});
