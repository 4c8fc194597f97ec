import ts from "typescript";

import { blank, type Passage, placeholder } from "./passage.js";

/** The strings and doc comments of a TypeScript or JavaScript file, in order. */
export function sourcePassages(file: string, source: string): Passage[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const passages = new Map<number, Passage>();

  function visit(node: ts.Node): void {
    for (const comment of docCommentsOf(node, source)) passages.set(comment.start, comment);
    const message = isString(node) && !isPartOfString(node) ? messageOf(node, source) : undefined;
    if (message !== undefined) passages.set(message.start, message);
    ts.forEachChild(node, visit);
  }

  visit(tree);
  return [...passages.values()].sort((one, other) => one.start - other.start);
}

/** A literal, a template, or several of them put together with `+`. */
function isString(node: ts.Node): node is ts.Expression {
  if (isSum(node)) return isString(node.left) || isString(node.right);
  return ts.isTemplateExpression(node) || (ts.isStringLiteralLike(node) && !isName(node));
}

function isSum(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken;
}

function isPartOfString({ parent }: ts.Node): boolean {
  return isSum(parent) && isString(parent);
}

/** Of a module, or of a type. */
function isName({ parent }: ts.Node): boolean {
  return (
    ts.isImportDeclaration(parent) ||
    ts.isExportDeclaration(parent) ||
    ts.isExternalModuleReference(parent) ||
    ts.isLiteralTypeNode(parent)
  );
}

/** A string is prose if it has several words. */
function messageOf(node: ts.Expression, source: string): Passage | undefined {
  const start = node.getStart();
  const prose = blankCode(proseOf(node, source));
  return hasSeveralWords.test(prose) ? { kind: "message", start, prose } : undefined;
}

const hasSeveralWords = new RegExp(`[\\p{L}${placeholder}][^\\S\\n]+[\\p{L}${placeholder}]`, "u");

/** As long as the expression in the source. */
function proseOf(node: ts.Expression, source: string): string {
  const start = node.getStart();
  const written = source.slice(start, node.end);
  if (isSum(node)) {
    const { left, right } = node;
    const between = source.slice(left.end, right.getStart());
    return proseOf(left, source) + blank(between, /\S/gu) + proseOf(right, source);
  }
  if (!isString(node)) return blank(written, /./gu, placeholder);
  const filled = ts.isTemplateExpression(node) ? withPlaceholders(node, written, start) : written;
  return blank(filled, /^["'`]|["'`]$|\\[nrt]/gu);
}

function withPlaceholders(template: ts.TemplateExpression, written: string, start: number): string {
  let prose = written;
  for (const { expression } of template.templateSpans) {
    const from = expression.getFullStart() - "${".length - start;
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
