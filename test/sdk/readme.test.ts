import { readFile } from "node:fs/promises";
import { join } from "node:path";
import ts from "typescript";
import { afterEach, describe, expect, test, vi } from "vitest";
import * as sdk from "../../sdk/index.js";
import { startClient } from "./start-client.js";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

async function readReadme(): Promise<string> {
  return await readFile(join("sdk", "README.md"), "utf8");
}

describe("sdk/README.md", () => {
  test("shows examples that run, one after the other", async () => {
    const { client, emulator } = await startClient();
    vi.stubEnv("APPROW_USERPOOL_ID", emulator.userPoolId);
    vi.stubEnv("APPROW_USERPOOL_SECRET", emulator.secret);
    vi.stubEnv("APPROW_HOST", emulator.url);
    const log = vi.spyOn(console, "log").mockReturnValue();
    const blocks = [...(await readReadme()).matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code);
    const program = blocks.join("\n").replace(/^import .*$/gm, "");
    const target = ts.ScriptTarget.ES2022;
    const { outputText } = ts.transpileModule(`async function run() {\n${program}\n}`, {
      compilerOptions: { target },
    });
    const names = Object.keys(sdk);

    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the examples of our own README
    const run = new Function(...names, `${outputText}\nreturn run();`) as (
      ...values: unknown[]
    ) => Promise<void>;
    await run(...Object.values(sdk));

    expect(log.mock.calls).toEqual([
      ["ada"],
      ["created grace"],
      [expect.stringContaining("creating a user with username was refused: User already exists")],
      ["ada"],
      ["the username ada is in use"],
    ]);
    expect((await client.users.find({ username: "ada" }))?.city).toBe("London");
  });

  test("has a row for each error code", async () => {
    const rows = [...(await readReadme()).matchAll(/^\| `([A-Z_]+)` +\| `(\w+)`/gm)].map(([, code]) => code);

    expect(rows).toEqual([...sdk.errorCodes]);
  });
});
