import { z } from "zod";

import { driftReport } from "../../../../cli/drift/report/report.js";

interface Node {
  readonly type?: string | undefined;
  readonly const?: string | number | undefined;
  readonly enum?: readonly string[] | undefined;
  readonly description?: string | undefined;
  readonly properties?: Readonly<Record<string, Node>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly items?: Node | undefined;
  readonly anyOf?: readonly Node[] | undefined;
  readonly oneOf?: readonly Node[] | undefined;
}

const node: z.ZodType<Node> = z.lazy(() =>
  z.looseObject({
    type: z.string().optional(),
    const: z.union([z.string(), z.number()]).optional(),
    enum: z.array(z.string()).optional(),
    description: z.string().optional(),
    properties: z.record(z.string(), node).optional(),
    required: z.array(z.string()).optional(),
    items: node.optional(),
    anyOf: z.array(node).optional(),
    oneOf: z.array(node).optional(),
  }),
);

/** The reference of the JSON report: path, type and meaning of each value that the schema knows. */
export function jsonReference(): string[][] {
  return rowsOf("", node.parse(z.toJSONSchema(driftReport)));
}

function rowsOf(path: string, { properties = {}, required = [], items, oneOf }: Node): string[][] {
  if (items !== undefined) return rowsOf(`${path}[]`, items);
  if (oneOf !== undefined) return alternativesOf(path, oneOf);
  return Object.entries(properties).flatMap(([name, property]) =>
    rowsOfProperty(path, name, property, required.includes(name)),
  );
}

function rowsOfProperty(path: string, name: string, property: Node, isRequired: boolean): string[][] {
  const full = path === "" ? name : `${path}.${name}`;
  const own = [
    `\`${full}\``,
    `${typeOf(property)}${isRequired ? "" : ", optional"}`,
    property.description ?? "",
  ];
  // A mere container explains itself by what it holds.
  const isContainer = property.description === undefined && property.properties !== undefined;
  return [...(isContainer ? [] : [own]), ...rowsOf(full, property)];
}

/** What all alternatives share comes once; the rest says which kinds have it. */
function alternativesOf(path: string, alternatives: readonly Node[]): string[][] {
  const kinds = alternatives.map(({ properties }) => String(properties?.["kind"]?.const));
  const names = [...new Set(alternatives.flatMap(({ properties = {} }) => Object.keys(properties)))];
  return names.flatMap((name) => {
    const having = alternatives.filter(({ properties = {} }) => name in properties);
    const property = having[0]?.properties?.[name] ?? {};
    if (name === "kind") {
      return [[`\`${path}.kind\``, kinds.map((kind) => `"${kind}"`).join(", "), "What was found."]];
    }
    const rows = rowsOfProperty(
      path,
      name,
      property,
      having.every(({ required = [] }) => required.includes(name)),
    );
    if (having.length === alternatives.length) return rows;
    const only = having.map((alternative) => kinds[alternatives.indexOf(alternative)] ?? "");
    return rows.map(([key = "", type = "", meaning = ""]) => [
      key,
      type,
      `${meaning} Of ${only.join(", ")}.`,
    ]);
  });
}

function typeOf({ type, const: constant, enum: choices, items, anyOf, oneOf }: Node): string {
  if (constant !== undefined) return JSON.stringify(constant);
  if (choices !== undefined) return choices.map((choice) => `"${choice}"`).join(", ");
  if (anyOf !== undefined) return anyOf.map(typeOf).join(", ");
  if (items !== undefined)
    return oneOf === undefined ? `list of ${typeOf(items)}s`.replace(/ss$/u, "s") : "list";
  return type ?? "object";
}
