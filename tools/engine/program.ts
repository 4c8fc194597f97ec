import { mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** A program in a directory of its own, set up as the examples are. */
export interface TemporaryProgram {
  directory: string;
  /** Takes another text for the next run. */
  write(text: string): Promise<void>;
  remove(): Promise<void>;
}

/**
 * Writes `text` as the `index.ts` of a new project that sees the packages of this repository, `pulumi-approw` among
 * them. The project's name is part of every URN, so that a program may follow another one's stack by taking its name.
 */
export async function writeProgram(text: string, projectName = "trial"): Promise<TemporaryProgram> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), "approw-program-")));
  const settings = {
    name: projectName,
    runtime: { name: "nodejs", options: { typescript: false, nodeargs: "--import tsx" } },
  };
  await writeFile(join(directory, "Pulumi.yaml"), JSON.stringify(settings));
  await writeFile(join(directory, "package.json"), JSON.stringify({ private: true, main: "index.ts" }));
  await symlink(resolve(__dirname, "../../node_modules"), join(directory, "node_modules"), "junction");

  const write = (next: string): Promise<void> => writeFile(join(directory, "index.ts"), next);
  await write(text);
  return { directory, write, remove: () => rm(directory, { recursive: true, force: true }) };
}
