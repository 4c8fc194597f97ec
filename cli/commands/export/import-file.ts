import { importFileOf } from "../../../provider/import-file.js";
import { rosterName, rosterType } from "../../../provider/resources/roster-token.js";
import { declarationsOn, describeMistakes, readRoster, withPlainValues } from "../../../roster/index.js";
import type { RosterPlan } from "../../../roster/write/plan.js";
import { writeRoster } from "../../../roster/write/write-roster.js";
import type { ProjectFormat } from "./project-files.js";

/** Nothing in an export ends on a day. */
const anyDay = "2000-01-01";

/**
 * The text of the file for `pulumi import --file`. It is made from the roster as it will be read, so that it holds what the
 * project declares and nothing else. A program of the same plan declares the same.
 */
export function importFileText(plan: RosterPlan, userPoolId: string, format: ProjectFormat): string {
  const sources = writeRoster(plan).map(({ path, text }) => ({ file: path, text }));
  const { roster, mistakes } = readRoster(sources);
  if (mistakes.length > 0)
    throw new Error(`the exported roster has mistakes\n${describeMistakes(mistakes, sources)}`);
  const ids = new Map(plan.people.map(({ key, id }) => [key, id]));
  const idOf = (key: string): string => ids.get(key) ?? "";
  const declared = withPlainValues(declarationsOn(roster, anyDay), idOf).map((one) => ({
    ...one,
    userId: one.kind === "User" ? idOf(one.name) : undefined,
  }));
  const component = format === "yaml" ? { component: { type: rosterType, name: rosterName } } : {};
  return `${JSON.stringify(importFileOf(declared, { userPoolId, ...component }), undefined, 1)}\n`;
}
