import type { NotRead } from "../completeness/not-read.js";
import { type Entry, entryKinds } from "../finding/entry.js";
import type { ReportedSeverity } from "../finding/parts.js";
import { contactsOf, nameOf } from "../finding/subject.js";
import { locationOf } from "./location.js";
import { originsOf, ownersOf, repairsOf, sinceOf } from "./sentences.js";
import type { Report } from "./view.js";
import { viewOf } from "./view-of.js";

const levels = { high: "error", medium: "warning", low: "note" } as const satisfies Record<
  ReportedSeverity,
  string
>;

/** GitHub ranks the rules of security tools by these numbers: high from 7.0, medium from 4.0. */
const securitySeverities = { high: "8.0", medium: "5.0", low: "2.0" } as const satisfies Record<
  ReportedSeverity,
  string
>;

interface SarifOptions {
  /** A result must be in a file. Where no line is known, it is in the file that every project has. */
  readonly projectFile: string;
}

/** The report as SARIF 2.1.0, for code scanning. */
export function renderSarif(report: Report, { projectFile }: SarifOptions): string {
  const { name, entries } = viewOf(report);
  const examples = new Map(entries.map((entry) => [entry.rule, entry]));
  const rules = [...examples.keys()];
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { ...report.tool, rules: [...examples.values()].map(toRule) } },
        automationDetails: { id: `${name}/${report.pools.map(({ userPoolId }) => userPoolId).join("+")}/` },
        invocations: [
          {
            executionSuccessful: true,
            endTimeUtc: report.generatedAt,
            toolExecutionNotifications: report.completeness.notRead.map(toNotification),
          },
        ],
        results: entries.map((entry) => toResult(entry, rules.indexOf(entry.rule), projectFile)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** A reader of the log sees that there may be results that it lacks. */
function toNotification({ subject, counts, message }: NotRead): object {
  return {
    descriptor: { id: `not-read/${subject}` },
    level: counts ? "warning" : "note",
    message: { text: toPlainText(`Not read: ${message}.`) },
  };
}

/** All entries of one rule have one severity. */
function toRule({ rule, kind, severity }: Entry): object {
  const { title, meaning, decision } = entryKinds[kind];
  return {
    id: rule,
    name: rule,
    shortDescription: { text: title },
    fullDescription: { text: meaning },
    help: { text: decision },
    defaultConfiguration: { level: levels[severity] },
    properties: { tags: ["security"], "security-severity": securitySeverities[severity] },
  };
}

function toResult(entry: Entry, ruleIndex: number, projectFile: string): object {
  const { id, rule, severity, message, owners, accepted } = entry;
  const who = [nameOf(entry), ...contactsOf(entry)].join(", ");
  const sentences = [
    `${who}: ${message}.`,
    sinceOf(entry),
    ...ownersOf(entry),
    ...originsOf(entry),
    ...repairsOf(entry),
  ];
  return {
    ruleId: rule,
    ruleIndex,
    level: levels[severity],
    ...("isNew" in entry && { baselineState: entry.isNew === true ? "new" : "unchanged" }),
    message: { text: toPlainText(sentences.filter((sentence) => sentence !== "").join("\n")) },
    locations: [
      {
        physicalLocation: locationOf(entry, projectFile),
        logicalLocations: [...new Set(owners.map(({ urn }) => urn))].map((fullyQualifiedName) => ({
          fullyQualifiedName,
          kind: "resource",
        })),
      },
    ],
    // GitHub distinguishes results of one rule by the first one only, and names it for the hash of a line.
    partialFingerprints: { primaryLocationLineHash: id, "findingId/v1": id },
    suppressions: accepted === undefined ? [] : [toSuppression(accepted)],
  };
}

/** Brackets make links in messages and braces make placeholders. Here they are escaped. */
function toPlainText(text: string): string {
  return text.replace(/[\\[\]]/gu, "\\$&").replace(/[{}]/gu, "$&$&");
}

function toSuppression({ reason, until }: NonNullable<Entry["accepted"]>): object {
  return { kind: "external", status: "accepted", justification: `until ${until}: ${reason}` };
}
