import { printable } from "../../model/rules/printable.js";
import { describe, describeInPool, type Entry } from "../finding/entry.js";
import { contactsOf, nameOf } from "../finding/subject.js";
import {
  acceptanceOf,
  blocksOf,
  decisionsOf,
  noticesOf,
  originsOf,
  ownersOf,
  repairsOf,
  sinceOf,
  titleCase,
  titleOf,
} from "./sentences.js";
import { Space } from "./space.js";
import type { Report } from "./view.js";
import { viewOf } from "./view-of.js";

/**
 * GitHub accepts 65,536 characters in a comment or an issue. A pipeline may add 6,000 of a preview, and the text around
 * the parts needs some.
 */
const maxCharacters = 58_000;

/** The report for a comment or an issue. Everything that is not ours is shown as code, which cannot trigger mentions. */
export function renderMarkdown(report: Report): string {
  const view = viewOf(report);
  const open = view.entries.filter(({ accepted }) => accepted === undefined);
  const accepted = view.entries.filter((entry) => entry.accepted !== undefined);
  const space = new Space(maxCharacters);
  // The few lines that must not be missing come first, then open entries, accepted entries and notices.
  const head = space.fit([
    `### ${view.title}: ${view.outcome}`,
    `${report.pools.map(({ userPoolId, host }) => `User pool ${code(printable(userPoolId))} on ${code(printable(host))}, `).join("")}${report.generatedAt}.`,
    ...view.alerts.map(({ label, text }) => `**${label}** ${text(code)}`),
    ...view.lead,
  ]);
  const decisions = space.fit(decisionsOf(open).map(toItem));
  const about = space.fit([...view.closing, ...view.notes(code)].map(toItem));
  const toRow = (entry: Entry): string => rowOf(entry, report.pools.length > 1);
  const column = titleCase(view.nouns.one);
  const openTables = tablesOf(open, { column, toRow }, space);
  const acceptedTables = tablesOf(accepted, { column, toRow }, space);
  const notices = space.fit(noticesOf(report).map(code).map(toItem));
  const blocks = [
    // A pipeline recognizes its comment or issue by this mark.
    `<!-- pulumi-approw ${view.name} -->`,
    ...head.shown,
    ...openTables,
    ...block(decisions.shown),
    ...(accepted.length === 0
      ? []
      : ["<details><summary>Accepted</summary>", ...acceptedTables, "</details>"]),
    ...block([...about.shown, ...notices.shown]),
    ...moreOf(about.hidden + notices.hidden),
  ];
  return `${blocks.join("\n\n")}\n`;
}

/** One table for users and one for objects. The entries of the highest severity get the space. */
function tablesOf(
  entries: readonly Entry[],
  { column, toRow }: { readonly column: string; readonly toRow: (entry: Entry) => string },
  space: Space,
): string[] {
  const { shown, hidden } = space.fit(entries, toRow);
  const tables = blocksOf(shown).map(({ heading, entries: its }) => [
    `| Severity | ${heading} | ${column} |`,
    "| --- | --- | --- |",
    ...its.map(toRow),
  ]);
  return [...tables.flatMap(block), ...moreOf(hidden)];
}

/** Lines that belong together, as one block. */
function block(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [lines.join("\n")];
}

function toItem(line: string): string {
  return `- ${line}`;
}

function moreOf(hidden: number): string[] {
  return hidden === 0 ? [] : [`**${hidden} more:** see the report in the format html or json.`];
}

/** The sentences are ours. Values in them, and lines that are from elsewhere as a whole, are code. */
function rowOf(entry: Entry, isBesideOtherPools: boolean): string {
  const { severity, userPoolId, id, accepted } = entry;
  const lines = [
    isBesideOtherPools ? describeInPool(entry, userPoolId, code) : describe(entry, code),
    sinceOf(entry, code),
    ...ownersOf(entry).map(code),
    ...originsOf(entry, code),
    ...repairsOf(entry, code),
    accepted === undefined ? "" : acceptanceOf(accepted, code),
    code(id),
  ];
  const what = [`**${titleOf(entry)}**`, ...lines.filter((line) => line !== "")].join("<br>");
  const who = [nameOf(entry), ...contactsOf(entry)].map(code).join("<br>");
  return `| ${severity} | ${who} | ${what} |`;
}

/** A code span that also works in a table. */
function code(text: string): string {
  const runs = text.match(/`+/gu) ?? [];
  const fence = "`".repeat(Math.max(0, ...runs.map(({ length }) => length)) + 1);
  const padding = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return `${fence}${padding}${text.replaceAll("|", "\\|")}${padding}${fence}`;
}
