import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

import { writeDriftReview } from "./drift-review.js";
import { writePlan } from "./plan.js";
import { findProgram } from "./programs.js";

const run = promisify(execFile);
const images = resolve(__dirname, "../../docs/images");

/** Each picture: its name, the report that it shows, and its height in pixels. */
const pictures = [
  { name: "drift-review", write: writeDriftReview, height: 636 },
  { name: "plan", write: writePlan, height: 1240 },
] as const;
const width = 1200;

/** The package holds the picture, so it is kept small. */
const colors = 28;

/** `npm run pictures`: makes the pictures in the documentation. It needs Chromium and pngquant. */
async function main(): Promise<void> {
  await mkdir(images, { recursive: true });
  for (const picture of pictures) await take(picture);
}

async function take({ name, write, height }: (typeof pictures)[number]): Promise<void> {
  const chromium = findProgram("chromium");
  const pngquant = findProgram("pngquant");
  const picture = join(images, `${name}.png`);
  const directory = await mkdtemp(join(tmpdir(), "approw-pictures-"));
  try {
    const report = await write(directory);
    const full = join(directory, "full.png");
    await run(chromium, [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--hide-scrollbars",
      `--user-data-dir=${join(directory, "profile")}`,
      `--window-size=${width},${height}`,
      `--screenshot=${full}`,
      pathToFileURL(report).href,
    ]);
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
    process.stdout.write(`docs/images/${name}.png: ${(await stat(picture)).size} bytes\n`);
  } finally {
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  }
}

main().catch((cause: unknown) => {
  process.exitCode = 1;
  process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
});
