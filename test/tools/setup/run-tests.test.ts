import { describe, expect, test } from "vitest";
import { sumUp } from "../../../tools/setup/run-tests.mjs";

const passedFile = { status: "passed", assertionResults: [{}, {}] };

describe("sumUp", () => {
  test("counts tests over all files", () => {
    const report = {
      numPassedTests: 3,
      numFailedTests: 1,
      testResults: [passedFile, { status: "failed", assertionResults: [{}, {}] }],
    };

    expect(sumUp(report, 1)).toEqual({ passed: 3, failed: 1 });
  });

  test("counts a file that does not load as one failure", () => {
    const report = {
      numPassedTests: 2,
      numFailedTests: 0,
      testResults: [passedFile, { status: "failed", assertionResults: [] }],
    };

    expect(sumUp(report, 1)).toEqual({ passed: 2, failed: 1 });
  });

  test("counts errors outside of all tests as one failure", () => {
    expect(sumUp({ numPassedTests: 2, numFailedTests: 0, testResults: [passedFile] }, 1)).toEqual({
      passed: 2,
      failed: 1,
    });
  });

  test("counts no failure if everything passed", () => {
    expect(sumUp({ numPassedTests: 2, numFailedTests: 0, testResults: [passedFile] }, 0)).toEqual({
      passed: 2,
      failed: 0,
    });
  });
});
