/** `npm run check`: the gate, which is every check and every test. Its last line sums them up. */
import { conclude } from "./setup/conclude.mjs";
import { runEntry } from "./setup/entry.mjs";
import { prepare, root } from "./setup/prepare.mjs";
import { runChecks } from "./setup/run-checks.mjs";
import { runTests } from "./setup/run-tests.mjs";

await runEntry(async () => {
  await prepare();
  const checks = await runChecks(root);
  const tests = await runTests(root, []);
  return conclude({ passed: checks.passed + tests.passed, failed: checks.failed + tests.failed });
});
