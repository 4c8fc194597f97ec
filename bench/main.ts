import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { format, resolveConfig } from "prettier";
import { measureGrowth } from "./growth.js";
import { describeMachine } from "./machine.js";
import { measureMemory } from "./memory.js";
import { measurePeople } from "./people.js";
import { type Section, toMarkdown, toTerminal } from "./report.js";
import { measureSpread } from "./spread.js";
import { measureStorm } from "./storm.js";

interface Part {
  readonly people: number;
  readonly measure: (people: number) => Promise<Section>;
}

const parts: Record<string, Part> = {
  people: { people: 1000, measure: measurePeople },
  spread: { people: 300, measure: measureSpread },
  storm: { people: 500, measure: measureStorm },
  memory: { people: 10_000, measure: measureMemory },
  growth: { people: 5000, measure: measureGrowth },
};

interface Options {
  readonly only?: string[];
  readonly people?: number;
}

/** Runs the measurements one after the other. A part that is run alone, or in another size, is shown and not kept. */
async function measureAll({ only, people }: Options): Promise<void> {
  const machine = describeMachine();
  process.stdout.write(`${machine.join("\n")}\n`);
  const sections: Section[] = [];
  for (const [name, part] of Object.entries(parts)) {
    if (only !== undefined && !only.includes(name)) continue;
    const section = await part.measure(people ?? part.people);
    process.stdout.write(toTerminal(section));
    sections.push(section);
  }
  if (only !== undefined || people !== undefined) return;
  for (const { drawing } of sections) {
    if (drawing !== undefined) await writeFile(join(__dirname, drawing.file), drawing.text);
  }
  const file = join(__dirname, "results.md");
  const style = await resolveConfig(file);
  await writeFile(file, await format(toPage(machine, sections), { ...style, filepath: file }));
}

function toPage(machine: readonly string[], sections: readonly Section[]): string {
  const date = new Date().toISOString().slice(0, 10);
  return [
    "# What was measured\n",
    `Written by \`npm run bench\` on ${date}. The engine is real; the service is the emulator, on the same machine.\n`,
    `${machine.map((line) => `- ${line}`).join("\n")}\n`,
    "**Ours** is this package. **Engine alone** are as many dynamic resources with the same inputs and a provider text " +
      "of the same length, whose handlers call nothing. **Naive** calls the vendor's client once for each thing to do.\n",
    ...sections.map(toMarkdown),
  ].join("\n");
}

function toCount(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("It is a whole number above 0.");
  return value;
}

const program = new Command("bench")
  .description("Measures the provider beside the engine alone and a naive provider, on the emulator.")
  .addOption(new Option("--only <parts...>", "run these parts").choices(Object.keys(parts)))
  .addOption(new Option("--people <number>", "another size").argParser(toCount))
  .action((options: Options) => measureAll(options));

void program.parseAsync();
