import { readFile } from "node:fs/promises";
import path from "node:path";

/** The page of the Registry about settings: with the table of the README. */
export async function renderInstallationPage(root: string): Promise<{ file: string; text: string }> {
  const file = path.join(root, "docs/installation-configuration.md");
  const [page, readme] = await Promise.all([
    readFile(file, "utf8"),
    readFile(path.join(root, "README.md"), "utf8"),
  ]);
  const [, table] = /\n### Configuration\n\n((?:\|.*\n)+)/u.exec(readme) ?? [];
  if (table === undefined) throw new Error("README.md has no table of the configuration");
  const text = page.replace(/(?<=<!-- configuration -->\n\n).*(?=\n<!-- \/configuration -->)/su, () => table);
  return { file, text };
}
