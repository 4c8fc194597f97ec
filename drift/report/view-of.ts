import { driftView } from "./drift-view.js";
import { planView } from "./plan-view.js";
import type { Report, ReportView } from "./view.js";

/** What a report shows of itself. */
export function viewOf(report: Report): ReportView {
  return "changes" in report ? planView(report) : driftView(report);
}
