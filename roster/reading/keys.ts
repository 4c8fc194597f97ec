import { z } from "zod";

import { withoutInvisible } from "../../model/schema/invisible.js";

const longest = 200;

const key = withoutInvisible(
  z
    .string()
    .min(1, "must not be empty")
    .max(longest, `must have at most ${longest} characters`)
    .refine((text) => !text.includes("::"), "must not contain ::"),
);

/** Why a string cannot be the name of a resource; undefined if it can. */
export function mistakeInKey(text: string): string | undefined {
  return key.safeParse(text).error?.issues[0]?.message;
}
