/** `npm run build`, which `npm pack` runs too: compiles the package. */
import { runEntry } from "./setup/entry.mjs";
import { preparePackage } from "./setup/prepare.mjs";

await runEntry(async () => {
  await preparePackage();
  return 0;
});
