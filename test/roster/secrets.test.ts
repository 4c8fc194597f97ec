import { describe, expect, test } from "vitest";

import { SecretReference } from "../../roster/index.js";
import { argumentsIn, person, read } from "./reading.js";

const secret = "hunter2-hunter2";

test.each([
  ["env", "ADA_PASSWORD"],
  ["config", "adaPassword"],
  ["config", "people:adaPassword"],
] as const)("a secret is a reference: { %s: %s }", (from, name) => {
  const args = argumentsIn(person("username: ada", `password: { ${from}: ${name} }`), "ada");
  expect(args?.["password"]).toEqual(new SecretReference({ [from]: name } as { env: string }));
});

describe("no message shows a secret that stands in a roster", () => {
  test.each([
    `password: ${secret}`,
    `password: "${secret}"`,
    `"password": ${secret}`,
    `password: { value: ${secret} }`,
    `password: { env: "${secret}!" }`,
    `password: [${secret}]`,
    `password: {env: A, config: "${secret}"}`,
    `oauth: '{"token":"${secret}"}'`,
    `pasword: ${secret}`,
    `passwd: ${secret}`,
    `apiToken: ${secret}`,
    `password: &p ${secret}`,
    `password: "${secret}`,
    `password: @${secret}`,
    `password: !!binary ${secret}`,
    `password: ${secret}: x`,
    `password: ${secret}\u0007`,
    `blocked: yes, password: ${secret}`,
    `password ${secret}`,
    `{ password ${secret} }`,
    `"password ${secret}": 1`,
    `apiKey: ${secret}`,
    `api_key: ${secret}`,
    `salt: ${secret}`,
    `contraseña: ${secret}`,
    `passwordHash: ${secret}`,
    `city: { token: ${secret} }`,
  ])("%s", (line) => {
    const { mistakes, shown } = read(person("username: ada", line));
    expect(mistakes).not.toEqual([]);
    expect(`${shown}${mistakes.join()}`).not.toContain(secret);
  });

  test.each([
    ["password:", `  ${secret}`],
    ["password: |", `  ${secret}`],
    ["password: >-", "  one", `  ${secret}`],
    ["password:", `  value: ${secret}`],
    ["password:", `  - ${secret}`],
    ['password: "one', `  ${secret}"`],
    ['password: "one', `${secret}: @`],
    ["password:", "  value:", `    deeper: ${secret}`],
    ["pasword:", `  ${secret}`],
    ["apiKey: |", `  ${secret}`, "blocked: yes"],
    ["apiKey", `  ${secret}`, "blocked: yes"],
  ])("%s %s", (...lines) => {
    const { mistakes, shown } = read(person("username: ada", ...lines));
    expect(mistakes).not.toEqual([]);
    expect(`${shown}${mistakes.join()}`).not.toContain(secret);
  });

  test.each(["keepPassword: yes", "tokenExpiredAt: never", "password: { env: ADA_PASSWORD }, blocked: yes"])(
    "and a line that only sounds like one is shown: %s",
    (line) => {
      const { shown } = read(`people:\n  ada: { username: ada, ${line} }\n`);
      expect(shown).toContain(line);
    },
  );

  test("in a line of which another part is a mistake", () => {
    const { shown } = read(`people: { ada: { password: ${secret}, blocked: yes, username: ada } }\n`);
    expect(shown).toContain("blocked must be true or false");
    expect(shown).not.toContain(secret);
  });

  test("in the value of an alias, or of a merge key", () => {
    const text = `templates: { t: &t { city: &p ${secret} } }\npeople:\n  ada: { username: ada, password: *p }\n  bob: { username: bob, password: *t }\n`;
    const { mistakes, shown } = read(text);
    expect(mistakes).toHaveLength(2);
    expect(shown).not.toContain(secret);
  });
});
