import { type Command, Option } from "commander";

import { readRosterFiles } from "../../../roster/index.js";
import { wholeNumber } from "../../option-values.js";
import type { Surroundings } from "../../surroundings.js";
import { type FormatName, formats } from "./formats.js";
import { check } from "./result.js";

interface ValidateFlags {
  readonly format: FormatName;
  readonly endsWithin: number;
}

/** `pulumi-approw validate`: the mistakes in a roster, found without a user pool and without credentials. */
export function configureValidate(
  command: Command,
  surroundings: Surroundings,
  end: (exitCode: number) => void,
): void {
  const docs = Object.entries(formats).map(([name, { doc }]) => `${name} (${doc})`);
  command
    .argument("<path...>", "files of the roster, or folders, which are read with all folders in them")
    .addOption(new Option("--format <name>", docs.join(", ")).choices(Object.keys(formats)).default("text"))
    .option("--ends-within <days>", "list what ends within this number of days", wholeNumber(0, 3650), 30)
    .addHelpText("after", "\nExit codes: 0 the roster is valid, 1 it is not, or it cannot be read.")
    .action((paths: string[], { format, endsWithin }: ValidateFlags) => {
      const unread: string[] = [];
      const sources = readRosterFiles(paths, surroundings.cwd, (file) => unread.push(file));
      const result = check(sources, unread, surroundings.now(), endsWithin);
      surroundings.stdout.write(formats[format].render(result));
      end(result.mistakes.length === 0 ? 0 : 1);
    });
}
