import type { NotRead } from "../completeness/not-read.js";
import { describe, describeInPool, type Entry, entryKinds } from "../finding/entry.js";
import type { Difference } from "../finding/finding.js";
import { findingId, idInPool } from "../finding/finding-id.js";
import { severities, type Severity } from "../finding/parts.js";
import type { Planned } from "../finding/planned.js";
import { ruleOf, severityOf } from "../finding/severity.js";
import { nameOf } from "../finding/subject.js";
import type { Accepted } from "../policy/accept.js";
import type { RequestStats } from "../../sdk/index.js";
import type { Counts } from "./document.js";

// How every report judges what it lists by the policy of a team.

/** A user pool, alone in its report or beside others. */
export interface PoolOfReport {
  readonly userPoolId: string;
  readonly isAlone: boolean;
}

/** What the report adds to a difference or a planned change. */
type Judgement = Pick<Entry, "id" | "message" | "rule" | "severity" | "userPoolId">;

/** Undefined when the severity is none. */
export function judge(
  unjudged: Difference | Planned,
  { userPoolId, isAlone }: PoolOfReport,
  overrides: ReadonlyMap<string, Severity>,
): Judgement | undefined {
  const severity = severityOf(unjudged, overrides);
  if (severity === "none") return undefined;
  return {
    id: idIn(unjudged, { userPoolId, isAlone }),
    rule: ruleOf(unjudged),
    severity,
    message: isAlone ? describe(unjudged) : describeInPool(unjudged, userPoolId),
    userPoolId,
  };
}

/** The id in a report of this pool and perhaps others. */
export function idIn(unjudged: Difference | Planned, { userPoolId, isAlone }: PoolOfReport): string {
  const id = findingId(unjudged);
  return isAlone ? id : idInPool(id, userPoolId);
}

export function withAcceptance<Kind extends Entry>(entry: Kind, { byFinding }: Accepted): Kind {
  const acceptance = byFinding.get(entry.id);
  if (acceptance === undefined) return entry;
  const { reason, until, place } = acceptance;
  return { ...entry, accepted: { reason, until, place } };
}

/** The highest severity first, then by kind and by user or object, so that two reports of the same have the same order. */
export function bySeverity(one: Entry, other: Entry): number {
  return (
    severities.indexOf(one.severity) - severities.indexOf(other.severity) ||
    kindOrder.indexOf(one.kind) - kindOrder.indexOf(other.kind) ||
    compareTexts(nameOf(one), nameOf(other)) ||
    compareTexts(one.id, other.id)
  );
}

const kindOrder = Object.keys(entryKinds);

/** By code units: the order must not depend on the language of the machine. */
function compareTexts(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

export function countsOf(entries: readonly Entry[], silenced: number): Counts {
  const open = entries.filter((entry) => entry.accepted === undefined);
  const count = (severity: Severity): number => open.filter((entry) => entry.severity === severity).length;
  return {
    high: count("high"),
    medium: count("medium"),
    low: count("low"),
    accepted: entries.length - open.length,
    silenced,
  };
}

/** Beside other pools, it is said in which one something was not read. */
export function unreadIn(
  { userPoolId, isAlone }: PoolOfReport,
  notRead: readonly NotRead[],
): readonly NotRead[] {
  return isAlone
    ? notRead
    : notRead.map((gap) => ({ ...gap, message: `in user pool ${userPoolId}: ${gap.message}` }));
}

/** The requests of all clients. */
export function requestsOf(stats: readonly RequestStats[]): {
  total: number;
  retries: number;
  throttled: number;
} {
  return {
    total: sum(stats.flatMap(({ requests }) => Object.values(requests))),
    retries: sum(stats.map(({ retries }) => retries)),
    throttled: sum(stats.map(({ throttled }) => throttled)),
  };
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
