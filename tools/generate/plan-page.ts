import { plannedKinds } from "../../drift/finding/planned-kinds.js";
import { changeRules } from "../../drift/finding/severity.js";
import { planReport } from "../../drift/report/plan-report.js";
import { jsonTable, kindTable, renderPage, severityList } from "./report-page.js";

/** The page of the plan with the tables that are made from the code. */
export async function renderPlanPage(root: string): Promise<{ file: string; text: string }> {
  return await renderPage(root, "docs/plan.md", {
    kinds: () => kindTable(plannedKinds, "What to check"),
    severities: () => severityList(changeRules, "`field-set.<field>` and `object-set.<type>.<field>`"),
    json: () => jsonTable(planReport, "change"),
  });
}
