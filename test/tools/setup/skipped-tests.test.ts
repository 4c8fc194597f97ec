import { expect, test } from "vitest";

import { linesOf } from "../../../tools/setup/skipped-tests.mjs";

test("skipped tests are counted by their reasons, and those without one are not mentioned", () => {
  expect(linesOf(["there is no host", undefined, "there is no jq", "there is no host"])).toEqual([
    "SKIPPED: 2 tests, because there is no host",
    "SKIPPED: 1 test, because there is no jq",
  ]);
});
