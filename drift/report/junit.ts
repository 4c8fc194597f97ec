import { type Entry, entryKinds } from "../finding/entry.js";
import { contactsOf, nameOf } from "../finding/subject.js";
import { type Markup, markup } from "./markup.js";
import { acceptanceOf, originsOf, ownersOf, repairsOf, sinceOf } from "./sentences.js";
import { withoutCommand } from "./log-line.js";
import type { Report, ReportView } from "./view.js";
import { viewOf } from "./view-of.js";

/**
 * The report as JUnit XML. An entry that counts is a failed test, an accepted one a skipped test, and one below the
 * threshold a passed test. The command itself is a test too, so that the file of a clean report is not empty.
 */
export function renderJunit(report: Report): string {
  const view = viewOf(report);
  const cases = [
    ...view.checks.map((check) => checkOf(check, view)),
    ...view.entries.map((entry) => caseOf(entry, view)),
  ];
  const failing = view.entries.filter((entry) => entry.accepted === undefined && view.counts(entry));
  const failures = failing.length + view.checks.filter(({ failure }) => failure !== undefined).length;
  const { accepted } = report.counts;
  const counts = markup`tests="${cases.length}" failures="${failures}" errors="0" skipped="${accepted}"`;
  return String(markup`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="${report.tool.name}" ${counts}>
<testsuite name="user pool ${report.pools.map(({ userPoolId }) => userPoolId).join(" and ")}" ${counts} timestamp="${report.generatedAt}">
${cases}</testsuite>
</testsuites>
`);
}

function checkOf({ name, failure, lines }: ReportView["checks"][number], view: ReportView): Markup {
  const failed = failure === undefined ? "" : markup`<failure message="${failure}"/>`;
  return markup`<testcase classname="${view.name}" name="${name}">${failed}<system-out>${textOf(lines)}</system-out></testcase>
`;
}

function caseOf(entry: Entry, view: ReportView): Markup {
  const { kind, severity, message } = entry;
  return markup`<testcase classname="${view.name}.${severity}.${kind}" name="${nameOf(entry)}: ${message}">${outcomeOf(entry, view)}</testcase>
`;
}

function outcomeOf(entry: Entry, view: ReportView): Markup {
  const { id, kind, severity, message, accepted } = entry;
  if (accepted !== undefined) return markup`<skipped message="${acceptanceOf(accepted)}"/>`;
  const text = textOf([
    id,
    contactsOf(entry).join(", "),
    sinceOf(entry),
    ...ownersOf(entry),
    ...originsOf(entry),
    ...repairsOf(entry),
    entryKinds[kind].decision,
  ]);
  return view.counts(entry)
    ? markup`<failure message="${message}" type="${severity}">${text}</failure>`
    : markup`<system-out>${text}</system-out>`;
}

/** The lines that say something, as they may stand in the log of a pipeline. */
function textOf(lines: readonly string[]): string {
  return lines
    .filter((line) => line !== "")
    .map(withoutCommand)
    .join("\n");
}
