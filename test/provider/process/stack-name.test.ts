import { beforeEach, describe, expect, test, vi } from "vitest";

import type * as StackName from "../../../provider/process/stack-name.js";

let module: typeof StackName;

beforeEach(async () => {
  vi.resetModules();
  module = await import("../../../provider/process/stack-name.js");
});

const argv = ["node", "provider", "127.0.0.1:40000"];

describe("the stack of a run", () => {
  test("is what the program has named to the engine", async () => {
    module.askForRootWith(() => Promise.resolve("urn:pulumi:prod::people::pulumi:pulumi:Stack::people-prod"));

    expect(await module.stackOf(argv)).toEqual({ stack: "prod", project: "people" });
    expect(await module.stackOf(["node"])).toBeUndefined();
  });

  test("is that of the resources that the engine asks about, where the program names nothing", async () => {
    module.askForRootWith(() => Promise.resolve(""));
    expect(await module.stackOf(argv)).toBeUndefined();

    module.noteStackOf("urn:pulumi:prod::people::approw:index:User::ada");

    expect(await module.stackOf(argv)).toEqual({ stack: "prod", project: "people" });
    expect(await module.rootStack(argv)).toBeUndefined();
  });
});
