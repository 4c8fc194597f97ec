import type { DriftReport } from "./report.js";

/** The report as JSON. `driftReport` is its schema. */
export function renderJson(report: DriftReport): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
