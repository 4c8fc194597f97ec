/** `npm test`: runs every test, or those that the arguments name (`npm test -- test/sdk`). Its last line is the total. */
import process from "node:process";
import { provideYamlHost } from "./pulumi/yaml-host.mjs";
import { conclude } from "./setup/conclude.mjs";
import { runEntry } from "./setup/entry.mjs";
import { prepare, root } from "./setup/prepare.mjs";
import { runTests } from "./setup/run-tests.mjs";

await runEntry(async () => {
  await provideYamlHost(await prepare());
  return conclude(await runTests(root, process.argv.slice(2)));
});
