import { describe, expect, test } from "vitest";

import { userFields } from "../../../model/schema/user.js";

/** One good value and one bad value for each schema that can refuse anything but the type. */
const samples: Partial<Record<keyof typeof userFields, { good: unknown; bad: unknown }>> = {
  email: { good: "ada@example.com", bad: "ada at example.com" },
  phone: { good: "+49 30 1234", bad: "call me" },
  password: { good: "s3cret", bad: "short" },
  gender: { good: "F", bad: "X" },
  signedUp: { good: "2017-06-07T14:34:08.700", bad: "1496846048700" },
  lastLogin: { good: "2017-06-07T14:34:08+04:00", bad: "2017-13-40T99:00:00Z" },
  tokenExpiredAt: { good: "2017-06-07T14:34:08.700Z", bad: "soon" },
  loginsCount: { good: 3, bad: -1 },
  registerSource: { good: ["import:manual", "hr"], bad: [1] },
  blocked: { good: true, bad: "yes" },
};

describe("userFields", () => {
  test.each(Object.entries(samples))(
    "%s accepts a good value and refuses a bad one",
    (name, { good, bad }) => {
      const { schema } = userFields[name as keyof typeof userFields];

      expect(schema.safeParse(good).success).toBe(true);
      expect(schema.safeParse(bad).success).toBe(false);
    },
  );

  test.each(Object.entries(userFields))("%s refuses a value of another type", (_name, { schema }) => {
    expect(schema.safeParse({ nested: true }).success).toBe(false);
  });

  test("every field says what it means", () => {
    const silent = Object.entries(userFields).filter(([, { doc }]) => !/^[A-Z].*\.$/u.test(doc));

    expect(silent).toEqual([]);
  });
});
