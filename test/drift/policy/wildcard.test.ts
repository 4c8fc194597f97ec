import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { wildcard } from "../../../drift/policy/wildcard.js";

/** What the pattern means, however long it takes. */
function toRegExp(pattern: string): RegExp {
  const literals = pattern.split("*").map((part) => part.replaceAll(/[\\^$.+?()[\]{}|/]/gu, "\\$&"));
  return new RegExp(`^${literals.join(".*")}$`, "su");
}

describe("wildcard", () => {
  test("means the same as a regular expression with .* for each *", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", ".", "\n"), maxLength: 12 });
    const pattern = fc.string({ unit: fc.constantFrom("a", "b", ".", "*"), maxLength: 8 });

    fc.assert(
      fc.property(pattern, letters, (text, word) => {
        expect(wildcard(text)(word)).toBe(toRegExp(text).test(word));
      }),
    );
  });

  test.each([
    { pattern: "*a*a*a*a*a*b", text: "a".repeat(120) },
    { pattern: `${"*a".repeat(200)}b`, text: "a".repeat(100_000) },
    { pattern: `*${"ab*".repeat(100)}c`, text: "ab".repeat(50_000) },
    { pattern: "*".repeat(1000), text: "x".repeat(100_000) },
  ])(
    "takes no longer with several *, whatever name a user chooses ($pattern.length)",
    ({ pattern, text }) => {
      const before = process.cpuUsage();
      for (let round = 0; round < 20; round += 1) wildcard(pattern)(text);

      expect(process.cpuUsage(before).user / 1000).toBeLessThan(2000);
    },
  );
});
