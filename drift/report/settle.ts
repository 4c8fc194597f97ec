import type { Finding } from "../finding/finding.js";
import { nameOf } from "../finding/subject.js";
import { printable } from "../../model/rules/printable.js";
import { acceptanceFor, ignoreRuleFor } from "../policy/suggest.js";
import type { DriftReport } from "./report.js";
import { groupedFindings, titleOf } from "./sentences.js";

/** The open findings as acceptances, for the policy file. */
export function renderAcceptances({ findings, generatedAt }: DriftReport): string {
  const open = findings.filter(({ accepted }) => accepted === undefined);
  if (open.length === 0) return "accepted: []\n";
  const entries = groupedFindings(open).map((finding) =>
    [`# ${aboutOf(finding)}`, ...acceptanceFor(finding, generatedAt).split("\n")]
      .map((line) => `  ${line}`)
      .join("\n"),
  );
  return `# Keep the findings that you accept, and write the reasons.\naccepted:\n${entries.join("\n")}\n`;
}

/** The open findings as rules for `.approwignore`, each rule once. */
export function renderIgnoreRules({ findings }: DriftReport): string {
  const open = groupedFindings(findings.filter(({ accepted }) => accepted === undefined));
  const lines = new Map<string, string>();
  for (const finding of open) {
    const rule = ignoreRuleFor(finding);
    if (rule !== undefined && !lines.has(rule)) lines.set(rule, `# ${aboutOf(finding)}\n${rule}`);
  }
  const head =
    "# Keep the rules for users, groups and roles that code does not manage on purpose. Anyone who can choose a matching name is ignored too.\n";
  return `${head}${[...lines.values()].map((line) => `${line}\n`).join("")}`;
}

function aboutOf(finding: Finding): string {
  return printable(`${finding.severity}, ${nameOf(finding)}: ${titleOf(finding)}: ${finding.message}`);
}
