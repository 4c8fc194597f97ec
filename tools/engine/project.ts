import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parse, stringify } from "yaml";
import { z } from "zod";

const project = z.looseObject({ name: z.string(), main: z.string().default(".") });

/**
 * Copies the project file of the program in `program` to `workspace` and changes only its `main`. The program runs in
 * its own directory, and the stack's settings file, which Pulumi writes beside the project file, stays out of it.
 *
 * @returns the name of the project
 */
export async function writeProjectFile(workspace: string, program: string): Promise<string> {
  const text = await readFile(join(program, "Pulumi.yaml"), "utf8");
  const declared = project.parse(parse(text));
  const main = resolve(program, declared.main);
  await writeFile(join(workspace, "Pulumi.yaml"), stringify({ ...declared, main }));
  return declared.name;
}
