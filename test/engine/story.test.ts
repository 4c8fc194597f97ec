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
  test("runs every step from the creation to the deletion of the users, and leaves nothing behind", async () => {
    const { code, output } = await tell();

    expect(output.split("\n").filter((line) => /^\d\. /.test(line))).toEqual([
      "1. pulumi up creates the users",
      "2. An administrator makes changes by hand",
      "3. pulumi refresh shows the changes to what the program declares",
      "4. pulumi up reverts them",
      "5. pulumi up again has nothing to do",
      "6. pulumi-approw drift reports the changes outside the program",
      "7. pulumi destroy deletes the users",
    ]);
    expect(output).toContain('ada nickname: "Ada" => "Enchantress"');
    expect(output).toContain('grace roles: ["author","reviewer"] => ["author"]');
    expect(output).toMatch(/│ high .*│ eve .*│ Unmanaged user: .*holds "reviewer"/u);
    expect(output).toMatch(/│ high .*│ alan .*│ Undeclared role: .*"author"/u);
    expect(output).toContain("Only eve is left");
    expect(output.slice(output.indexOf("What to do next"))).toContain('README.md, "With your own pool"');
    expect(output).not.toContain(await emulatorSecret());
    expect(await leftBehind()).toEqual([]);
    expect(code).toBe(0);
  });

  test("cleans up when it is interrupted during a run", async () => {
    const { code } = await tell((output) => /User \w+ created/u.test(output));

    expect(await leftBehind()).toEqual([]);
    expect(code).toBe(130);
  });
});

/** Runs the story with its own directory for temporary files, and interrupts it once `enough` returns true. */
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

/** Our files in the directory; the loader of TypeScript keeps a cache there. */
async function leftBehind(): Promise<string[]> {
  return (await readdir(temporary)).filter((name) => name.startsWith("approw-"));
}

/** The default secret of emulators. */
async function emulatorSecret(): Promise<string> {
  const emulator = await createEmulator();
  await emulator.close();
  return emulator.secret;
}
