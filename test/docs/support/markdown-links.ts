import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

const notOurs = new Set(["node_modules", "dist", "coverage", ".git"]);

/** Every Markdown page below a directory, but not those of dependencies. */
export async function pagesIn(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const found = entries.map(async (entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return notOurs.has(entry.name) ? [] : await pagesIn(path);
    return entry.name.endsWith(".md") ? [path] : [];
  });
  return (await Promise.all(found)).flat();
}

/** The targets of `[text](target)` that are files. Code is not read: links in it are examples. */
export function linksOf(markdown: string): string[] {
  const text = markdown.replaceAll(/^```.*?^```/gmsu, "").replaceAll(/`[^`\n]*`/gu, "");
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/gu)].map(([, target]) => target ?? "");
  return targets.filter((target) => !/^[a-z]+:/u.test(target));
}

/** Each link of a page that leads to no file, or to no heading of that file, as `page: link`. */
export async function brokenLinks(directory: string, page: string): Promise<string[]> {
  const path = resolve(directory, page);
  const links = linksOf(await readFile(path, "utf8"));
  const checked = await Promise.all(
    links.map(async (link) => ((await isBroken(path, link)) ? [`${page}: ${link}`] : [])),
  );
  return checked.flat();
}

async function isBroken(page: string, link: string): Promise<boolean> {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? page : resolve(dirname(page), path);
  if (!existsSync(target)) return true;
  return anchor !== undefined && !anchorsOf(await readFile(target, "utf8")).includes(anchor);
}

/** The names by which a page's headings are linked, as the repository's website makes them. */
function anchorsOf(markdown: string): string[] {
  const headings = [...markdown.matchAll(/^#+ (.+)$/gmu)].map(([, heading]) => heading ?? "");
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}
