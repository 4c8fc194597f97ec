import { readFile } from "node:fs/promises";
import path from "node:path";

/** The pages that quote what was measured. */
const pages = ["README.md", "docs/scale.md"];

/** Those pages with the tables of `bench/results.md` in their marked places: `<!-- figures: PART -->`. */
export async function renderFigures(root: string): Promise<{ file: string; text: string }[]> {
  const results = await readFile(path.join(root, "bench/results.md"), "utf8");
  return await Promise.all(
    pages.map(async (page) => {
      const file = path.join(root, page);
      return { file, text: quote(await readFile(file, "utf8"), results) };
    }),
  );
}

function quote(page: string, results: string): string {
  return page.replaceAll(
    /(<!-- figures: (\w+) -->).*?(<!-- \/figures -->)/gsu,
    (_, begin: string, part: string, end: string) => `${begin}\n\n${tableOf(results, part)}\n\n${end}`,
  );
}

function tableOf(results: string, part: string): string {
  const [, text] = new RegExp(`<!-- ${part} -->(.*)<!-- /${part} -->`, "su").exec(results) ?? [];
  if (text === undefined)
    throw new Error(`bench/results.md has no part ${part}: run npm run bench -- --only ${part}`);
  return text
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .join("\n");
}
