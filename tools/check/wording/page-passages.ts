import { blank, type Passage, placeholder } from "./passage.js";

/** The paragraphs, lists and tables of a Markdown page, the comments in its code and the output that it quotes. */
export function pagePassages(page: string): Passage[] {
  return splitAtEmptyLines(blankTargets(blankCode(page)));
}

/** The comments of a file whose comments begin with `#`. */
export function commentPassages(file: string): Passage[] {
  return splitAtEmptyLines(keepComments(file, /(?:^|\s)# /u));
}

/** Of a block of code its comments are prose; a block without a language, or of `text`, is what a program prints. */
function blankCode(page: string): string {
  const withoutBlocks = page.replaceAll(
    /^( *```)(\w*)(.*?)^( *```)$/gmsu,
    (_block, begin: string, language: string, body: string, end: string) => {
      const isOutput = language === "" || language === "text";
      const kept = isOutput ? body : keepComments(body, /(?:^|\s)(?:\/\/|#) /u);
      return `${spaces(begin)}${spaces(language)}${kept}${spaces(end)}`;
    },
  );
  return blank(withoutBlocks, /`[^`\n]*`/gu, placeholder);
}

function keepComments(code: string, beginning: RegExp): string {
  return code
    .split("\n")
    .map((line) => {
      const comment = beginning.exec(line);
      if (comment === null) return spaces(line);
      const from = comment.index + comment[0].length;
      return spaces(line.slice(0, from)) + line.slice(from);
    })
    .join("\n");
}

/** Where a link leads, and comments for tools, are for no reader. */
function blankTargets(page: string): string {
  return blank(blank(page, /\]\([^)\s]+\)/gu), /<!--.*?-->/gsu);
}

function splitAtEmptyLines(text: string): Passage[] {
  return [...text.matchAll(/[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*/gu)].map(({ 0: prose, index }) => ({
    kind: "page",
    start: index,
    prose,
  }));
}

function spaces(text: string): string {
  return " ".repeat(text.length);
}
