import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { format, resolveConfig } from "prettier";
import { describe, expect, test } from "vitest";

import { planExitCodes, planReport } from "../../drift/report/plan-report.js";
import { driftReport } from "../../drift/report/report.js";
import { renderDriftReview } from "../../tools/generate/drift-review.js";
import { jsonReference } from "../../tools/generate/json-reference.js";
import { renderPlanPage } from "../../tools/generate/plan-page.js";

const root = resolve(__dirname, "../..");

describe("docs/drift-review.md", () => {
  test("lists every kind of finding, severity, format and value of the report as the code has them", async () => {
    const { file, text } = await renderDriftReview(root);
    const options = await resolveConfig(file);

    expect(await readFile(file, "utf8")).toBe(await format(text, { ...options, filepath: file }));
  });

  test("explains every value of the JSON report", () => {
    expect(jsonReference(driftReport).filter(({ meaning }) => meaning === "")).toEqual([]);
  });

  test("has no table too wide to read", async () => {
    const { text } = await renderDriftReview(root);

    const rows = text.split("\n").filter((line) => line.startsWith("|"));
    expect(Math.max(...rows.map(({ length }) => length))).toBeLessThan(220);
  });
});

describe("docs/plan.md", () => {
  test("lists every kind of change, severity and value of the report as the code has them", async () => {
    const { file, text } = await renderPlanPage(root);
    const options = await resolveConfig(file);

    expect(await readFile(file, "utf8")).toBe(await format(text, { ...options, filepath: file }));
  });

  test("explains every value of the JSON report", () => {
    expect(jsonReference(planReport, "change").filter(({ meaning }) => meaning === "")).toEqual([]);
  });

  test("has no table too wide to read", async () => {
    const { text } = await renderPlanPage(root);

    const rows = text.split("\n").filter((line) => line.startsWith("|"));
    expect(Math.max(...rows.map(({ length }) => length))).toBeLessThan(220);
  });

  test("says the exit code of each verdict", async () => {
    const { text } = await renderPlanPage(root);

    for (const [verdict, exitCode] of Object.entries(planExitCodes))
      expect(text).toMatch(new RegExp(`^\\| \`${verdict}\` +\\| ${exitCode} +\\|`, "mu"));
  });
});
