import { z } from "zod";

import type { OptionTable } from "./field.js";

/** Arguments of a `User` that steer the resource and are no fields of the person. */
export const userOptions = {
  adopt: {
    schema: z.boolean({ error: "is true or false" }),
    inputType: "boolean",
    doc:
      "Take over a person who is already in the pool with the declared external id, username, email or phone, " +
      "instead of failing. The password of an adopted person stays until its declared value changes. " +
      "Default: the stack's `approw:adopt`, else false.",
  },
  deletionPolicy: {
    schema: z.enum(["delete", "block", "retain"], { error: 'is one of "delete", "block", "retain"' }),
    inputType: '"delete" | "block" | "retain"',
    doc:
      "What happens to the person when the resource is deleted. `delete` removes the account and all that hangs " +
      "on it, which cannot be undone; `block` blocks the account and revokes its tokens; `retain` leaves the " +
      'person as is. Default: "delete".',
  },
  replaceOnCreateOnlyChange: {
    schema: z.boolean({ error: "is true or false" }),
    inputType: "boolean",
    doc:
      "What happens when `registerSource`, `signedUp` or `isDeleted` change, which the API accepts at creation " +
      "only. False refuses the change; true deletes the person and creates a new one with another id. Default: false.",
  },
} as const satisfies OptionTable;
