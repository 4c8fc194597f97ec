import { expect, test } from "vitest";

import { step } from "../step.js";

test("a step that fails ends the test with its name, and keeps the difference that an assertion found", async () => {
  const steps: string[] = [];

  const failure: unknown = await (async () => {
    await step("first", () => steps.push("first"));
    await step("second", () => {
      expect({ count: 1 }).toEqual({ count: 2 });
    });
    await step("third", () => steps.push("third"));
  })().catch((cause: unknown) => cause);

  expect(steps).toEqual(["first"]);
  expect(failure).toMatchObject({
    message: expect.stringMatching(/^in the step "second": expected/u),
    expected: { count: 2 },
    actual: { count: 1 },
  });
});
