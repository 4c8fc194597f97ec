import { describe, expect, test } from "vitest";
import { z } from "zod";

import { renderSarif } from "../../../drift/report/sarif.js";
import type { DriftReport } from "../../../drift/report/report.js";
import { accepting, buildReport, changedNickname, foreignRole, hostileName } from "./build-report.js";

const text = z.strictObject({ text: z.string().min(1) });
const level = z.enum(["none", "note", "warning", "error"]);

/** What SARIF 2.1.0 and GitHub's code scanning ask of the parts that are written here. */
const sarifLog = z.strictObject({
  $schema: z.url(),
  version: z.literal("2.1.0"),
  runs: z.tuple([
    z.strictObject({
      tool: z.strictObject({
        driver: z.strictObject({
          name: z.string(),
          version: z.string(),
          rules: z.array(
            z.strictObject({
              id: z.string(),
              name: z.string(),
              shortDescription: text,
              fullDescription: text,
              help: text,
              defaultConfiguration: z.strictObject({ level }),
              properties: z.strictObject({
                tags: z.array(z.string()),
                "security-severity": z.string().regex(/^\d+\.\d$/u),
              }),
            }),
          ),
        }),
      }),
      automationDetails: z.strictObject({ id: z.string() }),
      invocations: z.array(
        z.strictObject({
          executionSuccessful: z.boolean(),
          endTimeUtc: z.iso.datetime(),
          toolExecutionNotifications: z.array(
            z.strictObject({ descriptor: z.strictObject({ id: z.string() }), level, message: text }),
          ),
        }),
      ),
      results: z.array(
        z.strictObject({
          baselineState: z.enum(["new", "unchanged"]).optional(),
          ruleId: z.string(),
          ruleIndex: z.int().min(0),
          level,
          message: text,
          locations: z.tuple([
            z.strictObject({
              physicalLocation: z.strictObject({
                artifactLocation: z.strictObject({ uri: z.string() }),
                region: z.strictObject({ startLine: z.int().min(1) }),
              }),
              logicalLocations: z.array(z.strictObject({ fullyQualifiedName: z.string(), kind: z.string() })),
            }),
          ]),
          partialFingerprints: z.record(z.string(), z.string()),
          suppressions: z.array(
            z.strictObject({
              kind: z.enum(["inSource", "external"]),
              status: z.enum(["accepted", "underReview", "rejected"]),
              justification: z.string(),
            }),
          ),
        }),
      ),
    }),
  ]),
});

const ada = { id: "u1", username: "ada" };

function runOf(report: DriftReport): z.infer<typeof sarifLog>["runs"][0] {
  return sarifLog.parse(JSON.parse(renderSarif(report, { projectFile: "infra/Pulumi.yaml" }))).runs[0];
}

describe("renderSarif", () => {
  test("has a result for each finding, with level, resource and a fingerprint that lasts", () => {
    const [result] = runOf(buildReport([foreignRole(ada)])).results;

    expect(result).toMatchObject({
      ruleId: "role-foreign",
      level: "error",
      partialFingerprints: {
        primaryLocationLineHash: "role-foreign/u1/default/admin",
        "findingId/v1": "role-foreign/u1/default/admin",
      },
      suppressions: [],
    });
    expect(result?.message.text).toContain('ada: holds the role "admin", which no program declares.');
    expect(result?.locations[0].logicalLocations[0]?.fullyQualifiedName).toContain("approw:User::u1");
  });

  test("no two findings share the fingerprint by which GitHub tells results apart", () => {
    const { results } = runOf(
      buildReport([foreignRole(ada, "a"), foreignRole(ada, "b"), changedNickname(ada)]),
    );

    const prints = results.map(({ partialFingerprints }) => partialFingerprints["primaryLocationLineHash"]);
    expect(new Set(prints).size).toBe(3);
  });

  test("is about the project's file, seen from where the program was started", () => {
    const [result] = runOf(buildReport([foreignRole(ada)])).results;

    expect(result?.locations[0].physicalLocation.artifactLocation.uri).toBe("infra/Pulumi.yaml");
  });

  test("names each rule once, and results point at theirs", () => {
    const { tool, results } = runOf(
      buildReport([foreignRole(ada, "a"), foreignRole(ada, "b"), changedNickname(ada)]),
    );

    const { rules } = tool.driver;
    expect(rules.map(({ id }) => id)).toEqual(["role-foreign", "field-changed.nickname"]);
    for (const { ruleId, ruleIndex } of results) expect(rules[ruleIndex]?.id).toBe(ruleId);
  });

  test("suppresses what is accepted, with the reason", () => {
    const report = buildReport([foreignRole(ada)], accepting("role-foreign/u1/default/admin", "on call"));

    expect(runOf(report).results[0]?.suppressions).toEqual([
      { kind: "external", status: "accepted", justification: "until 2026-12-31: on call" },
    ]);
  });

  test("a hostile name makes no link and no placeholder", () => {
    const [result] = runOf(buildReport([foreignRole({ id: "u1", username: hostileName })])).results;

    expect(result?.message.text).toContain("\\[x\\](http://evil.example) {{0}}");
  });

  test("a clean review is a run without results", () => {
    expect(runOf(buildReport([])).results).toEqual([]);
  });
});
