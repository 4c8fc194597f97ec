import { expect } from "vitest";
import { z } from "zod";

import { parsePolicy } from "../../../drift/policy/policy.js";
import { renderHtml } from "../../../drift/report/html.js";
import { renderJunit } from "../../../drift/report/junit.js";
import { renderMarkdown } from "../../../drift/report/markdown.js";
import { renderSarif } from "../../../drift/report/sarif.js";
import { renderAcceptances } from "../../../drift/report/settle.js";
import { renderTable } from "../../../drift/report/table.js";
import type { Report } from "../../../drift/report/view.js";
import { viewOf } from "../../../drift/report/view-of.js";

/** Names, paths and messages that somebody may choose to get into a report. */
export const hostileWords = [
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

/** A character that moves a cursor, turns a line or belongs into no text. */
const unprintable = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\uFFFE]/u;

/** GitHub takes such a line of a log as a command. */
const command = /^\s*::/mu;

/** For each format: a report with hostile words in it does what a report does, and nothing that they say. */
export const expectHarmless: Readonly<Record<string, (report: Report) => void>> = {
  table: (report) => {
    for (const width of [200, 60]) {
      const text = renderTable(report, { width, isColoured: false });

      expect(text).not.toMatch(unprintable);
      expect(text).not.toMatch(command);
    }
  },
  markdown: (report) => {
    const text = renderMarkdown(report);

    const outside = text.replace(/(?<!`)(?<fence>`+)(?!`)(.*?)(?<!`)\k<fence>(?!`)/gu, "CODE");
    expect(outside).not.toMatch(/[`@[\]\\{}&]|script|alert|evil|details|\p{Cf}/iu);
    const rows = text.split("\n").filter((line) => /^\| (?:high|medium|low) /u.test(line));
    expect(rows).toHaveLength(viewOf(report).entries.length);
    for (const row of rows) expect(row.split(/(?<!\\)\|/u)).toHaveLength(5);
  },
  html: (report) => {
    const html = renderHtml(report);

    expect(html).not.toMatch(/<script>alert|--><details>/u);
    expect(html).not.toMatch(unprintable);
    expect(html.match(/<script>/gu)).toHaveLength(1);
    expect(html.match(/<tr data-show=/gu)).toHaveLength(viewOf(report).entries.length);
  },
  junit: (report) => {
    const xml = renderJunit(report);

    expect(xml).not.toMatch(/<script|<details|\]\]>|&(?!amp;|lt;|gt;|quot;|#39;)/u);
    expect(xml).not.toMatch(unprintable);
    expect(xml).not.toMatch(command);
  },
  sarif: (report) => {
    for (const text of messagesIn(JSON.parse(renderSarif(report, { projectFile: "Pulumi.yaml" })))) {
      expect(text).not.toMatch(/(?<!\\)\[x\]\(|(?<!\{)\{0\}(?!\})/u);
      expect(text).not.toMatch(unprintable);
    }
  },
  acceptances: (report) => {
    const text = renderAcceptances(report);

    expect(text).not.toMatch(unprintable);
    const { acceptances } = parsePolicy("approw-drift.yaml", text.replaceAll("TODO: say why", "known"));
    expect(acceptances.map(({ finding }) => finding).sort()).toEqual(
      viewOf(report)
        .entries.map(({ id }) => id)
        .sort(),
    );
  },
};

const sarifLog = z.object({
  runs: z.array(z.object({ results: z.array(z.object({ message: z.object({ text: z.string() }) })) })),
});

function messagesIn(log: unknown): string[] {
  return sarifLog.parse(log).runs.flatMap(({ results }) => results.map(({ message }) => message.text));
}
