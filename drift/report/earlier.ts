import { z } from "zod";

import type { Finding } from "../finding/finding.js";
import { withoutDigest } from "../finding/finding-id.js";
import { poolsIn, readReport } from "./read-report.js";
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
  pools: poolsIn,
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
  const { generatedAt, findings } = readReport({
    file,
    text,
    userPoolIds,
    schema: earlier,
    command: "drift",
  });
  return { generatedAt, findingIds: new Set(findings.map(({ id }) => id)) };
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
