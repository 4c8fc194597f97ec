import ts from "typescript";

/** A type in a schema of Pulumi. */
export type PulumiType = Readonly<Record<string, unknown>>;

const any: PulumiType = { $ref: "pulumi.json#/Any" };

/** Types that programs know by a name, and what the schema calls them. */
const named: ReadonlyMap<string, PulumiType> = new Map([
  ["CustomValue", any],
  ["RoleInNamespace", reference("RoleInNamespace")],
  ["PolicyStatementArgs", reference("PolicyStatement")],
  ["PolicyStatement", reference("PolicyStatement")],
  ["PolicyConditionArgs", reference("PolicyCondition")],
  ["GetUserResult", reference("FoundUser")],
  ["GetGroupResult", reference("FoundGroup")],
  ["GetRoleResult", reference("FoundRole")],
]);

/** Wrappers that say nothing of the value. */
const transparent: readonly string[] = ["pulumi.Input", "Readonly"];

/** The type of a property, from its type in TypeScript: without inputs and undefined. All our numbers are whole. */
export function pulumiType(text: string): PulumiType {
  const file = ts.createSourceFile("type.ts", `type T = ${text};`, ts.ScriptTarget.ES2022, true);
  const [statement] = file.statements;
  if (statement === undefined || !ts.isTypeAliasDeclaration(statement)) throw unexpected(text);
  return convert(statement.type);
}

function reference(name: string): PulumiType {
  return { $ref: `#/types/approw:index:${name}` };
}

function convert(node: ts.TypeNode): PulumiType {
  if (ts.isParenthesizedTypeNode(node)) return convert(node.type);
  if (ts.isTypeOperatorNode(node)) return convert(node.type);
  if (ts.isArrayTypeNode(node)) return { type: "array", items: convert(node.elementType) };
  if (ts.isUnionTypeNode(node)) return convertUnion(node);
  if (ts.isTypeLiteralNode(node)) return convertLiteral(node);
  if (ts.isLiteralTypeNode(node)) return { type: ts.isStringLiteral(node.literal) ? "string" : "boolean" };
  if (ts.isTypeReferenceNode(node)) return convertReference(node);
  switch (node.kind) {
    case ts.SyntaxKind.StringKeyword:
      return { type: "string" };
    case ts.SyntaxKind.NumberKeyword:
      return { type: "integer" };
    case ts.SyntaxKind.BooleanKeyword:
      return { type: "boolean" };
    case ts.SyntaxKind.UnknownKeyword:
      return any;
    default:
      throw unexpected(node.getText());
  }
}

function convertUnion({ types }: ts.UnionTypeNode): PulumiType {
  const known = types.filter(({ kind }) => kind !== ts.SyntaxKind.UndefinedKeyword).map(convert);
  const distinct = [...new Map(known.map((type) => [JSON.stringify(type), type])).values()];
  const [only, ...others] = distinct;
  return only !== undefined && others.length === 0 ? only : { oneOf: distinct };
}

function convertReference(node: ts.TypeReferenceNode): PulumiType {
  const name = node.typeName.getText();
  const [first, second] = node.typeArguments ?? [];
  const known = named.get(name);
  if (known !== undefined) return known;
  if (transparent.includes(name) && first !== undefined) return convert(first);
  if (name === "Record" && second !== undefined)
    return { type: "object", additionalProperties: convert(second) };
  throw unexpected(name);
}

/** The only object that is written in place is a role with its namespace. */
function convertLiteral(node: ts.TypeLiteralNode): PulumiType {
  const names = node.members.map((member) => member.name?.getText()).join();
  if (names === "code,namespace") return reference("RoleInNamespace");
  throw unexpected(node.getText());
}

function unexpected(text: string): Error {
  return new Error(`the schema of the plugin has no type for ${text}`);
}
