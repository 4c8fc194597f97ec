import { describe, expect, test } from "vitest";

import { emptyPolicy } from "../../../drift/policy/policy.js";
import { renderHtml } from "../../../drift/report/html.js";
import { renderJson } from "../../../drift/report/json.js";
import { renderJunit } from "../../../drift/report/junit.js";
import { renderMarkdown } from "../../../drift/report/markdown.js";
import { parsePlan } from "../../../drift/report/repaired.js";
import { driftReport } from "../../../drift/report/report.js";
import { renderSarif } from "../../../drift/report/sarif.js";
import { renderTable } from "../../../drift/report/table.js";
import { buildReport, foreignRole } from "./build-report.js";
import { buildPlan, everyChange, removedGroup } from "./build-plan.js";

const joins = { ...everyChange["group-given"], repairs: ["group-removed/u1/dev"] };
const planText = renderJson(buildPlan([joins, everyChange["role-given"]]));
const review = buildReport(
  [removedGroup(), removedGroup("ops"), foreignRole({ id: "u1", username: "ada" })],
  emptyPolicy,
  undefined,
  parsePlan("plan.json", planText, ["p1"]),
);

describe("a review with a plan", () => {
  test("names the planned change that repairs a finding, and still counts the finding", () => {
    expect(driftReport.parse(review)).toEqual(review);
    expect(review.findings.map(({ id, repairedBy }) => [id, repairedBy])).toEqual([
      ["role-foreign/u1/default/admin", undefined],
      ["group-removed/u1/dev", ["group-given/u1/dev"]],
      ["group-removed/u1/ops", undefined],
    ]);
    expect(review.plan).toEqual({ generatedAt: "2026-06-15T12:00:00.000Z", repairedFindings: 1 });
    expect(review.verdict).toBe("drift");
  });

  test("says so in every format", () => {
    const words = "repaired by the planned change group-given/u1/dev";

    expect(renderTable(review, { width: 200, isColoured: false })).toContain(words);
    expect(renderTable(review, { width: 200, isColoured: false })).toContain(
      "The plan of 2026-06-15T12:00:00.000Z repairs 1 finding.",
    );
    expect(renderMarkdown(review)).toContain("<br>repaired by the planned change `group-given/u1/dev`<br>");
    expect(renderHtml(review)).toContain(`<br>${words}</td>`);
    expect(renderJunit(review)).toContain(`\n${words}\n`);
    expect(renderSarif(review, { projectFile: "Pulumi.yaml" })).toContain(`\\n${words}`);
  });

  test("without one says nothing of plans", () => {
    expect(renderJson(buildReport([removedGroup()]))).not.toMatch(/repairedBy|"plan"/u);
  });

  test.each([
    { text: "x", mistake: "plan.json is not a report of `plan --format json`: it is not valid JSON" },
    {
      text: renderJson(buildReport([])),
      mistake: "plan.json is not a report of `plan --format json`: changes: ",
    },
    {
      text: planText.replace('"p1"', '"p2"'),
      mistake: "plan.json is a report of user pool p2, but this review is of p1",
    },
  ])("refuses $mistake", ({ text, mistake }) => {
    expect(() => parsePlan("plan.json", text, ["p1"])).toThrow(mistake);
  });
});
