import type { NotRead } from "../completeness/not-read.js";
import type { Finding } from "../finding/finding.js";
import type { ReportedSeverity } from "../finding/parts.js";
import { kinds } from "../finding/kinds.js";
import { contactsOf, nameOf } from "../finding/subject.js";
import type { DriftReport } from "./report.js";
import { ownersOf, sinceOf } from "./sentences.js";

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
  /** A result must be in a file. Users and objects are in none, so it is in the file that every project has. */
  readonly projectFile: string;
}

/** The report as SARIF 2.1.0, for code scanning. */
export function renderSarif(report: DriftReport, { projectFile }: SarifOptions): string {
  const examples = new Map(report.findings.map((finding) => [finding.rule, finding]));
  const rules = [...examples.keys()];
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { ...report.tool, rules: [...examples.values()].map(toRule) } },
        automationDetails: { id: `drift/${report.pools.map(({ userPoolId }) => userPoolId).join("+")}/` },
        invocations: [
          {
            executionSuccessful: true,
            endTimeUtc: report.generatedAt,
            toolExecutionNotifications: report.completeness.notRead.map(toNotification),
          },
        ],
        results: report.findings.map((finding) =>
          toResult(finding, rules.indexOf(finding.rule), projectFile),
        ),
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

/** All findings of one rule have one severity. */
function toRule({ rule, kind, severity }: Finding): object {
  const { title, meaning, decision } = kinds[kind];
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

function toResult(finding: Finding, ruleIndex: number, projectFile: string): object {
  const { id, rule, severity, message, owners, accepted } = finding;
  const who = [nameOf(finding), ...contactsOf(finding)].join(", ");
  const sentences = [`${who}: ${message}.`, sinceOf(finding), ...ownersOf(finding)];
  return {
    ruleId: rule,
    ruleIndex,
    level: levels[severity],
    ...(finding.isNew !== undefined && { baselineState: finding.isNew ? "new" : "unchanged" }),
    message: { text: toPlainText(sentences.filter((sentence) => sentence !== "").join("\n")) },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: projectFile }, region: { startLine: 1 } },
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

function toSuppression({ reason, until }: NonNullable<Finding["accepted"]>): object {
  return { kind: "external", status: "accepted", justification: `until ${until}: ${reason}` };
}
