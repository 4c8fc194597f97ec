import { describe, expect, test } from "vitest";
import { z } from "zod";

import type { Origin } from "../../../drift/finding/origin.js";
import { parseIgnoreFile } from "../../../drift/policy/ignore.js";
import { renderHtml } from "../../../drift/report/html.js";
import { renderJson } from "../../../drift/report/json.js";
import { renderJunit } from "../../../drift/report/junit.js";
import { renderMarkdown } from "../../../drift/report/markdown.js";
import { renderSarif } from "../../../drift/report/sarif.js";
import { renderAcceptances, renderIgnoreRules } from "../../../drift/report/settle.js";
import { renderTable } from "../../../drift/report/table.js";
import type { Report } from "../../../drift/report/view.js";
import { buildReport, foreignRole } from "./build-report.js";
import { buildPlan, everyChange, originOf } from "./build-plan.js";
import { expectHarmless, hostileWords } from "./hostile.js";

const sentence = 'people/eng.yaml:12, commit 1a2b3c4 by Ada Lovelace on 2026-11-20: "Ada joins"';

/** Both reports with an entry of these lines. */
function reportsWith(...origins: Origin[]): { name: string; report: Report }[] {
  const unmanaged = {
    kind: "user-unmanaged" as const,
    user: { id: "u9", username: "eve" },
    owners: [],
    groups: [],
    roles: [],
  };
  return [
    {
      name: "drift",
      report: buildReport([
        { ...foreignRole({ id: "u1", username: "ada" }), origins },
        { ...unmanaged, origins },
      ]),
    },
    { name: "plan", report: buildPlan([{ ...everyChange["group-given"], origins }]) },
  ];
}

const wide = { width: 200, isColoured: false };
const projectFile = "infra/Pulumi.yaml";

describe.each(reportsWith(originOf()))("the line behind an entry of the $name", ({ report }) => {
  test.each([
    ["table", renderTable(report, wide), sentence],
    ["narrow table", renderTable(report, { width: 79, isColoured: false }).replaceAll("\n  ", " "), sentence],
    [
      "markdown",
      renderMarkdown(report),
      '`people/eng.yaml:12`, commit 1a2b3c4 by `Ada Lovelace` on 2026-11-20: `"Ada joins"`<br>',
    ],
    ["html", renderHtml(report), `<br>${sentence.replaceAll('"', "&quot;")}`],
    ["sarif", renderSarif(report, { projectFile }), sentence.replaceAll('"', '\\"')],
    ["junit", renderJunit(report), `\n${sentence.replaceAll('"', "&quot;")}\n`],
    ["acceptances", renderAcceptances(report), `\n  # ${sentence}\n  - finding: `],
    ["json", renderJson(report), '"subject": "Ada joins"'],
  ])("is in the format %s", (_, text, line) => {
    expect(text).toContain(line);
  });
});

describe("the line behind an entry", () => {
  const lineOf = (...origins: Origin[]): string[] =>
    renderAcceptances(buildPlan([{ ...everyChange["group-given"], origins }]))
      .split("\n")
      .filter((line) => line.startsWith("  # "))
      .slice(1)
      .map((line) => line.slice(4));
  const uncommitted: Origin = { file: "people/eng.yaml", line: 12, is: "current" };

  test("that was removed says so", () => {
    expect(lineOf(originOf({ is: "removed" }))).toEqual([
      'people/eng.yaml:12, removed in commit 1a2b3c4 by Ada Lovelace on 2026-11-20: "Ada joins"',
    ]);
    expect(lineOf({ ...uncommitted, is: "removed" })).toEqual(["people/eng.yaml:12, removed"]);
  });

  test("without a commit is the line alone", () => {
    expect(lineOf(uncommitted)).toEqual(["people/eng.yaml:12"]);
  });

  test("the first three are shown, and the others are counted", () => {
    const lines = Array.from({ length: 5 }, (_, n) => ({ ...uncommitted, line: n + 1 }));

    expect(lineOf(...lines)).toEqual([
      "people/eng.yaml:1",
      "people/eng.yaml:2",
      "people/eng.yaml:3",
      "and 2 other lines",
    ]);
  });

  test("stands in the ignore rules as a comment", () => {
    const [drift] = reportsWith(originOf());
    if (drift === undefined || !("findings" in drift.report)) throw new Error("no review");

    const rules = renderIgnoreRules(drift.report);

    expect(rules).toContain(`\n# ${sentence}\nusername:eve\n`);
    expect(parseIgnoreFile(".approwignore", rules)).toHaveLength(1);
  });

  test("keeps its number however long the path is", () => {
    expect(lineOf({ ...uncommitted, file: "x".repeat(9000) })[0]).toMatch(/^x+…:12$/u);
  });
});

describe("the location in SARIF", () => {
  const log = z.object({
    runs: z.tuple([
      z.object({
        results: z.array(z.object({ locations: z.tuple([z.object({ physicalLocation: z.unknown() })]) })),
      }),
    ]),
  });
  const locationOf = (...origins: Origin[]): unknown => {
    const report = buildPlan([{ ...everyChange["group-given"], ...(origins.length > 0 && { origins }) }]);
    const { runs } = log.parse(JSON.parse(renderSarif(report, { projectFile })));
    return runs[0].results[0]?.locations[0].physicalLocation;
  };

  test("is the line, seen from where the program was started", () => {
    expect(locationOf(originOf({ column: 5 }))).toEqual({
      artifactLocation: { uri: "infra/people/eng.yaml" },
      region: { startLine: 12, startColumn: 5 },
    });
    expect(locationOf(originOf({ file: "../people/eng.yaml" }))).toMatchObject({
      artifactLocation: { uri: "people/eng.yaml" },
    });
  });

  test("is a line that is there now rather than one that was removed", () => {
    const removed = originOf({ is: "removed", line: 3 });

    expect(locationOf(removed, originOf())).toMatchObject({ region: { startLine: 12 } });
    expect(locationOf(removed)).toMatchObject({ region: { startLine: 3 } });
  });

  test("is the project's file where no line is known", () => {
    expect(locationOf()).toEqual({ artifactLocation: { uri: projectFile }, region: { startLine: 1 } });
  });

  test.each(["a b#c?.yaml", "javascript:alert(1)", "x\ud800.yaml"])("is a URI for the path %j", (file) => {
    const { artifactLocation } = z
      .object({ artifactLocation: z.object({ uri: z.string() }) })
      .parse(locationOf(originOf({ file })));

    expect(artifactLocation.uri).toMatch(/^infra\/[\w%.()-]+$/u);
  });
});

describe.each(hostileWords)("a path, author and commit of %j", (word) => {
  const origin = originOf({ file: word }, { hash: word, author: word, date: word, subject: word });
  const removed = originOf({ file: word, is: "removed" }, { author: word, subject: word });

  describe.each(reportsWith(origin, removed))("in the $name", ({ report }) => {
    test.each(Object.entries(expectHarmless))("is harmless in the format %s", (_, expectIn) => {
      expectIn(report);
    });

    test("breaks no line of the ignore rules", () => {
      if (!("findings" in report)) return;
      const rules = parseIgnoreFile(".approwignore", renderIgnoreRules(report));

      expect(rules.map(({ text }) => text)).toEqual(["username:eve"]);
    });
  });
});

describe("a name that begins like a command of a pipeline", () => {
  test("is none at the start of a line of the table or of JUnit", () => {
    const user = { id: "u1", username: "x ".repeat(30) + "::error::evil", phone: "::error::evil" };
    const report = buildReport([foreignRole(user, `${"r ".repeat(30)}::error::evil`)]);

    for (const text of [renderTable(report, { width: 40, isColoured: false }), renderJunit(report)]) {
      expect(text).toContain("evil");
      expect(text).not.toMatch(/^\s*::/mu);
    }
  });
});
