import { readFileSync } from "node:fs";
import path from "node:path";

import { describe, expect, test } from "vitest";

const root = path.join(__dirname, "../..");
const page = readFileSync(path.join(root, "docs/complaints.md"), "utf8");

/** Below each problem: a file and the name of a test in it. */
const references = [...page.matchAll(/^ {2}`(?<file>test\/[^`:]+): (?<name>[^`]+)`$/gmu)].map(
  ({ groups }) => ({
    file: groups?.["file"] ?? "",
    name: groups?.["name"] ?? "",
  }),
);

describe("docs/complaints.md", () => {
  test("names a test for every problem", () => {
    const problems = page.match(/^- \*\*/gmu) ?? [];

    expect(references).toHaveLength(problems.length);
    expect(problems.length).toBeGreaterThan(20);
  });

  test.each(references)("$file holds: $name", ({ file, name }) => {
    expect(readFileSync(path.join(root, file), "utf8")).toContain(name);
  });
});
