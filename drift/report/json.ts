import type { Report } from "./view.js";

/** The report as JSON. `driftReport` or `planReport` is its schema. */
export function renderJson(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
