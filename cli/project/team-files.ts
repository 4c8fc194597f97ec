import { type IgnoreRule, parseIgnoreFile, parseIgnoreRule } from "../../drift/policy/ignore.js";
import { emptyPolicy, parsePolicy, type Policy } from "../../drift/policy/policy.js";
import { readText, readTextIfPresent } from "../text-file.js";

/** Where a project keeps the decisions of its team, unless another file is given. */
export const teamFiles = { ignore: ".approwignore", policy: "approw-drift.yaml" } as const;

/** The rules of the project's file, followed by those of the command line. */
export async function readIgnoreRules(given: readonly string[], cwd: string): Promise<IgnoreRule[]> {
  const text = await readTextIfPresent(teamFiles.ignore, cwd);
  const written = text === undefined ? [] : parseIgnoreFile(teamFiles.ignore, text);
  return [...written, ...given.map((rule) => parseIgnoreRule("--ignore", rule))];
}

/** The policy of the given file, which must exist, or of the project's file, which is optional. */
export async function readPolicy(given: string | undefined, cwd: string): Promise<Policy> {
  const file = given ?? teamFiles.policy;
  const text = given === undefined ? await readTextIfPresent(file, cwd) : await readText(file, cwd);
  return text === undefined ? emptyPolicy : parsePolicy(file, text);
}
