import { expect, test } from "vitest";

import { CommandError, describeFailure } from "../../cli/failure.js";

test("a failure of several lines is one line, which reads as a sentence", () => {
  const failure = new CommandError("the program fails:\n  error: one\n  error: two\n");
  expect(describeFailure(failure)).toBe("the program fails: error: one; error: two");
});
