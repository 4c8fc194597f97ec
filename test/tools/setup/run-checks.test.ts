import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { reportChecks, runChecks } from "../../../tools/setup/run-checks.mjs";

test("every check runs, and the failed ones show their output", async () => {
  const directory = await mkdtemp(join(tmpdir(), "approw-checks-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  const scripts = {
    "check:form": `node -e "console.log('all is well')"`,
    "check:links": `node -e "console.log('two links lead nowhere'); process.exit(3)"`,
    "check:words": `node -e ""`,
    other: `node -e "process.exit(1)"`,
  };
  await writeFile(join(directory, "package.json"), JSON.stringify({ scripts }));
  const printed: string[] = [];

  const outcomes = await runChecks(pathToFileURL(`${directory}/`));
  const sums = reportChecks(outcomes, (text) => printed.push(text));

  expect(sums).toEqual({ passed: 2, failed: 1 });
  expect(printed).toEqual(["✔ check:form", "✘ check:links\n  two links lead nowhere", "✔ check:words"]);
});
