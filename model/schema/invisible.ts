import type { z } from "zod";

/**
 * Characters that cannot be seen, or that cannot be told from a space: zero-width characters, soft hyphens, fillers,
 * marks of direction, controls, and every space but the usual one.
 */
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u2800]|(?! )\p{Zs}/u;

/** Refuses invisible characters: with one, a second user could look exactly like the first. */
export function withoutInvisible(schema: z.ZodType<string>): z.ZodType<string> {
  return schema.superRefine((value, context) => {
    const found = invisible.exec(value);
    if (found === null) return;
    const point = (found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    const position = Array.from(value.slice(0, found.index)).length + 1;
    context.addIssue({
      code: "custom",
      message: `must not contain invisible characters: U+${point} at position ${position}`,
    });
  });
}

/** Text with something in place of each invisible character. */
export function replaceInvisible(text: string, replacement: (character: string) => string): string {
  return text.replace(new RegExp(invisible, "gu"), replacement);
}
