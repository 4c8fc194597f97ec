import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createEmulator } from "../../emulator/index.js";
import { sparingEnvironment } from "../../tools/engine/environment.js";

const root = resolve(__dirname, "../..");
let temporary: string;

beforeEach(async () => {
  temporary = await mkdtemp(join(tmpdir(), "approw-story-"));
});

afterEach(() => rm(temporary, { recursive: true }));

describe("npm start", () => {
  test("tells the story from the first person created to the last one removed, and leaves nothing behind", async () => {
    const { code, output } = await tell();

    expect(output.split("\n").filter((line) => /^\d\. /.test(line))).toEqual([
      "1. pulumi up: everybody is created",
      "2. Somebody changes people by hand",
      "3. pulumi refresh: the changes are found",
      "4. pulumi up: they are undone",
      "5. pulumi up again: there is nothing to do",
      "6. pulumi destroy: everybody is removed",
    ]);
    expect(output).toContain('ada nickname: "Ada" => "Enchantress"');
    expect(output).toContain('grace roles: ["author","reviewer"] => ["author"]');
    expect(output).toContain("The pool is empty again.");
    expect(output).not.toContain(await emulatorSecret());
    expect(await leftBehind()).toEqual([]);
    expect(code).toBe(0);
  });

  test("clears up when it is interrupted in the middle of a run", async () => {
    const { code } = await tell((output) => /User \w+ created/u.test(output));

    expect(await leftBehind()).toEqual([]);
    expect(code).toBe(130);
  });
});

/** Runs the story with a directory for temporary files of its own, and interrupts it as soon as `enough` says so. */
async function tell(
  enough: (output: string) => boolean = () => false,
): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ["--import", "tsx", "tools/story/main.ts"], {
    cwd: root,
    env: { ...process.env, ...sparingEnvironment(), TMPDIR: temporary },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      if (enough(output)) child.kill("SIGINT");
    });
  }
  await once(child, "close");
  return { code: child.exitCode, output };
}

/** What is ours in the directory; the loader of TypeScript keeps a cache there. */
async function leftBehind(): Promise<string[]> {
  return (await readdir(temporary)).filter((name) => name.startsWith("approw-"));
}

/** The same for every emulator that is not given another. */
async function emulatorSecret(): Promise<string> {
  const emulator = await createEmulator();
  await emulator.close();
  return emulator.secret;
}
