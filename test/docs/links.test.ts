import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { expect, test } from "vitest";

const repository = resolve(__dirname, "../..");
const notOurs = new Set(["node_modules", "dist", "coverage", ".git"]);

async function documentsIn(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const found = entries.map(async (entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return notOurs.has(entry.name) ? [] : await documentsIn(path);
    return entry.name.endsWith(".md") ? [path] : [];
  });
  return (await Promise.all(found)).flat();
}

/** The targets of `[text](target)`, those to other sites left out. Code is no text: links in it are examples. */
function linksOf(markdown: string): string[] {
  const text = markdown.replaceAll(/^```.*?^```/gmsu, "").replaceAll(/`[^`\n]*`/gu, "");
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/gu)].map(([, target]) => target ?? "");
  return targets.filter((target) => !/^[a-z]+:/u.test(target));
}

/** The names that a page's headings can be linked by, as they are made where the repository is read. */
function anchorsOf(markdown: string): string[] {
  const headings = [...markdown.matchAll(/^#+ (.+)$/gmu)].map(([, heading]) => heading ?? "");
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

async function isBroken(document: string, link: string): Promise<boolean> {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? document : resolve(dirname(document), path);
  if (!existsSync(target)) return true;
  return anchor !== undefined && !anchorsOf(await readFile(target, "utf8")).includes(anchor);
}

test("every link between the documents leads somewhere", async () => {
  const broken: string[] = [];
  let count = 0;
  for (const document of await documentsIn(repository)) {
    for (const link of linksOf(await readFile(document, "utf8"))) {
      count += 1;
      if (await isBroken(document, link)) broken.push(`${document.slice(repository.length + 1)}: ${link}`);
    }
  }

  expect(broken).toEqual([]);
  expect(count).toBeGreaterThan(10);
});
