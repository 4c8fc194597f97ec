/** `npm run check`: the gate, which runs every check and every test. Its last line is the total. */
import { provideYamlHost } from "./pulumi/yaml-host.mjs";
import { conclude } from "./setup/conclude.mjs";
import { runEntry } from "./setup/entry.mjs";
import { prepare, root } from "./setup/prepare.mjs";
import { reportChecks, runChecks } from "./setup/run-checks.mjs";
import { runTests } from "./setup/run-tests.mjs";

await runEntry(async () => {
  // The types of all sources are one of the checks.
  await provideYamlHost(await prepare({ checkTypes: false }));
  console.log("The checks run beside the tests. Their results are at the end.");
  const [outcomes, tests] = await Promise.all([runChecks(root), runTests(root, [])]);
  const checks = reportChecks(outcomes);
  return conclude({ passed: checks.passed + tests.passed, failed: checks.failed + tests.failed });
});
