import { expect, test } from "vitest";

import { allCustomData } from "../../../model/rules/custom-data.js";
import { UnexpectedResponseError } from "../../../sdk/errors.js";

test("All custom values of a user are there, with times as strings", () => {
  const observed = new Map<string, Date | number>([
    ["since", new Date("2024-02-29T00:00:00Z")],
    ["level", 3],
  ]);

  expect(allCustomData(observed)).toEqual({
    since: "2024-02-29T00:00:00.000Z",
    level: 3,
  });
});

test("A custom value that does not have the type of its field is an error and not a missing key", () => {
  const mistyped = new UnexpectedResponseError("reading custom field level failed", {
    operation: "users.snapshot",
    paths: ["customData.level"],
  });

  expect(() => allCustomData(new Map([["level", mistyped]]))).toThrow("custom field level");
});
