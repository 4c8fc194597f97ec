import { spawn } from "node:child_process";
import { once } from "node:events";

import { describe, expect, onTestFinished, test } from "vitest";

import {
  engineArguments,
  leavesOutProgram,
  mayLeaveOut,
  valuesOf,
} from "../../../provider/process/engine-command.js";

const urn = "urn:pulumi:prod::people::pulumi-nodejs:dynamic/approw:User::ada";

describe("mayLeaveOut", () => {
  test.each([
    [["up", "--yes"], false],
    [["up", "--target", urn], false],
    [["up", `--target=${urn}`, "--target", "urn:other"], false],
    [["up", "-t", urn, "--target-dependents"], false],
    [["up", "--target", "urn:other"], true],
    [["up", "--target", "**::ada"], true],
    [["up", "-t=urn:other"], true],
    [["up", "-yt", "urn:other"], true],
    [["up", "-yt", urn], false],
    [["up", "-s", "test", "-y"], false],
    [["up", "--exclude", "urn:other"], true],
    [["up", "--target-replace", urn], true],
  ])("%j: %s", (args, expected) => {
    expect(mayLeaveOut(args, urn)).toBe(expected);
  });
});

describe("leavesOutProgram", () => {
  test.each([
    [["destroy", "--yes"], {}, true],
    [["--cwd", "people", "refresh"], {}, true],
    [["destroy", "--run-program"], {}, false],
    [["destroy", "--run-program=true"], {}, false],
    [["refresh"], { PULUMI_RUN_PROGRAM: "true" }, false],
    [["up", "--stack", "destroy"], {}, false],
    [["preview", "--refresh"], {}, false],
    [[], {}, false],
  ])("%j with %j: %s", (args, environment, expected) => {
    expect(leavesOutProgram(args, environment)).toBe(expected);
  });
});

describe("valuesOf", () => {
  test.each([
    [["up", "--stack", "prod"], ["prod"]],
    [["up", "--stack=prod"], ["prod"]],
    [["destroy", "-s", "prod"], ["prod"]],
    [["destroy", "-ysprod"], ["prod"]],
    [["up", "--yes"], []],
  ])("of the stack in %j: %j", (args, expected) => {
    expect(valuesOf(args, "stack", "s")).toEqual(expected);
  });
});

describe.skipIf(process.platform === "win32")("engineArguments", () => {
  test("finds the engine above a launcher, and nothing where there is none", async () => {
    // A shell that calls itself pulumi, and a launcher below it.
    const child = spawn("sh", ["-c", "sh -c 'echo $$; read line' launcher; true", "--target", "a"], {
      argv0: "pulumi",
      stdio: ["pipe", "pipe", "ignore"],
    });
    onTestFinished(() => void child.stdin.end());
    const [output] = (await once(child.stdout, "data")) as [Buffer];

    expect(await engineArguments(Number(String(output)))).toEqual(expect.arrayContaining(["--target", "a"]));
    expect(await engineArguments(1)).toEqual([]);
  });
});
