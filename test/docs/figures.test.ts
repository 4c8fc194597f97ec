import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";

const root = resolve(__dirname, "../..");

/** The rows of a text's tables as lists of cells, rulers left out. */
function rowsIn(text: string): string[][] {
  return text
    .split("\n")
    .filter((line) => line.startsWith("|") && !/^[|\s-]+$/u.test(line))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

/** The tables of a page that quote what was measured. */
function quotedIn(page: string): string[][] {
  const parts = page.matchAll(/<!-- figures: from bench\/results\.md -->(.*?)<!-- \/figures -->/gsu);
  return [...parts].flatMap(([, part = ""]) => rowsIn(part));
}

describe.each(["README.md", "docs/scale.md"])("%s", (file) => {
  test("quotes figures as they were measured", async () => {
    const [page, results] = await Promise.all(
      [file, "bench/results.md"].map((path) => readFile(resolve(root, path), "utf8")),
    );
    const measured = rowsIn(results ?? "").map((row) => JSON.stringify(row));

    const quoted = quotedIn(page ?? "").map((row) => JSON.stringify(row));

    expect(quoted.length).toBeGreaterThan(2);
    expect(measured).toEqual(expect.arrayContaining(quoted));
  });
});
