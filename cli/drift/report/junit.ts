import { nameOf } from "../describe.js";
import type { Finding } from "../finding.js";
import { kinds } from "../kinds.js";
import { escapeMarkup } from "./escape-markup.js";
import { type DriftReport, isDrift } from "./report.js";
import { acceptanceOf, coverageOf, ownersOf, sinceOf } from "./sentences.js";

/**
 * The report as JUnit XML. A finding that counts is a failed test, one that is accepted a skipped one, and one below
 * the threshold a passed one. That the pool was read is a passed test too, so that a clean review is not an empty file.
 */
export function renderJunit(report: DriftReport): string {
  const cases = [reviewed(report), ...report.findings.map((finding) => caseOf(finding, report))];
  const failures = report.findings.filter((finding) => isDrift(finding, report.failOn)).length;
  const skipped = report.counts.accepted;
  const counts = { tests: cases.length, failures, errors: 0, skipped };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    element(
      "testsuites",
      { name: report.tool.name, ...counts },
      element(
        "testsuite",
        { name: `user pool ${report.userPoolId}`, ...counts, timestamp: report.generatedAt },
        cases.join("\n"),
      ),
    ),
    "",
  ].join("\n");
}

function reviewed(report: DriftReport): string {
  const output = element("system-out", {}, escapeMarkup(`Code owns ${coverageOf(report).join(", ")}.`));
  return element("testcase", { classname: "drift", name: "the user pool was reviewed" }, output);
}

function caseOf(finding: Finding, report: DriftReport): string {
  const { kind, severity, person, message, accepted } = finding;
  const attributes = { classname: `drift.${severity}.${kind}`, name: `${nameOf(person)}: ${message}` };
  const details = [finding.id, sinceOf(finding), ...ownersOf(finding), kinds[kind].decision];
  const text = escapeMarkup(details.filter((line) => line !== "").join("\n"));
  if (accepted !== undefined)
    return element("testcase", attributes, element("skipped", { message: acceptanceOf(accepted) }));
  const outcome = isDrift(finding, report.failOn)
    ? element("failure", { message, type: severity }, text)
    : element("system-out", {}, text);
  return element("testcase", attributes, outcome);
}

function element(name: string, attributes: Readonly<Record<string, number | string>>, content = ""): string {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeMarkup(String(value))}"`);
  const open = `<${name}${pairs.join("")}`;
  return content === "" ? `${open}/>` : `${open}>${content}</${name}>`;
}
