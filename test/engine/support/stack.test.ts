import { readFile, stat } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { descendantsOf } from "../../../tools/engine/processes.js";
import { writeProgram, type TemporaryProgram } from "../../../tools/engine/program.js";
import { createStack, type Stack } from "../../../tools/engine/stack.js";

/** A resource that lives in its state alone: it takes `delay` milliseconds to create, and always reads as "found". */
const text = `
import { writeFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";

const provider: pulumi.dynamic.ResourceProvider = {
  async create(inputs) {
    writeFileSync("provider.pid", String(process.pid));
    await new Promise((resolve) => setTimeout(resolve, Number(inputs.delay)));
    return { id: "note-1", outs: { ...inputs, directory: process.cwd() } };
  },
  async read(id, props) {
    return { id, props: { ...props, text: "found" }, inputs: { text: "found", delay: props.delay } };
  },
  async diff(_id, before, after) {
    return { changes: before.text !== after.text };
  },
  async update(_id, before, after) {
    return { outs: { ...before, ...after } };
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

async function trial(config: Record<string, string>, secrets: Record<string, string> = {}): Promise<Stack> {
  stack = await createStack({
    program: program.directory,
    config,
    secrets,
    env: { TRIAL_VARIABLE: "given" },
  });
  return stack;
}

describe("Stack", () => {
  test("goes through create, drift, repair, no change and destroy", async () => {
    const stack = await trial({ "trial:text": "declared" });

    const created = await stack.up();
    expect(created).toMatchObject({
      code: 0,
      changeSummary: { create: 2 },
      steps: [{ op: "create", name: "note" }],
    });

    const review = await stack.preview("--refresh", "--expect-no-changes");
    expect(review).toMatchObject({ code: 7, changeSummary: { update: 1 } });

    const refreshed = await stack.refresh();
    expect(refreshed.steps).toMatchObject([
      { op: "update", before: { text: "declared" }, after: { text: "found" } },
    ]);

    expect(await stack.up()).toMatchObject({ code: 0, steps: [{ op: "update", name: "note" }] });
    expect(await stack.up("--expect-no-changes")).toMatchObject({ code: 0, steps: [{ op: "same" }] });
    expect(await stack.destroy()).toMatchObject({ code: 0, changeSummary: { delete: 2 } });
  });

  test("gives the program its directory, configuration and environment, and encrypts secrets", async () => {
    const stack = await trial({ "trial:text": "declared" }, { "trial:token": "t0p-secret" });

    const { stdout } = await stack.up();
    const exported = await stack.exportState();

    expect(stdout).toContain('variable: "given"');
    expect(stdout).not.toContain("t0p-secret");
    expect(JSON.stringify(exported)).not.toContain("t0p-secret");
    const note = exported.deployment.resources.find(({ urn }) => urn.endsWith("::note"));
    expect(note).toMatchObject({ id: "note-1", outputs: { directory: program.directory } });
  });

  test("leaves the program's project file alone, and its settings elsewhere", async () => {
    const before = await readFile(`${program.directory}/Pulumi.yaml`, "utf8");

    await trial({ "trial:text": "declared" });

    expect(await readFile(`${program.directory}/Pulumi.yaml`, "utf8")).toBe(before);
    await expect(stat(`${program.directory}/Pulumi.test.yaml`)).rejects.toThrow("ENOENT");
  });

  test("takes back a state that it exported", async () => {
    const stack = await trial({ "trial:text": "declared" });
    await stack.up();
    const { deployment, ...rest } = await stack.exportState();

    await stack.importState({ ...rest, deployment: { ...deployment, resources: [] } });
    expect((await stack.exportState()).deployment.resources).toEqual([]);

    await stack.importState({ ...rest, deployment });
    expect((await stack.exportState()).deployment.resources).toEqual(deployment.resources);
  });

  test("goes on with a program in another directory", async () => {
    const stack = await trial({ "trial:text": "declared" });
    await stack.up();
    const moved = await writeProgram(text);

    await stack.useProgram(moved.directory);
    const result = await stack.up("--expect-no-changes");

    await moved.remove();
    expect(result).toMatchObject({ code: 0, changeSummary: { same: 2 } });
  });

  test("an interrupted run lets what it began end, and records it", async () => {
    const stack = await trial({ "trial:text": "declared", "trial:delay": "2000" });

    const run = stack.start("up");
    await run.until("note creating");
    run.interrupt();

    expect((await run.result).code).not.toBe(0);
    const { deployment } = await stack.exportState();
    expect(deployment.pending_operations).toEqual([]);
    expect(deployment.resources.some(({ id }) => id === "note-1")).toBe(true);
  });

  test("a provider that is killed fails the run", async () => {
    const stack = await trial({ "trial:text": "declared", "trial:delay": "60000" });

    const run = stack.start("up");
    await run.until("note creating");
    await run.killProvider();

    const result = await run.result;
    expect(result.code).not.toBe(0);
    expect(result.steps).toContainEqual(expect.objectContaining({ name: "note", failed: true }));
  });

  test("a run that is killed leaves a pending operation, and no process behind", async () => {
    const stack = await trial({ "trial:text": "declared", "trial:delay": "60000" });

    const run = stack.start("up");
    await run.until("note creating");
    await run.kill();

    const provider = Number(await readFile(`${program.directory}/provider.pid`, "utf8"));
    // What nobody waited for may still be listed, but no longer with its command.
    await vi.waitFor(async () => {
      const running = (await descendantsOf(1)).filter(({ command }) => command.includes("dynamic-provider"));
      expect(running.map(({ id }) => id)).not.toContain(provider);
    });
    expect(await run.result).toMatchObject({ code: null, changeSummary: {} });
    const { deployment } = await stack.exportState();
    expect(deployment.pending_operations).toMatchObject([{ type: "creating" }]);
  });

  test("a program that throws fails the run with its message", async () => {
    const broken = await writeProgram('throw new Error("no groups today");');
    stack = await createStack({ program: broken.directory });

    const result = await stack.up();

    await broken.remove();
    expect(result.code).not.toBe(0);
    expect(result.stdout + result.stderr).toContain("no groups today");
  });

  test("says what went wrong when the program has no project file", async () => {
    await expect(createStack({ program: `${program.directory}/none` })).rejects.toThrow("Pulumi.yaml");
  });
});
