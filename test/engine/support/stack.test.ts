import { readFile, stat } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { sparingEnvironment } from "../../../tools/engine/environment.js";
import { descendantsOf } from "../../../tools/engine/processes.js";
import { writeProgram, type TemporaryProgram } from "../../../tools/engine/program.js";
import { createStack, type Stack } from "../../../tools/engine/stack.js";

/** A resource that exists only in the state and takes `delay` milliseconds to create. */
const text = `
import { writeFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";

const provider: pulumi.dynamic.ResourceProvider = {
  async create(inputs) {
    writeFileSync("provider.pid", String(process.pid));
    await new Promise((resolve) => setTimeout(resolve, Number(inputs.delay)));
    return { id: "note-1", outs: { ...inputs, directory: process.cwd() } };
  },
};

class Note extends pulumi.dynamic.Resource {
  constructor(name: string, args: { text: string; delay: number }) {
    super(provider, name, { ...args, directory: undefined });
  }
}

const config = new pulumi.Config("trial");
new Note("note", { text: config.require("text"), delay: config.getNumber("delay") ?? 0 });
export const token = config.getSecret("token");
export const variable = process.env["TRIAL_VARIABLE"];
`;

/** Of each stack here, because stacks with the same secrets are copies of the first one. */
const secrets = { "trial:token": "t0p-secret" };

let program: TemporaryProgram;
let stack: Stack | undefined;

beforeAll(async () => {
  program = await writeProgram(text);
});

afterEach(async () => {
  await stack?.dispose();
  stack = undefined;
});

afterAll(() => program.remove());

async function trial(config: Record<string, string>): Promise<Stack> {
  stack = await createStack({
    program: program.directory,
    config,
    secrets,
    env: { ...sparingEnvironment(), TRIAL_VARIABLE: "given" },
  });
  return stack;
}

describe("Stack", () => {
  test("gives the program its directory, configuration and environment, and encrypts secrets", async () => {
    const stack = await trial({ "trial:text": "declared" });

    const { stdout } = await stack.up();
    const state = await stack.state();

    expect(stdout).toContain('variable: "given"');
    expect(stdout).not.toContain("t0p-secret");
    expect(JSON.stringify(state)).not.toContain("t0p-secret");
    const note = state.resources.find(({ urn }) => urn.endsWith("::note"));
    expect(note).toMatchObject({ id: "note-1", outputs: { directory: program.directory } });
  });

  test("does not change the program's project file, and stores its settings elsewhere", async () => {
    const before = await readFile(`${program.directory}/Pulumi.yaml`, "utf8");

    await trial({ "trial:text": "declared" });

    expect(await readFile(`${program.directory}/Pulumi.yaml`, "utf8")).toBe(before);
    await expect(stat(`${program.directory}/Pulumi.test.yaml`)).rejects.toThrow("ENOENT");
  });

  test("a run that is killed leaves a pending operation, and no process behind", async () => {
    const stack = await trial({ "trial:text": "declared", "trial:delay": "60000" });

    const run = stack.start("up");
    await run.until("note creating");
    await run.kill();

    const provider = Number(await readFile(`${program.directory}/provider.pid`, "utf8"));
    // A process without a waiting parent may still be listed, but without its command.
    await vi.waitFor(async () => {
      const running = (await descendantsOf(1)).filter(({ command }) => command.includes("dynamic-provider"));
      expect(running.map(({ id }) => id)).not.toContain(provider);
    });
    expect(await run.result).toMatchObject({ code: null, changeSummary: {} });
    expect((await stack.state()).pending_operations).toMatchObject([{ type: "creating" }]);
  });

  test("a program that throws fails the run with its message", async () => {
    // Many releases of Node.js loop for most of a minute over a stack trace in Pulumi's own code (nodejs/node#64011).
    const broken = await writeProgram('throw Object.assign(new Error("no groups today"), { stack: "" });');
    stack = await createStack({ program: broken.directory, secrets });

    const result = await stack.up();

    await broken.remove();
    expect(result.code).not.toBe(0);
    expect(result.stdout + result.stderr).toContain("no groups today");
  });

  test("names the missing file if the program has no project file", async () => {
    await expect(createStack({ program: `${program.directory}/none` })).rejects.toThrow("Pulumi.yaml");
  });
});
