import { describe, expect, test } from "vitest";
import { z } from "zod";

import type { Origin } from "../../../drift/finding/origin.js";
import { parseIgnoreFile } from "../../../drift/policy/ignore.js";
import { parsePolicy } from "../../../drift/policy/policy.js";
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

/** What somebody may choose as the name of a file or an author, or write in a commit. */
const hostileWords = [
  "<script>alert(1)</script>",
  "a\nb\r\n| high | x |",
  "a|b`c``d",
  "@admin [x](http://evil.example) ![x](http://evil.example/p.png)",
  "\u001b[2J\u001b]8;;http://evil.example\u0007x",
  "\u202eevil\u2066",
  "::error::evil",
  '"--><details>',
  "]]> {0} & &lt;",
  "\u0000\ud800\ufffe",
];

describe.each(hostileWords)("a path, author and commit of %j", (word) => {
  const origin = originOf({ file: word }, { hash: word, author: word, date: word, subject: word });
  const reports = reportsWith(
    origin,
    originOf({ file: word, is: "removed" }, { author: word, subject: word }),
  );

  test.each(reports)(
    "moves no cursor and turns no line on a terminal, and is no command in a log ($name)",
    ({ report }) => {
      for (const width of [200, 60]) {
        const text = renderTable(report, { width, isColoured: false });

        expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}]/u);
        expect(text).not.toMatch(/^\s*::/mu);
      }
    },
  );

  test.each(reports)("stays in code spans in Markdown ($name)", ({ report }) => {
    const text = renderMarkdown(report);

    const outside = text.replace(/(?<!`)(?<fence>`+)(?!`)(.*?)(?<!`)\k<fence>(?!`)/gu, "CODE");
    expect(outside).not.toMatch(/[`@[\]\\{}&]|script|alert|evil|details|\p{Cf}/iu);
    const rows = text.split("\n").filter((line) => /^\| (?:high|medium) /u.test(line));
    expect(rows).toHaveLength("findings" in report ? 2 : 1);
    for (const row of rows) expect(row.split(/(?<!\\)\|/u)).toHaveLength(5);
  });

  test.each(reports)("is text in HTML ($name)", ({ report }) => {
    const html = renderHtml(report);

    expect(html).not.toMatch(/<script>alert|--><details>|(?!\n)[\p{Cc}\p{Cf}\p{Cs}]/u);
    expect(html.match(/<script>/gu)).toHaveLength(1);
    expect(html.match(/<tr data-show=/gu)).toHaveLength("findings" in report ? 2 : 1);
  });

  test.each(reports)("is text in JUnit ($name)", ({ report }) => {
    const xml = renderJunit(report);

    expect(xml).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\uFFFE]|<script|<details|\]\]>/u);
    expect(xml).not.toMatch(/^\s*::/mu);
    expect(xml).not.toMatch(/&(?!amp;|lt;|gt;|quot;|#39;)/u);
  });

  test.each(reports)("makes no link and no placeholder in SARIF ($name)", ({ report }) => {
    const sarif = renderSarif(report, { projectFile });

    for (const text of messagesIn(JSON.parse(sarif))) {
      expect(text).not.toMatch(/(?<!\\)\[x\]\(|(?<!\{)\{0\}(?!\})|(?!\n)[\p{Cc}\p{Cf}]/u);
    }
  });

  test.each(reports)("breaks no line of the acceptances ($name)", ({ report }) => {
    const text = renderAcceptances(report);

    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}]/u);
    expect(
      parsePolicy("approw-drift.yaml", text.replaceAll("TODO: say why", "known")).acceptances,
    ).toHaveLength("findings" in report ? 2 : 1);
  });

  test("breaks no line of the ignore rules", () => {
    for (const { report } of reports) {
      if (!("findings" in report)) continue;
      const rules = parseIgnoreFile(".approwignore", renderIgnoreRules(report));

      expect(rules.map(({ text }) => text)).toEqual(["username:eve"]);
    }
  });
});

function messagesIn(log: unknown): string[] {
  const { runs } = z
    .object({
      runs: z.array(z.object({ results: z.array(z.object({ message: z.object({ text: z.string() }) })) })),
    })
    .parse(log);
  return runs.flatMap(({ results }) => results.map(({ message }) => message.text));
}

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
