import { readFile } from "node:fs/promises";

import ts from "typescript";

/** A property of an interface, as its file declares it. */
export interface Member {
  readonly name: string;
  readonly doc: string;
  /** In TypeScript. */
  readonly type: string;
  readonly isOptional: boolean;
}

/** The properties of an interface with their docstrings, which exist in that file only. */
export async function membersOf(file: string, interfaceName: string): Promise<Member[]> {
  const source = ts.createSourceFile(file, await readFile(file, "utf8"), ts.ScriptTarget.ES2022, true);
  const declaration = source.statements.find(
    (statement): statement is ts.InterfaceDeclaration =>
      ts.isInterfaceDeclaration(statement) && statement.name.text === interfaceName,
  );
  if (declaration === undefined) throw new Error(`${file} does not declare ${interfaceName}`);
  return declaration.members.filter(ts.isPropertySignature).map((member) => ({
    name: member.name.getText(),
    doc: docOf(member),
    type: member.type?.getText() ?? "unknown",
    isOptional: member.questionToken !== undefined,
  }));
}

function docOf(node: ts.Node): string {
  const [comment] = ts.getJSDocCommentsAndTags(node);
  const text = comment?.comment;
  return (typeof text === "string" ? text : "").replace(/\s+/gu, " ");
}
