import { printable } from "../../model/rules/printable.js";
import { describeDifference } from "./describe.js";
import { describePlanned } from "./describe-planned.js";
import type { EntryKind } from "./entry-kind.js";
import type { Difference, Finding } from "./finding.js";
import { kinds } from "./kinds.js";
import { type ReportedSeverity, severities } from "./parts.js";
import type { Planned, PlannedChange } from "./planned.js";
import { plannedKinds } from "./planned-kinds.js";
import type { Mark } from "./show.js";

/** What a report lists: a finding of a drift review, or a change of a plan. */
export type Entry = Finding | PlannedChange;

/** The kinds of both, in the order in which reports show them. */
export const entryKinds: Readonly<Record<Entry["kind"], EntryKind>> = { ...kinds, ...plannedKinds };

/** What was found or would happen, in one sentence without the user or object. */
export function describe(entry: Difference | Planned, mark?: Mark): string {
  return isPlanned(entry) ? describePlanned(entry, mark) : describeDifference(entry, mark);
}

/** The same beside other pools, where it also says which pool it is in. */
export function describeInPool(entry: Difference | Planned, userPoolId: string, mark?: Mark): string {
  const pool = printable(userPoolId);
  return `${describe(entry, mark)} (user pool ${mark === undefined ? pool : mark(pool)})`;
}

/** Whether it is not accepted, and has the given severity or a higher one. */
export function isOpenFrom({ severity, accepted }: Entry, lowest: ReportedSeverity): boolean {
  return accepted === undefined && severities.indexOf(severity) <= severities.indexOf(lowest);
}

function isPlanned(entry: Difference | Planned): entry is Planned {
  return Object.hasOwn(plannedKinds, entry.kind);
}
