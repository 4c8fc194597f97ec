import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";

import { npm } from "../../../tools/setup/npm.mjs";
import { must } from "./must.js";

/** The directory of this repository. */
export const repository = resolve(__dirname, "../../..");

/** The package as `npm pack` makes it of this checkout. */
export interface PackedPackage {
  /** Absolute path of the tarball. */
  readonly tarball: string;
  /** Paths in the package, which are also paths in the repository. */
  readonly files: readonly string[];
  /** In bytes. */
  readonly packedSize: number;
}

const report = z.tuple([
  z.object({ filename: z.string(), size: z.number(), files: z.array(z.object({ path: z.string() })) }),
]);

export async function pack(): Promise<{ packed: PackedPackage; remove: () => Promise<void> }> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), "approw-packed-")));
  const remove = (): Promise<void> => rm(directory, { recursive: true, force: true });
  try {
    const args = ["pack", "--silent", "--json", "--pack-destination", directory];
    const { stdout } = await must(npm(args, pathToFileURL(`${repository}/`)));
    const [{ filename, size, files }] = report.parse(JSON.parse(stdout.join("\n")));
    const paths = files.map(({ path }) => path).sort();
    return { packed: { tarball: join(directory, filename), files: paths, packedSize: size }, remove };
  } catch (cause) {
    await remove();
    throw cause;
  }
}
