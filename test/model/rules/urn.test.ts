import { expect, test } from "vitest";

import { labelOfUrn, parseUrn } from "../../../model/rules/urn.js";

test.each([
  ["urn:pulumi:dev::people::approw:index:User::ada", [], "approw:index:User", "ada"],
  [
    "urn:pulumi:dev::people::my:index:Firm$my:index:Team$pulumi-nodejs:dynamic/approw:User::a::b",
    ["my:index:Firm", "my:index:Team"],
    "pulumi-nodejs:dynamic/approw:User",
    "a::b",
  ],
])("%s", (urn, parents, type, name) => {
  expect(parseUrn(urn)).toEqual({ parents, type, name });
  expect(labelOfUrn(urn)).toBe(`User ${name}`);
});

test("what is not a URN stands as it is in a report", () => {
  expect(labelOfUrn("ada")).toBe("ada");
});
