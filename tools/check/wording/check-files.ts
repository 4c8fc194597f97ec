import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";

import { findPhrases } from "./find-phrases.js";
import { findWideTables } from "./table-width.js";

/** Tests quote messages, and the folder of this check holds the phrases themselves. */
const unchecked = ["test", "tools/check/wording"];
const generated = new Set(["node_modules", "dist", "coverage", ".git"]);
const checkedEndings = /\.(?:md|ts|mts|mjs|cjs|ya?ml)$/u;

/** A line `file:line: complaint` for everything to rewrite in those files and folders, and the number of files. */
export async function checkFiles(
  root: string,
  paths: readonly string[],
): Promise<{ complaints: string[]; fileCount: number }> {
  const found = await Promise.all(paths.map((each) => filesAt(root, path.normalize(each))));
  const files = [...new Set(found.flat())].sort();
  const complaints = await Promise.all(files.map((file) => complaintsAbout(root, file)));
  return { complaints: complaints.flat(), fileCount: files.length };
}

async function filesAt(root: string, place: string): Promise<string[]> {
  const absolute = path.join(root, place);
  const name = path.relative(root, absolute).replaceAll(path.sep, "/");
  if (unchecked.includes(name)) return [];
  if ((await stat(absolute)).isFile()) return checkedEndings.test(name) ? [name] : [];
  const entries = (await readdir(absolute)).filter((entry) => !generated.has(entry));
  return (await Promise.all(entries.map((entry) => filesAt(root, path.join(name, entry))))).flat();
}

async function complaintsAbout(root: string, file: string): Promise<string[]> {
  const content = await readFile(path.join(root, file), "utf8");
  const findings = [...findPhrases(file, content), ...(file.endsWith(".md") ? findWideTables(content) : [])];
  return findings.map(({ line, complaint }) => `${file}:${line}: ${complaint}`);
}
