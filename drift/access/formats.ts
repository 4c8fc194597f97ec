import type { AccessReport } from "./access-report.js";
import { renderCsv } from "./csv.js";
import { renderHtml } from "./html.js";
import { renderTable } from "./table.js";

interface Format {
  readonly render: (report: AccessReport, options: { readonly width: number }) => string;
}

/** Every format of the report. The option `--format` and its help are made from this table. */
export const formats = {
  table: { render: renderTable },
  csv: { render: renderCsv },
  html: { render: renderHtml },
  json: { render: (report) => `${JSON.stringify(report, undefined, 2)}\n` },
} as const satisfies Record<string, Format>;

export type FormatName = keyof typeof formats;
