import { readText, readTextIfPresent } from "../text-file.js";
import { type IgnoreRule, parseIgnoreFile, parseIgnoreRule } from "./ignore.js";
import { emptyPolicy, parsePolicy, type Policy } from "./policy.js";

/** Where a project keeps what its team has decided, when no other file is named. */
export const teamFiles = { ignore: ".approwignore", policy: "approw-drift.yaml" } as const;

/** The rules of the project's file, and those that were given besides. */
export async function readIgnoreRules(given: readonly string[], cwd: string): Promise<IgnoreRule[]> {
  const text = await readTextIfPresent(teamFiles.ignore, cwd);
  const written = text === undefined ? [] : parseIgnoreFile(teamFiles.ignore, text);
  return [...written, ...given.map((rule) => parseIgnoreRule("--ignore", rule))];
}

/** The policy of the file that was given, which has to be there, or of the project's, which need not. */
export async function readPolicy(given: string | undefined, cwd: string): Promise<Policy> {
  const file = given ?? teamFiles.policy;
  const text = given === undefined ? await readTextIfPresent(file, cwd) : await readText(file, cwd);
  return text === undefined ? emptyPolicy : parsePolicy(file, text);
}
