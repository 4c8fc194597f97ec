import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";

import { describeMistakes, readRoster } from "../../roster/index.js";
import { identifying, sectionNames } from "../../roster/sections.js";

const page = readFileSync(resolve(__dirname, "../../docs/roster.md"), "utf8");
const rosters = [...page.matchAll(/```yaml\n# (people\/\S+)\n(.*?)```/gsu)].map(
  ([, file = "", text = ""]) => ({
    file,
    text,
  }),
);

describe("docs/roster.md", () => {
  test("has examples", () => {
    expect(rosters.length).toBeGreaterThan(3);
  });

  test.each(rosters)("shows a valid roster as $file", (source) => {
    const { mistakes } = readRoster([source]);

    expect(describeMistakes(mistakes, [source])).toBe("");
  });

  test("shows the mistake as the command does", () => {
    const text = "people:\n  ada:\n    username: ada\n    emial: ada@example.com\n";
    const source = { file: "people/engineering.yaml", text };

    expect(page).toContain(describeMistakes(readRoster([source]).mistakes, [source]));
  });

  test("names every section, and what people cannot share", () => {
    for (const name of [...sectionNames, ...identifying]) expect(page).toContain(`\`${name}\``);
  });
});
