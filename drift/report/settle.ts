import type { Entry } from "../finding/entry.js";
import { nameOf } from "../finding/subject.js";
import { printable } from "../../model/rules/printable.js";
import { acceptanceFor, ignoreRuleFor } from "../policy/suggest.js";
import type { DriftReport } from "./report.js";
import { groupedEntries, originsOf, titleOf } from "./sentences.js";
import type { Report } from "./view.js";
import { viewOf } from "./view-of.js";

/** The open entries as acceptances, for the policy file. */
export function renderAcceptances(report: Report): string {
  const { entries, nouns } = viewOf(report);
  const open = entries.filter(({ accepted }) => accepted === undefined);
  if (open.length === 0) return "accepted: []\n";
  const acceptances = groupedEntries(open).map((entry) =>
    [...aboutOf(entry), ...acceptanceFor(entry, report.generatedAt).split("\n")]
      .map((line) => `  ${line}`)
      .join("\n"),
  );
  return `# Keep the ${nouns.many} that you accept, and write the reasons.\naccepted:\n${acceptances.join("\n")}\n`;
}

/** The open findings as rules for `.approwignore`, each rule once. */
export function renderIgnoreRules({ findings }: DriftReport): string {
  const open = groupedEntries(findings.filter(({ accepted }) => accepted === undefined));
  const lines = new Map<string, string>();
  for (const entry of open) {
    const rule = ignoreRuleFor(entry);
    if (rule !== undefined && !lines.has(rule)) lines.set(rule, [...aboutOf(entry), rule].join("\n"));
  }
  const head =
    "# Keep the rules for users, groups and roles that code does not manage on purpose. Anyone who can choose a matching name is ignored too.\n";
  return `${head}${[...lines.values()].map((line) => `${line}\n`).join("")}`;
}

/** What it is and the lines behind it, as comments. */
function aboutOf(entry: Entry): string[] {
  const what = printable(`${entry.severity}, ${nameOf(entry)}: ${titleOf(entry)}: ${entry.message}`);
  return [what, ...originsOf(entry)].map((line) => `# ${line}`);
}
