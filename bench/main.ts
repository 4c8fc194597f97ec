import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { format, resolveConfig } from "prettier";
import { measureAccess } from "./access.js";
import { measurePlan } from "./plan.js";
import { measurePlugin } from "./plugin.js";
import { measureAdoption } from "./adopt.js";
import { measureExport } from "./export.js";
import { measureFunctions } from "./functions.js";
import { measureGrowth } from "./growth.js";
import { describeMachine } from "./machine.js";
import { measureMemory } from "./memory.js";
import { measureOneResource } from "./one-resource.js";
import { measurePeople } from "./people.js";
import { type Section, toMarkdown, toTerminal } from "./report.js";
import { measureReview } from "./review.js";
import { measureSpread } from "./spread.js";
import { measureStorm } from "./storm.js";
import { measureValidation } from "./validate.js";
import { measureWholePool } from "./whole-pool.js";

interface Part {
  readonly users: number;
  readonly measure: (users: number) => Promise<Section>;
}

const parts: Record<string, Part> = {
  people: { users: 1000, measure: measurePeople },
  "one-resource": { users: 1000, measure: measureOneResource },
  "whole-pool": { users: 1000, measure: measureWholePool },
  plugin: { users: 300, measure: measurePlugin },
  spread: { users: 300, measure: measureSpread },
  storm: { users: 500, measure: measureStorm },
  memory: { users: 10_000, measure: measureMemory },
  growth: { users: 5000, measure: measureGrowth },
  adopt: { users: 2174, measure: measureAdoption },
  functions: { users: 100, measure: measureFunctions },
  review: { users: 1000, measure: measureReview },
  access: { users: 2000, measure: measureAccess },
  plan: { users: 2000, measure: measurePlan },
  validate: { users: 3000, measure: measureValidation },
  export: { users: 10_000, measure: measureExport },
};

interface Options {
  readonly only?: string[];
  readonly users?: number;
}

/**
 * Runs the measurements one after the other. Each part that runs in its own size replaces its previous results.
 */
async function measureAll({ only, users }: Options): Promise<void> {
  const machine = describeMachine();
  process.stdout.write(`${machine.join("\n")}\n`);
  for (const [name, part] of Object.entries(parts)) {
    if (only !== undefined && !only.includes(name)) continue;
    const section = await part.measure(users ?? part.users);
    process.stdout.write(toTerminal(section));
    if (users === undefined || users === part.users) await keep(name, section, machine);
  }
}

const resultsFile = join(__dirname, "results.md");

async function keep(name: string, section: Section, machine: readonly string[]): Promise<void> {
  const { drawing } = section;
  if (drawing !== undefined) await writeFile(join(__dirname, drawing.file), drawing.text);
  const former = await readFile(resultsFile, "utf8").catch(() => "");
  const kept = Object.keys(parts).map((part) =>
    part === name ? mark(name, `${toMarkdown(section)}\n${origin(machine)}`) : markedIn(former, part),
  );
  const style = await resolveConfig(resultsFile);
  const page = [introduction, ...kept].join("\n\n");
  await writeFile(resultsFile, await format(page, { ...style, filepath: resultsFile }));
}

const introduction =
  "# Measurements\n\nWritten by `npm run bench`; `npm run bench -- --only NAME` repeats one part. The engine is " +
  "real. The service is the emulator, on the same machine.\n\n" +
  "**Ours** is this package. **Engine alone**, the floor, is the same number of dynamic resources with the same inputs " +
  "and a provider text of the same length, whose handlers call nothing. **Naive** calls the vendor's client once for " +
  "each operation.";

function origin(machine: readonly string[]): string {
  const date = new Date().toISOString().slice(0, 10);
  return `Measured on ${date}: ${machine.join("; ")}.`;
}

/** The section of one part on the page, with its marks; empty if it was never measured. */
function markedIn(page: string, name: string): string {
  const [whole = ""] = new RegExp(`<!-- ${name} -->.*<!-- /${name} -->`, "su").exec(page) ?? [];
  return whole;
}

function mark(name: string, text: string): string {
  return `<!-- ${name} -->\n\n${text}\n\n<!-- /${name} -->`;
}

function toCount(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("must be a whole number above 0");
  return value;
}

function toParts(text: string): string[] {
  const names = text.split(",");
  const unknown = names.find((name) => !(name in parts));
  if (unknown === undefined) return names;
  throw new InvalidArgumentError(`unknown part ${unknown}; the parts are ${Object.keys(parts).join(", ")}`);
}

const program = new Command("bench")
  .description("Measures the provider beside the engine alone and a naive provider, on the emulator.")
  .addOption(new Option("--only <parts>", "run these parts, separated by commas").argParser(toParts))
  .addOption(new Option("--users <number>", "another size").argParser(toCount))
  .action((options: Options) => measureAll(options));

void program.parseAsync();
