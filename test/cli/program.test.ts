import { describe, expect, test } from "vitest";

import { runProgram } from "./run-program.js";

describe("pulumi-approw", () => {
  test("shows its commands when asked for help, and ends well", async () => {
    const { code, stdout } = await runProgram(["--help"]);

    expect(code).toBe(0);
    expect(stdout).toContain("emulator");
  });

  test("tells its version", async () => {
    const { code, stdout } = await runProgram(["--version"]);

    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/u);
  });

  test("without a command it shows the help and ends as a failure", async () => {
    const { code, stderr } = await runProgram([]);

    expect(code).toBe(1);
    expect(stderr).toContain("Usage: pulumi-approw");
  });

  test.each([
    { args: ["emulater"], line: "pulumi-approw: unknown command 'emulater' (Did you mean emulator?)\n" },
    {
      args: ["emulator", "--prot", "1"],
      line: "pulumi-approw: unknown option '--prot' (Did you mean --port?)\n",
    },
    {
      args: ["emulator", "--port", "http"],
      line: "pulumi-approw: option '--port <number>' argument 'http' is invalid. It must be a whole number from 0 to 65535.\n",
    },
  ])("refuses $args in one line", async ({ args, line }) => {
    expect(await runProgram(args)).toEqual({ code: 1, stdout: "", stderr: line });
  });
});
