import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parse, stringify } from "yaml";
import { z } from "zod";

const plugin = z.looseObject({ path: z.string() });
const project = z.looseObject({
  name: z.string(),
  main: z.string().default("."),
  plugins: z.looseObject({ providers: z.array(plugin).optional() }).optional(),
});

/**
 * Copies the project file of the program in `program` to `workspace` and changes only its paths, which become absolute.
 * The program runs in its own directory, and the stack's settings file, which Pulumi writes beside the project file,
 * stays out of it.
 *
 * @returns the name of the project
 */
export async function writeProjectFile(workspace: string, program: string): Promise<string> {
  const text = await readFile(join(program, "Pulumi.yaml"), "utf8");
  const declared = project.parse(parse(text));
  const main = resolve(program, declared.main);
  for (const provider of declared.plugins?.providers ?? []) provider.path = resolve(program, provider.path);
  await writeFile(join(workspace, "Pulumi.yaml"), stringify({ ...declared, main }));
  return declared.name;
}
