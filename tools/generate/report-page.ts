import { readFile } from "node:fs/promises";
import path from "node:path";

import type { z } from "zod";

import type { EntryKind } from "../../drift/finding/entry-kind.js";
import type { Severity } from "../../drift/finding/parts.js";
import { jsonReference } from "./json-reference.js";

// What the pages of the reports have in common.

/** A page with its marked parts, `<!-- generated: PART -->`, made from the code. */
export async function renderPage(
  root: string,
  page: string,
  parts: Readonly<Record<string, () => string>>,
): Promise<{ file: string; text: string }> {
  const file = path.join(root, page);
  const text = (await readFile(file, "utf8")).replaceAll(
    /(<!-- generated: (\w+) -->).*?(<!-- \/generated -->)/gsu,
    (_, begin: string, part: string, end: string) => `${begin}\n\n${parts[part]?.() ?? ""}\n\n${end}`,
  );
  return { file, text };
}

export function kindTable(kinds: Readonly<Record<string, EntryKind>>, decision: string): string {
  return tableOf(
    ["Kind", "Meaning", decision],
    Object.entries(kinds).map(([kind, its]) => [`\`${kind}\``, its.meaning, its.decision]),
  );
}

/** The rules by their default severity. Of the low ones, `otherFields` stand for those of single fields. */
export function severityList(rules: ReadonlyMap<string, Severity>, otherFields: string): string {
  const of = (severity: Severity): string[] =>
    [...rules].filter(([, its]) => its === severity).map(([rule]) => rule);
  return [
    `- **high**: ${listed(of("high"))}`,
    `- **medium**: ${listed(of("medium"))}`,
    `- **low**: ${listed(of("low").filter(isOfKind))}, and ${otherFields} of every other field`,
    `- **none**: ${listed(of("none"))}`,
  ]
    .map(wrapItem)
    .join("\n");
}

export function jsonTable(schema: z.ZodType, noun: string): string {
  return tableOf(
    ["Value", "Type", "Meaning"],
    jsonReference(schema, noun).map((value) => [`\`${value.path}\``, value.type, value.meaning]),
  );
}

/** Apart from the rules for single fields. */
function isOfKind(rule: string): boolean {
  return !rule.includes(".");
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
export function wrapItem(item: string): string {
  const lines = [""];
  for (const word of item.split(" ")) {
    const line = lines.at(-1) ?? "";
    if (line.length + word.length > 115) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines.join("\n  ");
}
