import { z } from "zod";

import { InputError } from "../../model/errors.js";
import type { Finding } from "../finding/finding.js";
import { withoutDigest } from "../finding/finding-id.js";
import type { DriftReport } from "./report.js";

/** What a review needs to know of an earlier report. */
export interface EarlierReport {
  readonly generatedAt: string;
  readonly findingIds: ReadonlySet<string>;
}

/** Only what is compared: a report of a newer version may hold more. */
const earlier = z.looseObject({
  schemaVersion: z.literal(1),
  generatedAt: z.iso.datetime({ error: "must be a time" }),
  pools: z.array(z.looseObject({ userPoolId: z.string() })),
  findings: z.array(z.looseObject({ id: z.string() })),
});

/**
 * Reads a report that `--format json` has written.
 *
 * @throws InputError when it is something else, or of another user pool
 */
export function parseEarlierReport(
  file: string,
  text: string,
  userPoolIds: readonly string[],
): EarlierReport {
  const parsed = earlier.safeParse(parseJson(file, text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw notAReport(
      file,
      `${issue?.path.map(String).join(".") ?? ""}: ${issue?.message ?? ""}`,
      parsed.error,
    );
  }
  const { data } = parsed;
  const [earlierPools, pools] = [data.pools.map((pool) => pool.userPoolId).sort(), [...userPoolIds].sort()];
  if (earlierPools.join() !== pools.join()) {
    throw new InputError(
      `${file} is a report of user pool ${earlierPools.join(" and ")}, but this review is of ${pools.join(" and ")}`,
    );
  }
  return { generatedAt: data.generatedAt, findingIds: new Set(data.findings.map(({ id }) => id)) };
}

/** Marks the findings that an earlier report lacks. */
export function markNew(findings: readonly Finding[], { findingIds }: EarlierReport): Finding[] {
  return findings.map((finding) => ({ ...finding, isNew: !findingIds.has(finding.id) }));
}

/**
 * How this report differs from an earlier one. A finding whose values changed is new and not resolved. One that is
 * silenced or ignored by now is not resolved either.
 */
export function changeSince(
  findings: readonly Finding[],
  unlistedIds: readonly string[],
  { generatedAt, findingIds }: EarlierReport,
): NonNullable<DriftReport["since"]> {
  const remaining = new Set([...findings.map(({ id }) => id), ...unlistedIds].map(withoutDigest));
  return {
    generatedAt,
    newFindings: findings.filter(({ isNew }) => isNew === true).length,
    resolvedFindings: [...findingIds].filter((id) => !remaining.has(withoutDigest(id))).length,
  };
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw notAReport(file, "it is not valid JSON", cause);
  }
}

function notAReport(file: string, reason: string, cause: unknown): InputError {
  return new InputError(`${file} is not a report of \`drift --format json\`: ${reason}`, { cause });
}
