/** `npm run build`: compiles the package. `npm pack` runs it too. */
import { runEntry } from "./setup/entry.mjs";
import { preparePackage } from "./setup/prepare.mjs";

await runEntry(async () => {
  await preparePackage();
  return 0;
});
