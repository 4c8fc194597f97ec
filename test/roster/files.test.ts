import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

import { readRosterFiles } from "../../roster/index.js";

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "roster-"));
});

afterEach(async () => {
  await rm(directory, { recursive: true });
});

async function write(file: string, content: string | Uint8Array = "people: {}\n"): Promise<void> {
  await mkdir(dirname(join(directory, file)), { recursive: true });
  await writeFile(join(directory, file), content);
}

const filesOf = (...paths: readonly string[]): string[] =>
  readRosterFiles(paths, directory).map(({ file }) => file);

test("a folder is read whole and sorted by path, without hidden files and other endings", async () => {
  for (const file of ["people/b.yaml", "people/a/z.yml", "people/README.md", "people/.hidden.yaml"])
    await write(file);
  await write("people/.git/c.yaml");
  await write("people/d.yaml.bak");

  expect(filesOf("people")).toEqual(["people/a/z.yml", "people/b.yaml"]);
});

test("a file that several paths name is read once", async () => {
  await write("people/a.yaml");
  await symlink("a.yaml", join(directory, "people/b.yaml"));

  expect(filesOf("people", "people/a.yaml", join(directory, "people"))).toEqual(["people/a.yaml"]);
});

test("a link to a file or folder is followed", async () => {
  await write("shared/a.yaml");
  await mkdir(join(directory, "people"));
  await symlink("../shared", join(directory, "people/shared"));

  expect(filesOf("people")).toEqual(["people/shared/a.yaml"]);
});

test("a link does not show what the one who checks a roster can read", async () => {
  await write("repository/people/a.yaml");
  await write("outside/b.yaml");
  await write("repository/c.env", "SECRET=1\n");
  const people = join(directory, "repository/people");
  await mkdir(join(directory, "elsewhere"));
  const from = (path: string, cwd: string): string => {
    try {
      return readRosterFiles([path], cwd)
        .map(({ file }) => file)
        .join();
    } catch (error) {
      return error instanceof Error ? error.message : "";
    }
  };
  const refused =
    /^people\/linked\S* is (?:behind a link that leaves the roster|a link to a file that does not end in)/u;
  for (const target of ["../../outside/b.yaml", "../../outside", "../c.env"]) {
    const link = join(people, target.endsWith("outside") ? "linked" : "linked.yaml");
    await symlink(target, link);
    expect(from("people", join(directory, "repository"))).toMatch(refused);
    expect(from(people, join(directory, "elsewhere"))).toMatch(
      /is behind a link that leaves the roster|does not end in/u,
    );
    await rm(link);
  }
  await symlink("../outside", join(directory, "repository/all"));
  expect(from("all", join(directory, "repository"))).toContain(
    "all/b.yaml is behind a link that leaves the roster",
  );
  expect(from("../outside", join(directory, "repository"))).toBe("../outside/b.yaml");
});

test.each<[string, () => Promise<void>, string]>([
  ["none", () => Promise.resolve(), "none does not exist"],
  ["folder", () => write("folder/a.txt"), "folder contains no .yaml or .yml file"],
  ["a.txt", () => write("a.txt"), "a.txt must end in .yaml or .yml"],
  [
    "a.yaml",
    () => write("a.yaml", Buffer.from("\uFEFFa: 1", "utf16le")),
    "a.yaml is UTF-16: save it as UTF-8",
  ],
  [
    "a.yaml",
    () => write("a.yaml", Buffer.from([0x61, 0xe9, 0x0a])),
    "a.yaml is not valid UTF-8: save it as UTF-8",
  ],
  [
    "big.yaml",
    async () => {
      await write("big.yaml");
      await truncate(join(directory, "big.yaml"), 17 * 2 ** 20);
    },
    "big.yaml has 17 MiB; a file may have 16: split it",
  ],
  [
    "loop",
    async () => {
      await mkdir(join(directory, "loop"));
      await symlink(".", join(directory, "loop/again"));
    },
    "loop/again contains a link to a folder that contains the link",
  ],
  [
    "people",
    async () => {
      await write("people/a.yaml");
      await symlink("gone.yaml", join(directory, "people/b.yaml"));
    },
    "people/b.yaml is a link to a file that does not exist",
  ],
])("%s is refused: %#", async (path, prepare, message) => {
  await prepare();

  expect(() => filesOf(path)).toThrow(message);
});

test("all that is wrong with paths is said at once", async () => {
  await write("people/a.yaml", Buffer.from([0xff]));

  expect(() => filesOf("none", "people")).toThrow(
    "none does not exist\npeople/a.yaml is not valid UTF-8: save it as UTF-8",
  );
  expect(() => filesOf()).toThrow("no file or folder is given");
});
