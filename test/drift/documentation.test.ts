import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { format, resolveConfig } from "prettier";
import { describe, expect, test } from "vitest";

import { driftReport } from "../../drift/report/report.js";
import { renderDriftReview } from "../../tools/generate/drift-review.js";
import { jsonReference } from "../../tools/generate/json-reference.js";

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
