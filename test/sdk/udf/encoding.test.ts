import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  decodeCustomValue,
  encodeCustomValue,
  fitsDataType,
  type CustomDataType,
  type CustomValue,
} from "../../../sdk/udf/encoding.js";

/** How the service answers a value that was written as JSON text: a string without its quotes. */
function read(text: string): string {
  const value: unknown = JSON.parse(text);
  return typeof value === "string" ? value : text;
}

const isPlain = (value: unknown): boolean => !Object.is(value, -0);
const values: [CustomDataType, fc.Arbitrary<CustomValue>][] = [
  ["STRING", fc.string({ unit: "grapheme" })],
  ["SELECT", fc.string()],
  ["NUMBER", fc.double({ noNaN: true, noDefaultInfinity: true }).filter(isPlain)],
  ["NUMBER", fc.maxSafeInteger()],
  ["BOOLEAN", fc.boolean()],
  [
    "DATETIME",
    fc.date({
      min: new Date("0000-01-01T00:00:00Z"),
      max: new Date("9999-12-31T23:59:59Z"),
      noInvalidDate: true,
    }),
  ],
  [
    "OBJECT",
    fc
      .dictionary(fc.string(), fc.jsonValue())
      .map((value) => JSON.parse(JSON.stringify(value)) as CustomValue & object),
  ],
];

describe("a custom value", () => {
  test.each(values)("of type %s is read as it was written", (dataType, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, (value) => {
        const written = encodeCustomValue(value);

        expect(written).toBeDefined();
        expect(decodeCustomValue(dataType, read(written ?? ""))).toEqual(value);
        expect(fitsDataType(dataType, value)).toBe(true);
      }),
    );
  });

  test("of type DATETIME is read from epoch milliseconds and from ISO 8601", () => {
    const min = new Date("0000-01-01T00:00:00Z");
    const max = new Date("9999-12-31T23:59:59Z");
    fc.assert(
      fc.property(fc.date({ min, max, noInvalidDate: true }), (time) => {
        for (const text of [
          String(time.getTime()),
          time.toISOString(),
          time.toISOString().replace("Z", ""),
        ]) {
          expect(decodeCustomValue("DATETIME", text)).toEqual(time);
        }
      }),
    );
  });

  test("of any type is never read as a value of another type", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(["number", "undefined"]).toContain(typeof decodeCustomValue("NUMBER", text));
        expect(["boolean", "undefined"]).toContain(typeof decodeCustomValue("BOOLEAN", text));
        expect(["object", "undefined"]).toContain(typeof decodeCustomValue("OBJECT", text));
        expect(decodeCustomValue("DATETIME", text) ?? new Date()).toBeInstanceOf(Date);
      }),
    );
  });

  test.each([
    ["NUMBER", ""],
    ["NUMBER", "abc"],
    ["NUMBER", '"18"'],
    ["NUMBER", "1e999"],
    ["NUMBER", "NaN"],
    ["NUMBER", "12345678901234567891"],
    ["NUMBER", "-9007199254740993"],
    ["BOOLEAN", "ok"],
    ["BOOLEAN", "True"],
    ["BOOLEAN", "1"],
    ["BOOLEAN", ""],
    ["DATETIME", ""],
    ["DATETIME", "2021-02-30T00:00:00Z"],
    ["DATETIME", "March 7"],
    ["DATETIME", "99999999999999999"],
    ["OBJECT", "{"],
    ["OBJECT", "null"],
    ["OBJECT", "[1]"],
    ["OBJECT", '"{}"'],
    ["ENUM", "x"],
  ])("of type %s is not read from %j", (dataType, text) => {
    expect(decodeCustomValue(dataType, text)).toBeUndefined();
  });

  test.each([
    ["NUMBER", "9007199254740992", 9_007_199_254_740_992],
    ["NUMBER", "123456789012345680000", 123_456_789_012_345_680_000],
    ["NUMBER", "18.50", 18.5],
    ["DATETIME", "2020-01-02", new Date("2020-01-02T00:00:00Z")],
    ["DATETIME", "2020-01-02T03:04:05", new Date("2020-01-02T03:04:05Z")],
    ["DATETIME", "2020-01-02T03:04:05.123456", new Date("2020-01-02T03:04:05.123Z")],
    ["DATETIME", "2020-01-02T03:04:05+08:00", new Date("2020-01-01T19:04:05Z")],
    ["DATETIME", "-1", new Date(-1)],
    ["STRING", "", ""],
    ["STRING", "null", "null"],
  ])("of type %s is read from %j", (dataType, text, value) => {
    expect(decodeCustomValue(dataType, text)).toEqual(value);
  });

  test("that is an object keeps a key named __proto__", () => {
    const value = decodeCustomValue("OBJECT", '{"__proto__":1}');

    expect(Object.hasOwn(value as object, "__proto__")).toBe(true);
  });

  test.each([
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    [new Date(Number.NaN)],
    [null],
    [undefined],
    [[1]],
    [{ at: new Date() }],
    [{ missing: undefined }],
    [{ run: () => 1 }],
    [1n],
    [
      (() => {
        const loop: Record<string, unknown> = {};
        loop["self"] = loop;
        return loop;
      })(),
    ],
  ])("that JSON cannot hold is not written: %o", (value) => {
    expect(encodeCustomValue(value)).toBeUndefined();
  });

  test.each<[CustomDataType, CustomValue, boolean]>([
    ["STRING", 11, false],
    ["NUMBER", "18", false],
    ["BOOLEAN", "ok", false],
    ["DATETIME", "2020-01-02T03:04:05Z", true],
    ["DATETIME", "1577934245000", false],
    ["DATETIME", 1_577_934_245_000, false],
    ["OBJECT", new Date(0), false],
    ["OBJECT", "{}", false],
  ])("for a field of type %s: %o fits is %s", (dataType, value, fits) => {
    expect(fitsDataType(dataType, value)).toBe(fits);
  });
});
