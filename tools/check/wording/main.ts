import process from "node:process";

import { checkFiles } from "./check-files.js";

/** `npm run check:wording [-- PATH…]`: keeps the listed phrases out of pages, messages and doc comments. */
async function main(paths: readonly string[]): Promise<void> {
  const { complaints, fileCount } = await checkFiles(process.cwd(), paths.length === 0 ? ["."] : paths);
  process.stdout.write(complaints.map((complaint) => `${complaint}\n`).join(""));
  process.stdout.write(`wording: ${complaints.length} to rewrite in ${fileCount} files\n`);
  if (complaints.length > 0) process.exitCode = 1;
}

void main(process.argv.slice(2));
