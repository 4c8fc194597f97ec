import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";

import { kinds } from "../../../cli/drift/kinds.js";
import { defaultSeverities } from "../../../cli/drift/severity.js";
import { jsonReference } from "./report/json-reference.js";

/** The rows of the table in a marked section of the page, header and ruler left out. */
async function tableIn(section: string): Promise<string[][]> {
  const page = await readFile(resolve(__dirname, "../../../docs/drift-review.md"), "utf8");
  const [, text = ""] =
    new RegExp(`<!-- ${section}: checked by the tests -->(.*)<!-- /${section} -->`, "su").exec(page) ?? [];
  const rows = text.split("\n").filter((line) => line.startsWith("|"));
  return rows.slice(2).map((row) =>
    row
      .split(/(?<!\\)\|/u)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

describe("docs/drift-review.md", () => {
  test("lists every kind of finding with what it means and asks for", async () => {
    const rows = Object.entries(kinds).map(([kind, { meaning, decision }]) => [
      `\`${kind}\``,
      meaning,
      decision,
    ]);

    expect(await tableIn("kinds")).toEqual(rows);
  });

  test("lists the rules of each severity", async () => {
    const rulesOf = (severity: string): string =>
      [...defaultSeverities]
        .filter(([, its]) => its === severity)
        .map(([rule]) => `\`${rule}\``)
        .join(", ");

    expect(await tableIn("severities")).toEqual([
      ["high", rulesOf("high")],
      ["medium", rulesOf("medium")],
      ["low", "every other `field-changed.<field>`"],
      ["none", rulesOf("none")],
    ]);
  });

  test("explains every value of the JSON report", async () => {
    const rows = jsonReference();

    expect(rows.filter(([, , meaning]) => meaning === "")).toEqual([]);
    expect(await tableIn("json")).toEqual(rows);
  });
});
