import { renderHtml } from "./html.js";
import { renderJson } from "./json.js";
import { renderJunit } from "./junit.js";
import { renderMarkdown } from "./markdown.js";
import { renderSarif } from "./sarif.js";
import { renderAcceptances, renderIgnoreRules } from "./settle.js";
import type { DriftReport } from "./report.js";
import { renderTable, type TableOptions } from "./table.js";
import type { Report } from "./view.js";

/** What a report does not know about the place where it is read. */
interface RenderOptions extends TableOptions {
  /** The project's file, as a URI relative to the directory in which the program was started. */
  readonly projectFile: string;
}

interface Format<Rendered extends Report> {
  /** What it is for, as the page of the review says it. */
  readonly doc: string;
  readonly render: (report: Rendered, options: RenderOptions) => string;
}

/** The formats of every report. The option `--format`, its help and the page of the review are made from these tables. */
export const planFormats = {
  table: {
    doc:
      "for a terminal. It is as wide as the terminal, and colored unless `NO_COLOR` is set. It shows the 200 findings " +
      "of the highest severity and counts the others.",
    render: renderTable,
  },
  json: { doc: "for other programs. See [The JSON report](#the-json-report).", render: renderJson },
  markdown: {
    doc:
      "for a comment or an issue. It has at most 58,500 characters, so that a preview of 6,000 fits beside it into the " +
      "65,536 of GitHub, and it counts what it leaves out. Names from the pool cannot trigger mentions.",
    render: renderMarkdown,
  },
  html: {
    doc: "for a browser. One page that loads nothing, with search and sorting, for screen and print, light and dark.",
    render: renderHtml,
  },
  sarif: {
    doc:
      "for code scanning (SARIF 2.1.0). A result is at the line behind it if one is known, otherwise in the project file, " +
      "such as `infra/Pulumi.yaml`. Accepted findings are suppressed.",
    render: renderSarif,
  },
  junit: {
    doc:
      "for the test reports of a pipeline. A finding that counts is a failed test, an accepted one is skipped, and one below " +
      "`--fail-on` passes.",
    render: renderJunit,
  },
  acceptances: {
    doc: "the open findings as entries for `accepted` in the policy file. Write the reasons: a placeholder is refused.",
    render: renderAcceptances,
  },
} as const satisfies Record<string, Format<Report>>;

/** Those of a drift review. */
export const formats = {
  ...planFormats,
  ignore: {
    doc: "the open findings that a rule can leave out, as lines for `.approwignore`.",
    render: renderIgnoreRules,
  },
} as const satisfies Record<string, Format<DriftReport>>;

export type FormatName = keyof typeof formats;
