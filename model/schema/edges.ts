import { z } from "zod";

import { identifier } from "./field.js";
import type { OptionTable } from "./kind.js";

/** The user who belongs to groups or holds roles. */
export const userId = identifier(
  "Id of the user: `user.id`. For another user the resource is replaced: codes are first given to the new user and " +
    "then taken from the previous one.",
  { onChange: "replace", required: true, whenRemoved: "keep" },
);

export const edgeOptions = {
  exhaustive: {
    schema: z.boolean({ error: "must be true or false" }),
    inputType: "boolean",
    default: false,
    doc:
      "Whether the declared codes are the complete set. False holds the declared codes and leaves alone what was " +
      "given elsewhere; true removes every code that is not declared. Default: false.",
  },
} as const satisfies OptionTable;
