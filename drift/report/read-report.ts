import { z } from "zod";

import { InputError } from "../../model/errors.js";

/** The user pools of a report. */
export const poolsIn = z.array(z.looseObject({ userPoolId: z.string() }));

interface ReportFile<Report> {
  readonly file: string;
  readonly text: string;
  /** The user pools that it must be of. */
  readonly userPoolIds: readonly string[];
  readonly schema: z.ZodType<Report>;
  /** The command that has written it. */
  readonly command: "drift" | "plan";
}

/**
 * Reads a report that a command has written with `--format json`.
 *
 * @throws InputError when it is something else, or of another user pool
 */
export function readReport<Report extends { readonly pools: z.infer<typeof poolsIn> }>({
  file,
  text,
  userPoolIds,
  schema,
  command,
}: ReportFile<Report>): Report {
  const refused = (reason: string, cause: unknown): InputError =>
    new InputError(`${file} is not a report of \`${command} --format json\`: ${reason}`, { cause });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw refused("it is not valid JSON", cause);
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw refused(`${issue?.path.map(String).join(".") ?? ""}: ${issue?.message ?? ""}`, parsed.error);
  }
  const [its, ours] = [parsed.data.pools.map((pool) => pool.userPoolId).sort(), [...userPoolIds].sort()];
  if (its.join() !== ours.join()) {
    throw new InputError(
      `${file} is a report of user pool ${its.join(" and ")}, but this review is of ${ours.join(" and ")}`,
    );
  }
  return parsed.data;
}
