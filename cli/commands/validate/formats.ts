import { printable } from "../../../model/rules/printable.js";
import {
  describeEnding,
  describeMistakes,
  type Ending,
  type Place,
  shownFile,
} from "../../../roster/index.js";
import { counted, messageOf, type Result, summaryOf, withCommas } from "./result.js";

interface Format {
  /** What it is for, as the help says it. */
  readonly doc: string;
  readonly render: (result: Result) => string;
}

/** Every format of the result. The option `--format` and its help are made from this table. */
export const formats = {
  text: { doc: "for a terminal", render: renderText },
  github: { doc: "annotations of GitHub Actions", render: renderGithub },
  json: { doc: "for other programs", render: renderJson },
} as const satisfies Record<string, Format>;

export type FormatName = keyof typeof formats;

/** More than these are counted. */
const most = { endings: 50, annotations: 50, json: 1000 } as const;

function renderText(result: Result): string {
  const { sources, mistakes } = result;
  const described = mistakes.length === 0 ? "" : `${describeMistakes(mistakes, sources)}\n`;
  return [
    described,
    ...unreadIn(result).map((line) => `${line}\n`),
    ...endingsIn(result).map((line) => `${line}\n`),
    `${summaryOf(result)}\n`,
  ].join("");
}

const rename = "rename it to end in .yaml or .yml";

function unreadIn({ unread }: Result): string[] {
  if (unread.length === 0) return [];
  return [...unread.map((file) => `warning: ${shownFile(file)} is not read: ${rename}`), ""];
}

function endingsIn({ ended, ending, today, endsWithin }: Result): string[] {
  return [
    ...listed(ended, today, `ended before ${today}`),
    ...listed(ending, today, `ends within ${counted(endsWithin, "day")}`),
  ];
}

function listed(endings: readonly Ending[], today: string, heading: string): string[] {
  if (endings.length === 0) return [];
  const shown = endings.slice(0, most.endings).map((ending) => `  ${describeEnding(ending, today)}`);
  const rest = endings.length - shown.length;
  return [`${heading}:`, ...shown, ...(rest > 0 ? [`  and ${withCommas(rest)} more`] : []), ""];
}

/** GitHub shows each beside its line. An entry that is over is a warning, because it no longer does anything. */
function renderGithub(result: Result): string {
  const { unread, mistakes, ended, ending, today } = result;
  const told = (level: string) => (entry: Ending) =>
    annotation(level, entry.place, describeEnding(entry, today));
  const lines = [
    ...mistakes
      .slice(0, most.annotations)
      .map((mistake) => annotation("error", mistake.place, messageOf(mistake))),
    ...unread
      .slice(0, most.annotations)
      .map((file) => `::warning file=${property(file)}::${data(`the file is not read: ${rename}`)}`),
    ...ended.slice(0, most.annotations).map(told("warning")),
    ...ending.slice(0, most.annotations).map(told("notice")),
  ];
  return [...lines, summaryOf(result), ""].join("\n");
}

function annotation(level: string, { file, line, column }: Place, message: string): string {
  return `::${level} file=${property(file)},line=${line},col=${column}::${data(message)}`;
}

/** The escapes that GitHub's own toolkit writes. */
function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(printable(text)).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

function renderJson(result: Result): string {
  const { mistakes, sources, unread, counts, today, endsWithin, ended, ending } = result;
  const report = {
    valid: mistakes.length === 0,
    today,
    files: sources.length,
    unread,
    counts,
    mistakeCount: mistakes.length,
    mistakes: mistakes
      .slice(0, most.json)
      .map(({ place, message, others = [] }) => ({ ...place, message, others })),
    endedCount: ended.length,
    ended: ended.slice(0, most.json),
    endsWithin,
    endingCount: ending.length,
    ending: ending.slice(0, most.json),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
