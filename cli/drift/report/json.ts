import type { DriftReport } from "./report.js";

/** The report as the document that `driftReport` describes. */
export function renderJson(report: DriftReport): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
