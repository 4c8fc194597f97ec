import { kinds } from "../../drift/finding/kinds.js";
import { findingRules } from "../../drift/finding/severity.js";
import { formats } from "../../drift/report/formats.js";
import { driftReport } from "../../drift/report/report.js";
import { jsonTable, kindTable, renderPage, severityList, wrapItem } from "./report-page.js";

/** The page of the drift review with the tables that are made from the code. */
export async function renderDriftReview(root: string): Promise<{ file: string; text: string }> {
  return await renderPage(root, "docs/drift-review.md", {
    kinds: () => kindTable(kinds, "What to decide"),
    severities: () =>
      severityList(findingRules, "`field-changed.<field>` and `object-changed.<type>.<field>`"),
    formats: () =>
      Object.entries(formats)
        .map(([name, { doc }]) => wrapItem(`- \`${name}\`: ${doc}`))
        .join("\n"),
    json: () => jsonTable(driftReport, "finding"),
  });
}
