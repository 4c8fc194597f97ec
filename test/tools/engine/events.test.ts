import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readEventLog } from "../../../tools/engine/events.js";

let directory: string;
let file: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "approw-events-"));
  file = join(directory, "events.log");
});

afterEach(() => rm(directory, { recursive: true }));

describe("readEventLog", () => {
  test("tells what happened to each resource, without the provider's text", async () => {
    await writeFile(
      file,
      lines(ended("update", "User", "ada", { nickname: "A" }, { nickname: "B" }), summary({ update: 1 })),
    );

    expect(await readEventLog(file)).toEqual({
      changeSummary: { update: 1 },
      steps: [
        {
          op: "update",
          type: "pulumi-nodejs:dynamic/approw:User",
          name: "ada",
          before: { nickname: "A" },
          after: { nickname: "B" },
          failed: false,
        },
      ],
    });
  });

  test("leaves out the stack and the providers", async () => {
    const stack = ended("create", "pulumi:pulumi:Stack", "people-test");
    const provider = ended("create", "pulumi:providers:pulumi-nodejs", "default");
    await writeFile(file, lines(stack, provider));

    expect((await readEventLog(file)).steps).toEqual([]);
  });

  test("marks the steps that failed", async () => {
    const { resOutputsEvent } = ended("create", "User", "ada");
    await writeFile(file, lines({ resOpFailedEvent: resOutputsEvent }));

    expect((await readEventLog(file)).steps).toMatchObject([{ op: "create", name: "ada", failed: true }]);
  });

  test("reads the log of a killed run as far as it was written", async () => {
    await writeFile(file, `${lines(ended("create", "User", "ada"))}{"sequence":2,"resOut`);

    expect((await readEventLog(file)).steps).toHaveLength(1);
  });

  test("a run that was killed before it wrote a log did nothing", async () => {
    expect(await readEventLog(file)).toEqual({ changeSummary: {}, steps: [] });
  });
});

function ended(
  op: string,
  kind: string,
  name: string,
  before?: object,
  after?: object,
): { resOutputsEvent: object } {
  const type = kind.includes(":") ? kind : `pulumi-nodejs:dynamic/approw:${kind}`;
  const side = (inputs?: object): object | null =>
    inputs ? { inputs: { __provider: "text", ...inputs } } : null;
  const urn = `urn:pulumi:test::people::${type}::${name}`;
  return { resOutputsEvent: { metadata: { op, urn, type, old: side(before), new: side(after) } } };
}

function summary(resourceChanges: Record<string, number>): object {
  return { summaryEvent: { resourceChanges } };
}

function lines(...events: object[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join("");
}
