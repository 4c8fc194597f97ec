import type { Finding } from "../finding/finding.js";
import { kinds } from "../finding/kinds.js";
import { contactsOf, nameOf } from "../finding/subject.js";
import { type Markup, markup } from "./markup.js";
import { type DriftReport, isDrift } from "./report.js";
import { acceptanceOf, coverageOf, gapsOf, limitsOf, ownersOf, sinceOf } from "./sentences.js";

/**
 * The report as JUnit XML. A finding that counts is a failed test, an accepted one a skipped test, and one below the
 * threshold a passed test. The review itself is a passed test too, so that the file of a clean review is not empty.
 */
export function renderJunit(report: DriftReport): string {
  const cases = [reviewed(report), ...report.findings.map((finding) => caseOf(finding, report))];
  const failures = report.findings.filter((finding) => isDrift(finding, report.failOn)).length;
  const { accepted } = report.counts;
  const counts = markup`tests="${cases.length}" failures="${failures}" errors="0" skipped="${accepted}"`;
  return String(markup`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="${report.tool.name}" ${counts}>
<testsuite name="user pool ${report.pools.map(({ userPoolId }) => userPoolId).join(" and ")}" ${counts} timestamp="${report.generatedAt}">
${cases}</testsuite>
</testsuites>
`);
}

function reviewed(report: DriftReport): Markup {
  const lines = [...gapsOf(report), coverageOf(report), limitsOf(report)].filter((line) => line !== "");
  return markup`<testcase classname="drift" name="the user pool was reviewed"><system-out>${lines.join("\n")}</system-out></testcase>
`;
}

function caseOf(finding: Finding, report: DriftReport): Markup {
  const { kind, severity, message } = finding;
  return markup`<testcase classname="drift.${severity}.${kind}" name="${nameOf(finding)}: ${message}">${outcomeOf(finding, report)}</testcase>
`;
}

function outcomeOf(finding: Finding, report: DriftReport): Markup {
  const { id, kind, severity, message, accepted } = finding;
  if (accepted !== undefined) return markup`<skipped message="${acceptanceOf(accepted)}"/>`;
  const lines = [
    id,
    contactsOf(finding).join(", "),
    sinceOf(finding),
    ...ownersOf(finding),
    kinds[kind].decision,
  ];
  const text = lines.filter((line) => line !== "").join("\n");
  return isDrift(finding, report.failOn)
    ? markup`<failure message="${message}" type="${severity}">${text}</failure>`
    : markup`<system-out>${text}</system-out>`;
}
