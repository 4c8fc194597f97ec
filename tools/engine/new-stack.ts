import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";

/** The files that the CLI writes for a new stack, by paths in its workspace. */
type Files = ReadonlyMap<string, Buffer>;

const known = new Map<string, Files>();

/**
 * Lets `make` write the state and the settings of a new stack to `workspace`. For the next stack of the same `kind` in
 * this process, it copies those files, which saves the commands that create a stack;
 * the Automation API always runs them.
 */
export async function makeOrCopy(
  kind: string,
  { workspace, settings }: { workspace: string; settings: string },
  make: () => Promise<void>,
): Promise<void> {
  const files = known.get(kind);
  if (files === undefined) {
    await make();
    known.set(kind, await readFiles(workspace, [settings, ...(await filesIn(workspace, "state"))]));
    return;
  }
  for (const [path, content] of files) {
    await mkdir(dirname(join(workspace, path)), { recursive: true });
    await writeFile(join(workspace, path), content);
  }
}

async function filesIn(workspace: string, directory: string): Promise<string[]> {
  const entries = await readdir(join(workspace, directory), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(workspace, join(parentPath, name)));
}

async function readFiles(workspace: string, paths: readonly string[]): Promise<Files> {
  return new Map(
    await Promise.all(paths.map(async (path) => [path, await readFile(join(workspace, path))] as const)),
  );
}
