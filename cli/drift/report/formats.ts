import { renderHtml } from "./html.js";
import { renderJson } from "./json.js";
import { renderJunit } from "./junit.js";
import { renderMarkdown } from "./markdown.js";
import type { DriftReport } from "./report.js";
import { renderSarif } from "./sarif.js";
import { renderTable, type TableOptions } from "./table.js";

/** What a report does not say about where it will be read. */
export interface RenderOptions extends TableOptions {
  /** The project's file, as a URI below the directory that the program was started in. */
  readonly projectFile: string;
}

/** What a report can be written as. */
export const formats = {
  table: renderTable,
  json: renderJson,
  markdown: renderMarkdown,
  html: renderHtml,
  sarif: renderSarif,
  junit: renderJunit,
} as const satisfies Record<string, (report: DriftReport, options: RenderOptions) => string>;

export type FormatName = keyof typeof formats;
