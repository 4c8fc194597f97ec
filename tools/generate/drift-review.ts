import { readFile } from "node:fs/promises";
import path from "node:path";

import { kinds } from "../../drift/finding/kinds.js";
import { defaultSeverities } from "../../drift/finding/severity.js";
import { formats } from "../../drift/report/formats.js";
import { driftReport } from "../../drift/report/report.js";
import { jsonReference } from "./json-reference.js";

/** The marked parts of `docs/drift-review.md`: `<!-- generated: PART -->`. */
const parts: Readonly<Record<string, () => string>> = {
  kinds: () =>
    tableOf(
      ["Kind", "Meaning", "What to decide"],
      Object.entries(kinds).map(([kind, { meaning, decision }]) => [`\`${kind}\``, meaning, decision]),
    ),
  severities: () =>
    [
      `- **high**: ${listed(rulesOf("high"))}`,
      `- **medium**: ${listed(rulesOf("medium"))}`,
      `- **low**: ${listed(rulesOf("low").filter(isOfKind))}, and \`field-changed.<field>\` and \`object-changed.<type>.<field>\` of every other field`,
      `- **none**: ${listed(rulesOf("none"))}`,
    ]
      .map(wrapItem)
      .join("\n"),
  formats: () =>
    Object.entries(formats)
      .map(([name, { doc }]) => wrapItem(`- \`${name}\`: ${doc}`))
      .join("\n"),
  json: () =>
    tableOf(
      ["Value", "Type", "Meaning"],
      jsonReference(driftReport).map((value) => [`\`${value.path}\``, value.type, value.meaning]),
    ),
};

/** The page of the drift review with the tables that are made from the code. */
export async function renderDriftReview(root: string): Promise<{ file: string; text: string }> {
  const file = path.join(root, "docs/drift-review.md");
  const page = await readFile(file, "utf8");
  const text = page.replaceAll(
    /(<!-- generated: (\w+) -->).*?(<!-- \/generated -->)/gsu,
    (_, begin: string, part: string, end: string) => `${begin}\n\n${parts[part]?.() ?? ""}\n\n${end}`,
  );
  return { file, text };
}

/** Apart from the rules for single fields. */
function isOfKind(rule: string): boolean {
  return !rule.includes(".");
}

function rulesOf(severity: string): string[] {
  return [...defaultSeverities].filter(([, its]) => its === severity).map(([rule]) => rule);
}

function listed(rules: readonly string[]): string {
  return rules.map((rule) => `\`${rule}\``).join(", ");
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => "---"), ...rows];
  return lines
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`)
    .join("\n");
}

/** An item of a list, in lines that are as long as those of the page. */
function wrapItem(item: string): string {
  const lines = [""];
  for (const word of item.split(" ")) {
    const line = lines.at(-1) ?? "";
    if (line.length + word.length > 115) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines.join("\n  ");
}
