import { cp, mkdir, mkdtemp, readdir, realpath, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { repository } from "./pack.js";

/**
 * Another checkout, built and with everything installed. Its dependencies are those of this one; what `pulumi-approw`
 * leads to is the other checkout itself, as `npm ci` would have it.
 */
export async function copyCheckout(): Promise<{ directory: string; remove: () => Promise<void> }> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), "approw-checkout-")));
  for (const part of ["package.json", "dist", "examples/quickstart"])
    await cp(join(repository, part), join(directory, part), { recursive: true });

  const packages = join(directory, "node_modules");
  await mkdir(packages);
  const others = (await readdir(join(repository, "node_modules"))).filter((name) => name !== "pulumi-approw");
  for (const name of others)
    await symlink(join(repository, "node_modules", name), join(packages, name), "junction");
  await symlink(directory, join(packages, "pulumi-approw"), "junction");
  return { directory, remove: () => rm(directory, { recursive: true, force: true }) };
}
