import fc from "fast-check";
import { describe, expect, test } from "vitest";

import {
  type Equality,
  sameIgnoringCase,
  sameInstant,
  samePhone,
  sameSet,
  sameValue,
} from "../../../model/schema/equality.js";

const anyValue = fc.oneof(
  fc.string(),
  fc.boolean(),
  fc.integer(),
  fc.array(fc.string()),
  fc.constantFrom("2017-06-07T14:34:08.700Z", "2017-06-07T14:34:08.700", null, undefined),
);

describe.each<[string, Equality]>([
  ["sameValue", sameValue],
  ["sameIgnoringCase", sameIgnoringCase],
  ["samePhone", samePhone],
  ["sameInstant", sameInstant],
  ["sameSet", sameSet],
])("%s", (_name, equals) => {
  test("holds between a value and itself", () => {
    fc.assert(fc.property(anyValue, (value) => equals(value, value)));
  });

  test("does not ask which one comes first", () => {
    fc.assert(fc.property(anyValue, anyValue, (one, other) => equals(one, other) === equals(other, one)));
  });
});

describe("sameIgnoringCase", () => {
  test("takes an email in any case for one", () => {
    expect(sameIgnoringCase("Ada@Example.com", "ada@example.COM")).toBe(true);
    expect(sameIgnoringCase("ada@example.com", "eda@example.com")).toBe(false);
  });
});

describe("samePhone", () => {
  test("takes spaces, dashes and brackets for nothing", () => {
    expect(samePhone("+49 (30) 12-34", "+49301234")).toBe(true);
    expect(samePhone("+49301234", "49301234")).toBe(false);
  });
});

describe("sameInstant", () => {
  test.each([
    ["2017-06-07T14:34:08.700Z", "2017-06-07T18:34:08.700+04:00"],
    ["2017-06-07T14:34:08.700Z", "2017-06-07T14:34:08.700"],
    ["2017-06-07T14:34:08Z", "2017-06-07T14:34:08+00:00"],
  ])("takes %s and %s for one instant", (one, other) => {
    expect(sameInstant(one, other)).toBe(true);
  });

  test("tells instants apart by a millisecond", () => {
    expect(sameInstant("2017-06-07T14:34:08.700Z", "2017-06-07T14:34:08.701Z")).toBe(false);
  });

  test("takes what is no time for itself only", () => {
    expect(sameInstant("yesterday", "tomorrow")).toBe(false);
  });
});

describe("sameSet", () => {
  test("takes neither order nor repetition for a difference", () => {
    expect(sameSet(["a", "b", "a"], ["b", "a"])).toBe(true);
    expect(sameSet("a", ["a"])).toBe(true);
    expect(sameSet(["a"], ["a", "b"])).toBe(false);
  });
});
