import type { Entry } from "../finding/entry.js";
import type { Mark } from "../finding/show.js";
import type { PlanReport } from "./plan-report.js";
import type { DriftReport } from "./report.js";

/** Every report that the formats can render. */
export type Report = DriftReport | PlanReport;

/** Something that must not be missed, for the first lines. */
interface Alert {
  /** One word or two and a period, where the format has bold type. */
  readonly label: string;
  /** In one sentence. Values in it that are not ours went through `mark`. */
  readonly text: (mark: Mark) => string;
}

/** A figure in a box of its own. */
export interface Tile {
  readonly figure: string;
  /** Shown as a bar. */
  readonly meter?: { readonly of: number; readonly value: number; readonly label: string };
  readonly text: string;
}

interface TileRow {
  readonly heading: string;
  readonly tiles: readonly Tile[];
}

/** A test of a pipeline beside the entries. */
interface Check {
  readonly name: string;
  /** Why it failed. */
  readonly failure?: string;
  readonly lines: readonly string[];
}

/** All that the formats need to know of a report. Every difference between reports stands here. */
export interface ReportView {
  /** In marks, class names and ids that programs read. */
  readonly name: "drift" | "plan";
  readonly title: string;
  /** What its entries are called. */
  readonly nouns: { readonly one: string; readonly many: string };
  /** In one line. */
  readonly outcome: string;
  /** The highest severity first. */
  readonly entries: readonly Entry[];
  /** Whether an entry is a reason to stop a pipeline. */
  readonly counts: (entry: Entry) => boolean;
  readonly alerts: readonly Alert[];
  /** What the entries come to, for the first lines of formats without tiles. */
  readonly lead: readonly string[];
  /** The same for the last lines. */
  readonly closing: readonly string[];
  /** How the report was made, a sentence each. Values in it that are not ours went through `mark`. */
  readonly notes: (mark: Mark) => readonly string[];
  readonly aboutHeading: string;
  readonly decisionHeading: string;
  /** How to accept entries. */
  readonly settling: string;
  /** What is said when there is no entry. */
  readonly nothing: string;
  /** Whether the service knows times of what is listed. */
  readonly hasTimes: boolean;
  /** Whether entries are marked that an earlier report lacks. */
  readonly isSinceEarlier: boolean;
  readonly tiles: { readonly top: readonly TileRow[]; readonly bottom: readonly TileRow[] };
  readonly checks: readonly Check[];
}
