import { z } from "zod";

import { identifier } from "./field.js";
import type { OptionTable } from "./kind.js";

/** The user who belongs to groups or holds roles. */
export const userId = identifier(
  "Id of the user: `user.id`. A change replaces the resource: the codes are added to the new user, then removed from " +
    "the previous one.",
  { onChange: "replace", required: true, whenRemoved: "keep" },
);

export const edgeOptions = {
  exhaustive: {
    schema: z.boolean({ error: "must be true or false" }),
    inputType: "boolean",
    default: false,
    doc:
      "Whether the declared codes are the complete set. False manages the declared codes only and does not change codes " +
      "that are assigned outside this resource; true removes every code that is not declared. If true, no other resource " +
      "of this kind may declare the same user (for roles: the same user and namespace). The preview detects such a " +
      "resource, except for a new user, whose id is not known yet; there, `up` fails. Default: false.",
  },
} as const satisfies OptionTable;
