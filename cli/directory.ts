import { stat } from "node:fs/promises";
import { resolve } from "node:path";

import { CommandError } from "./failure.js";

/**
 * The directory that an option names. It is checked first: a file that is missing in it would be a misleading reason.
 *
 * @throws CommandError that names the option when there is no such directory
 */
export async function existingDirectory(option: string, given: string, cwd: string): Promise<string> {
  const path = resolve(cwd, given);
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new CommandError(`${option} ${given} does not exist`);
  if (!found.isDirectory()) throw new CommandError(`${option} ${given} is not a directory`);
  return path;
}
