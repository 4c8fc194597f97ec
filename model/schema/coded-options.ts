import { z } from "zod";

import type { Option, OptionTable } from "./kind.js";

const flag = z.boolean({ error: "must be true or false" });

/**
 * The options of a kind whose objects are used: `group`, `role`, or `policy`.
 *
 * @param use when its deletion is refused
 * @param counted what a refusal counts
 */
export function codedOptions(noun: string, use: string, counted = "users"): OptionTable {
  return {
    ...objectOptions(noun),
    force: forceOption(
      `Whether to delete the ${noun} even if ${use}. If false, the deletion is refused in that case, with the number of ` +
        `${counted}. Default: false.`,
    ),
  };
}

/** The options of any kind whose objects exist on their own. */
export function objectOptions(noun: string, code = "code"): OptionTable {
  return {
    adopt: {
      schema: flag,
      inputType: "boolean",
      default: undefined,
      doc:
        `Whether to take over a ${noun} that is already in the pool with the declared ${code}. If false, the run fails in that ` +
        "case. Default: `approw:adopt` of the stack, or false.",
    },
    deletionPolicy: {
      schema: z.enum(["delete", "retain"], { error: 'must be one of "delete", "retain"' }),
      inputType: '"delete" | "retain"',
      default: "delete",
      doc:
        `What happens to the ${noun} when the resource is deleted. \`delete\` removes it from the pool; \`retain\` leaves it ` +
        `as it is. Default: "delete", or "retain" for an adopted ${noun}, because another stack may manage it.`,
    },
  };
}

export function forceOption(doc: string): Option<boolean> {
  return { schema: flag, inputType: "boolean", default: false, doc };
}
