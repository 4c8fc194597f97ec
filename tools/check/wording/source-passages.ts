import ts from "typescript";

import { blank, type Passage, placeholder } from "./passage.js";

/** The strings and doc comments of a TypeScript or JavaScript file, in order. */
export function sourcePassages(file: string, source: string): Passage[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const passages = new Map<number, Passage>();

  function visit(node: ts.Node): void {
    for (const comment of docCommentsOf(node, source)) passages.set(comment.start, comment);
    const message = messageOf(node, source);
    if (message !== undefined) passages.set(message.start, message);
    ts.forEachChild(node, visit);
  }

  visit(tree);
  return [...passages.values()].sort((one, other) => one.start - other.start);
}

const hasSeveralWords = new RegExp(`[\\p{L}${placeholder}][^\\S\\n]+[\\p{L}${placeholder}]`, "u");

/** A string that is prose: it has several words and is neither an import nor a key. */
function messageOf(node: ts.Node, source: string): Passage | undefined {
  const isString = ts.isStringLiteralLike(node) && !isSpecifier(node);
  if (!isString && !ts.isTemplateExpression(node)) return undefined;
  const start = node.getStart();
  const written = source.slice(start, node.end);
  const filled = ts.isTemplateExpression(node) ? withPlaceholders(node, written, start) : written;
  const prose = blankCode(blank(filled, /^["'`]|["'`]$|\\[nrt]/gu));
  return hasSeveralWords.test(prose) ? { kind: "message", start, prose } : undefined;
}

function isSpecifier(node: ts.Node): boolean {
  const { parent } = node;
  return (
    ts.isImportDeclaration(parent) ||
    ts.isExportDeclaration(parent) ||
    ts.isExternalModuleReference(parent) ||
    ts.isLiteralTypeNode(parent)
  );
}

function withPlaceholders(template: ts.TemplateExpression, written: string, start: number): string {
  let prose = written;
  for (const { expression } of template.templateSpans) {
    const from = expression.getFullStart() - 2 - start;
    const to = prose.indexOf("}", expression.end - start) + 1;
    prose = prose.slice(0, from) + blank(prose.slice(from, to), /./gu, placeholder) + prose.slice(to);
  }
  return prose;
}

function docCommentsOf(node: ts.Node, source: string): Passage[] {
  const comments = ts.getLeadingCommentRanges(source, node.getFullStart()) ?? [];
  return comments.flatMap(({ pos, end }) => {
    const comment = source.slice(pos, end);
    if (!comment.startsWith("/**")) return [];
    const bare = blank(comment, /^\/\*\*|\*\/$|^[ \t]*\*(?!\/)/gmu);
    return [{ kind: "docstring" as const, start: pos, prose: blankCode(bare) }];
  });
}

/** Code is quoted, not written by us in English. */
function blankCode(prose: string): string {
  return blank(blank(prose, /```[^]*?```/gu), /\\?`[^`\n]*`/gu, placeholder);
}
