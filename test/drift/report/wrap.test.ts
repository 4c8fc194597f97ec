import fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, test } from "vitest";

import { wrap, wrapCell } from "../../../drift/report/wrap.js";

const words = fc.string({ unit: fc.constantFrom("a", "b", " ", "人", "é", "😀"), maxLength: 60 });

describe("wrap", () => {
  test("breaks between words, and a longer word stays whole", () => {
    expect(wrap("one two three", 7)).toBe("one two\nthree");
    expect(wrap("one incomprehensible two", 7)).toBe("one\nincomprehensible\ntwo");
  });

  test("loses no word, and keeps the blanks between words on one line", () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 4, max: 30 }), (text, width) => {
        expect(wrap(text, width).split(/\s+/u).join("")).toBe(text.replaceAll(" ", ""));
      }),
    );
    expect(wrap("A  da", 10)).toBe("A  da");
  });
});

describe("wrapCell", () => {
  test("every line fits, whatever the text", () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 4, max: 30 }), (text, width) => {
        const lines = wrapCell(text, width);

        for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width);
        expect(lines.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
      }),
    );
  });

  test.each([
    { what: "one long word", text: "x".repeat(100_000) },
    { what: "many words", text: "word ".repeat(20_000) },
    { what: "many blanks", text: " ".repeat(100_000) },
  ])("takes time in proportion to its length: $what", ({ text }) => {
    const before = process.cpuUsage();

    wrapCell(text, 74);

    expect(process.cpuUsage(before).user / 1000).toBeLessThan(3000);
  });
});
