import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";

import { format, resolveConfig } from "prettier";

import { renderErrors } from "./errors.js";
import { renderFigures } from "./figures.js";
import { renderProperties } from "./properties.js";
import { renderReference } from "./reference.js";
import { resources } from "./resources.js";

/**
 * Writes what is generated from the field tables and the measurements; with `--check`, only says what is out of date
 * and exits 1.
 */
async function main(isCheck: boolean): Promise<void> {
  const stale: string[] = [];
  for (const { file, text } of [...resources.flatMap(filesOf), errorsPage, ...(await renderFigures(root))]) {
    const options = await resolveConfig(file);
    const content = await format(text, { ...options, filepath: file });
    const current = await readFile(file, "utf8").catch(() => "");
    if (current === content) continue;
    stale.push(file);
    if (isCheck) continue;
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  const verdict = isCheck ? "out of date, run `npm run generate`" : "written";
  process.stdout.write(
    stale.length === 0 ? "generated files are up to date\n" : `${verdict}: ${stale.join(", ")}\n`,
  );
  if (isCheck && stale.length > 0) process.exitCode = 1;
}

const root = path.join(__dirname, "../..");

const errorsPage = { file: path.join(root, "docs/errors.md"), text: renderErrors() };

function filesOf(resource: (typeof resources)[number]): { file: string; text: string }[] {
  return [
    {
      file: path.join(root, `provider/resources/${resource.file}-properties.ts`),
      text: renderProperties(resource),
    },
    { file: path.join(root, `docs/reference/${resource.file}.md`), text: renderReference(resource) },
  ];
}

void main(process.argv.includes("--check"));
