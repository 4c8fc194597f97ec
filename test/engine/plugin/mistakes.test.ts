import { expect, onTestFinished } from "vitest";

import { step } from "../step.js";
import { passwordMark, Trial } from "../trial.js";
import { yamlTest } from "../../support/yaml-test.js";

const misspeltAndMistyped = `
resources:
  ada:
    type: approw:User
    properties: { emial: ada@example.com }
  alan:
    type: approw:User
    properties: { username: [alan] }
`;

const refusedValues = `
resources:
  ada:
    type: approw:User
    properties: { username: ada, gender: X, password: ${passwordMark} }
`;

const declaredTwice = `
resources:
  alan:
    type: approw:User
    properties: { username: alan, email: alan@example.com }
  turing:
    type: approw:User
    properties: { username: turing, email: Alan@Example.com }
`;

yamlTest("a preview names the mistakes in a program in YAML, and calls nothing", async () => {
  const trial = await Trial.open(misspeltAndMistyped, { plugin: "yaml" });
  onTestFinished(() => trial.close());
  const failedPreview = async (): Promise<string> => {
    const { code, stdout, stderr } = await trial.run("preview");
    expect(code).not.toBe(0);
    return stdout + stderr;
  };

  await step("a misspelt argument, and a value of the wrong type", async () => {
    const output = await failedPreview();

    expect(output).toContain("Property emial does not exist on 'approw:index:User'");
    expect(output).toContain("username: Cannot assign 'List<string>' to 'string'");
  });

  await step("values that no user can have", async () => {
    await trial.write(refusedValues);

    const output = await failedPreview();

    expect(output).toContain("resource 'ada' has a problem: gender must be one of");
    expect(output).toContain("resource 'ada' has a problem: password must have at least 6 characters");
  });

  await step("a user that two resources declare", async () => {
    await trial.write(declaredTwice);

    expect(await failedPreview()).toMatch(
      /email is also declared by the user (?:alan|turing), and it is unique in the user pool/u,
    );
  });

  await step("a misspelt setting", async () => {
    await trial.stack.configure({ "approw:maxDeletion": "5" });

    expect(await failedPreview()).toContain(
      "unknown setting approw:maxDeletion: did you mean approw:maxDeletions?",
    );
  });

  expect(trial.calls).toEqual([]);
});
