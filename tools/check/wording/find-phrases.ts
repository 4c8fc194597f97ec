import { type Passage, placeholder } from "./passage.js";
import { commentPassages, pagePassages } from "./page-passages.js";
import { phrases } from "./phrases.js";
import { sourcePassages } from "./source-passages.js";

/** Something to rewrite, or an exception that says nothing. */
export interface Finding {
  readonly line: number;
  readonly complaint: string;
}

/** A comment `wording-ok: REASON` lets the passage pass that begins on its line or after it. */
interface Exception {
  readonly line: number;
  readonly reason: string;
  isUsed: boolean;
}

/** Every phrase of the list in a file, and every exception that excuses nothing or gives no reason. */
export function findPhrases(file: string, content: string): Finding[] {
  const exceptions = exceptionsIn(content);
  const findings = passagesOf(file, content).flatMap((passage) => {
    const found = phrasesIn(passage, content);
    const excuse = exceptions.find((exception) => excuses(exception, passage, content));
    if (found.length === 0 || excuse === undefined) return found;
    excuse.isUsed = true;
    return [];
  });
  return [...findings, ...exceptions.flatMap(complaintsAbout)].sort((one, other) => one.line - other.line);
}

function passagesOf(file: string, content: string): Passage[] {
  if (file.endsWith(".md")) return pagePassages(content);
  return /\.ya?ml$/u.test(file) ? commentPassages(content) : sourcePassages(file, content);
}

function phrasesIn({ kind, start, prose }: Passage, content: string): Finding[] {
  return phrases
    .filter(({ only = kind }) => only === kind)
    .flatMap(({ name, pattern, instead, exceptAtStartOf }) =>
      [...prose.matchAll(pattern)]
        .filter(({ index }) => exceptAtStartOf !== kind || prose.slice(0, index).trim() !== "")
        .map(({ 0: words, index }) => ({
          line: lineAt(content, start + index),
          complaint: `"${readable(words)}" (${name}): write ${instead}`,
        })),
    );
}

function readable(words: string): string {
  return words.replaceAll(new RegExp(`${placeholder}+`, "gu"), "…").replaceAll(/\s+/gu, " ");
}

function exceptionsIn(content: string): Exception[] {
  return [...content.matchAll(/(?:\/\/|\/\*|<!--|#) wording-ok(.*)$/gmu)].map(({ 1: rest = "", index }) => ({
    line: lineAt(content, index),
    reason: rest.replaceAll(/^:|-->|\*\//gu, "").trim(),
    isUsed: false,
  }));
}

function excuses({ line }: Exception, { start, prose }: Passage, content: string): boolean {
  const first = start + prose.search(/\S/u);
  const between = content.split("\n").slice(line, lineAt(content, first) - 1);
  return line <= lineAt(content, first) && between.every((text) => text.trim() === "");
}

function complaintsAbout({ line, reason, isUsed }: Exception): Finding[] {
  if (reason === "") return [{ line, complaint: "wording-ok needs a reason: wording-ok: REASON" }];
  return isUsed ? [] : [{ line, complaint: "wording-ok excuses nothing: remove it" }];
}

function lineAt(content: string, offset: number): number {
  return content.slice(0, offset).split("\n").length;
}
