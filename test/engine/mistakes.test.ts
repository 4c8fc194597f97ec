import { describe, expect, onTestFinished, test } from "vitest";

import { passwordMark, Trial, type TrialOptions } from "./trial.js";

async function openTrial(body: string, options?: TrialOptions): Promise<Trial> {
  const trial = await Trial.open(body, options);
  onTestFinished(() => trial.close());
  return trial;
}

const declareAda = 'new approw.User("ada", { username: "ada" });';

describe("mistakes in the arguments", () => {
  test("are named all at once by their paths, with suggestions, and without values, which could be secrets", async () => {
    const trial = await openTrial(`
      import * as pulumi from "@pulumi/pulumi";
      new approw.User("ada", {
        emial: "ada@example.com",
        gender: "X",
        password: "${passwordMark}",
        passwrod: "${passwordMark}ada-1",
        phone: pulumi.secret("${passwordMark}"),
        registerSource: ["import:hr", 7],
        deletionPolicy: "never",
      });
    `);

    const { code, stdout } = await trial.run("preview");

    expect(code).not.toBe(0);
    const problems = stdout.matchAll(/^ {4}error: .*approw:User resource 'ada' has a problem: (.*)$/gmu);
    expect([...problems].map(([, problem]) => problem).sort()).toEqual([
      'deletionPolicy must be one of "delete", "block", "retain"',
      "emial is not an argument of User: did you mean email?",
      'gender must be one of "M", "F", "U"',
      "password must have at least 6 characters",
      "passwrod is not an argument of User: did you mean password?",
      "phone must be a phone number: digits, optionally with +, spaces, dashes and brackets",
      "registerSource must be a string or a list of strings",
    ]);
    expect(trial.calls).toEqual([]);
  });
});

describe("the connection to the pool", () => {
  test("if it is missing, the preview says which command sets it", async () => {
    const trial = await openTrial(declareAda, { connection: "none" });

    const { code, stdout } = await trial.run("preview");

    expect(code).not.toBe(0);
    expect(stdout).toContain("pulumi config set approw:userPoolId <id>");
    expect(stdout).toContain("pulumi config set --secret approw:secret");
  });

  // The test of the quickstart has it as APPROW_*.
  test("comes from the environment as AUTHING_*", async () => {
    const trial = await openTrial(declareAda, { connection: "environment" });

    await trial.must("up");

    expect(await trial.pool.admin.users.find({ username: "ada" })).not.toBeNull();
  });
});
