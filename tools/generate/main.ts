import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";

import { format, resolveConfig } from "prettier";

import { renderDriftReview } from "./drift-review.js";
import { renderErrors } from "./errors.js";
import { renderFigures } from "./figures.js";
import { renderInstallationPage } from "./installation-page.js";
import { renderPlanPage } from "./plan-page.js";
import { type Kind } from "../../model/schema/kind.js";
import { schemas } from "../../model/schema/index.js";
import { lookupFunctions } from "../../model/functions/index.js";
import type { LookupFunction } from "../../model/functions/lookup-function.js";
import { renderClass, renderIndex, renderPluginIndex } from "./classes.js";
import { renderFunction } from "./functions.js";
import { renderFunctionsPage } from "./functions-page.js";
import { fileNameOf, functionFile } from "./naming.js";
import { renderPluginSchema } from "./plugin-schema/render.js";
import { renderReference } from "./reference.js";
import { renderRosterSchema } from "./roster-schema.js";

/**
 * Writes what is generated from the kinds, the functions and the measurements. With `--check`, it only says what is out of date and
 * exits with 1.
 */
async function main(isCheck: boolean): Promise<void> {
  const stale: string[] = [];
  for (const { file, text } of [
    ...schemas.flatMap(filesOf),
    ...lookupFunctions.map(fileOf),
    functionsPage,
    index,
    pluginIndex,
    errorsPage,
    rosterSchema,
    await renderPluginSchema(root, schemas, lookupFunctions),
    await renderDriftReview(root),
    await renderPlanPage(root),
    await renderInstallationPage(root),
    ...(await renderFigures(root)),
  ]) {
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

const rosterSchema = { file: path.join(root, "roster/roster.schema.json"), text: renderRosterSchema() };

const index = { file: path.join(root, "provider/index.ts"), text: renderIndex(schemas, lookupFunctions) };

const pluginIndex = {
  file: path.join(root, "provider/plugin.ts"),
  text: renderPluginIndex(schemas, lookupFunctions),
};

const functionsPage = {
  file: path.join(root, "docs/reference/functions.md"),
  text: renderFunctionsPage(lookupFunctions),
};

function fileOf(described: LookupFunction): { file: string; text: string } {
  return {
    file: path.join(root, `provider/functions/${functionFile(described)}.ts`),
    text: renderFunction(described),
  };
}

function filesOf(kind: Kind): { file: string; text: string }[] {
  const name = fileNameOf(kind);
  return [
    { file: path.join(root, `provider/resources/${name}.ts`), text: renderClass(kind) },
    { file: path.join(root, `docs/reference/${name}.md`), text: renderReference(kind) },
  ];
}

void main(process.argv.includes("--check"));
