import { expect, test } from "vitest";
import { conclude } from "../../../tools/setup/conclude.mjs";

test.each([
  ["passes when everything passed", { passed: 2, failed: 0 }, 0],
  ["fails with a single failure", { passed: 2, failed: 1 }, 1],
  ["fails when nothing ran", { passed: 0, failed: 0 }, 1],
])("a run %s, and its last line has the sums", (_outcome, sums, code) => {
  const printed: string[] = [];

  expect(conclude(sums, (text) => printed.push(text))).toBe(code);
  expect(printed.join("").split("\n").at(-1)).toBe(`${sums.passed} passed, ${sums.failed} failed`);
});
