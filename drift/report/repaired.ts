import { z } from "zod";

import type { Finding } from "../finding/finding.js";
import { poolsIn, readReport } from "./read-report.js";
import type { DriftReport } from "./report.js";

/** What a review needs to know of a plan. */
export interface PlanOfReport {
  readonly generatedAt: string;
  /** The ids of the changes that repair a finding, by its id. */
  readonly changesByFinding: ReadonlyMap<string, readonly string[]>;
}

/** Only what is needed: a report of a newer version may hold more. */
const plan = z.looseObject({
  schemaVersion: z.literal(1),
  generatedAt: z.iso.datetime({ error: "must be a time" }),
  pools: poolsIn,
  changes: z.array(z.looseObject({ id: z.string(), repairs: z.array(z.string()).optional() })),
});

/**
 * Reads a report that `plan --format json` has written.
 *
 * @throws InputError when it is something else, or of another user pool
 */
export function parsePlan(file: string, text: string, userPoolIds: readonly string[]): PlanOfReport {
  const { generatedAt, changes } = readReport({ file, text, userPoolIds, schema: plan, command: "plan" });
  const changesByFinding = new Map<string, string[]>();
  for (const { id, repairs = [] } of changes) {
    for (const finding of repairs)
      changesByFinding.set(finding, [...(changesByFinding.get(finding) ?? []), id]);
  }
  return { generatedAt, changesByFinding };
}

/** Says of each finding which planned changes repair it. */
export function markRepaired(findings: readonly Finding[], { changesByFinding }: PlanOfReport): Finding[] {
  return findings.map((finding) => {
    const repairedBy = changesByFinding.get(finding.id);
    return repairedBy === undefined ? finding : { ...finding, repairedBy: [...repairedBy] };
  });
}

/** How many of the findings the plan repairs. */
export function repairsOf(
  findings: readonly Finding[],
  { generatedAt }: PlanOfReport,
): NonNullable<DriftReport["plan"]> {
  return {
    generatedAt,
    repairedFindings: findings.filter(({ repairedBy }) => repairedBy !== undefined).length,
  };
}
