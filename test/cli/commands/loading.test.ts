import { spawnSync } from "node:child_process";
import { relative, resolve, sep } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";

const root = resolve(__dirname, "../../..");

/** The rooms of which the program loads something in a process of its own. */
function roomsLoadedBy(args: readonly string[]): Set<string> {
  const preload = resolve(root, "test/cli/list-modules.cjs");
  const flags = ["--import", "tsx", "--require", preload, "cli/main.ts", ...args];
  const { stdout } = spawnSync(process.execPath, flags, { cwd: root, encoding: "utf8" });
  const [, list = "[]"] = /^modules: (.*)$/mu.exec(stdout) ?? [];
  const files = z.array(z.string()).parse(JSON.parse(list));
  return new Set(files.flatMap((file) => relative(root, file).split(sep).slice(0, 1)));
}

test.each([
  { args: ["--version"], loaded: ["cli"], absent: ["drift", "emulator", "provider"] },
  {
    args: ["emulator", "--seed", "none.yaml"],
    loaded: ["cli", "emulator"],
    absent: ["drift", "provider"],
  },
  {
    args: ["validate", "examples/roster/people"],
    loaded: ["cli", "roster", "model"],
    absent: ["drift", "emulator", "provider"],
  },
  { args: ["help", "drift"], loaded: ["cli", "drift"], absent: ["emulator"] },
])("pulumi-approw $args loads $loaded, and nothing of $absent", ({ args, loaded, absent }) => {
  const rooms = roomsLoadedBy(args);

  expect([...rooms]).toEqual(expect.arrayContaining(loaded));
  expect(absent.filter((room) => rooms.has(room))).toEqual([]);
});
