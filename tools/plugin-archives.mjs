/** `npm run build:plugin [directory]`: makes the archives of a release that Pulumi downloads or takes with `--file`. */
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { create } from "tar";
import { runEntry } from "./setup/entry.mjs";
import { preparePackage } from "./setup/prepare.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The plugin is JavaScript, so that the archives differ in their names only. Pulumi asks for that of its machine. */
const platforms = ["linux", "darwin", "windows"].flatMap((os) =>
  ["amd64", "arm64"].map((arch) => `${os}-${arch}`),
);

/** Two builds of the same sources are the same, byte by byte. */
const mtime = new Date("2020-01-01T00:00:00Z");

await runEntry(async () => {
  await preparePackage();
  const [output = join(root, "release")] = process.argv.slice(2);
  const plugin = join(root, "dist", "plugin");
  const { version } = JSON.parse(await readFile(join(plugin, "package.json"), "utf8"));
  await rm(output, { recursive: true, force: true });
  await mkdir(output, { recursive: true });
  const files = (await readdir(plugin)).sort();
  const archives = platforms.map((platform) => `pulumi-resource-approw-v${version}-${platform}.tar.gz`);
  const sums = await Promise.all(
    archives.map(async (name) => {
      const file = join(output, name);
      await create({ file, cwd: plugin, gzip: { level: 9 }, portable: true, mtime }, files);
      return `${createHash("sha256")
        .update(await readFile(file))
        .digest("hex")}  ${name}`;
    }),
  );
  await writeFile(join(output, `pulumi-resource-approw_${version}_checksums.txt`), `${sums.join("\n")}\n`);
  process.stdout.write(`${archives.length} archives of version ${version} are in ${output}\n`);
  return 0;
});
