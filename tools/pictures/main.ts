import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

import { writeDriftReview } from "./drift-review.js";
import { findProgram } from "./programs.js";

const run = promisify(execFile);
const picture = resolve(__dirname, "../../docs/images/drift-review.png");
const size = { width: 1200, height: 636 };
/** The package holds the picture, so it is kept small. */
const colors = 28;

/** `npm run pictures`: makes the picture in the README. It needs Chromium and pngquant. */
async function main(): Promise<void> {
  const chromium = findProgram("chromium");
  const pngquant = findProgram("pngquant");
  const directory = await mkdtemp(join(tmpdir(), "approw-pictures-"));
  try {
    const report = await writeDriftReview(directory);
    const full = join(directory, "full.png");
    await run(chromium, [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--hide-scrollbars",
      `--user-data-dir=${join(directory, "profile")}`,
      `--window-size=${size.width},${size.height}`,
      `--screenshot=${full}`,
      pathToFileURL(report).href,
    ]);
    await mkdir(dirname(picture), { recursive: true });
    await run(pngquant, [
      "--force",
      "--nofs",
      "--strip",
      "--speed",
      "1",
      "--output",
      picture,
      String(colors),
      full,
    ]);
    process.stdout.write(`docs/images/drift-review.png: ${(await stat(picture)).size} bytes\n`);
  } finally {
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  }
}

main().catch((cause: unknown) => {
  process.exitCode = 1;
  process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
});
