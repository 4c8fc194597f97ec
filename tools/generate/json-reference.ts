import { z } from "zod";

interface Node {
  readonly type?: string | readonly string[] | undefined;
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
    type: z.union([z.string(), z.array(z.string())]).optional(),
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

/** One value of a JSON document. */
export interface JsonValue {
  readonly path: string;
  readonly type: string;
  readonly meaning: string;
}

/** Every value that a schema describes, in its order. Alternatives must differ in `kind`, and are called by the noun. */
export function jsonReference(schema: z.ZodType, noun = "finding"): JsonValue[] {
  const kind = `Kind of the ${noun}.`;
  return valuesOf("", node.parse(z.toJSONSchema(schema))).map((value) =>
    value.path.endsWith("[].kind") ? { ...value, meaning: kind } : value,
  );
}

function valuesOf(path: string, { properties = {}, required = [], items, oneOf }: Node): JsonValue[] {
  if (items !== undefined) return valuesOf(`${path}[]`, items);
  if (oneOf !== undefined) return alternativesOf(path, oneOf);
  return Object.entries(properties).flatMap(([name, property]) =>
    propertyOf(path, name, property, required.includes(name)),
  );
}

function propertyOf(path: string, name: string, property: Node, isRequired: boolean): JsonValue[] {
  const full = path === "" ? name : `${path}.${name}`;
  const type = `${typeOf(property)}${isRequired ? "" : ", optional"}`;
  const own = { path: full, type, meaning: property.description ?? "" };
  // An object without a description is explained by its properties.
  const isContainer = property.description === undefined && property.properties !== undefined;
  return [...(isContainer ? [] : [own]), ...valuesOf(full, property)];
}

/** What all alternatives share is listed once. The rest says which kinds have it. */
function alternativesOf(path: string, alternatives: readonly Node[]): JsonValue[] {
  const names = [...new Set(alternatives.flatMap(({ properties = {} }) => Object.keys(properties)))];
  return names.flatMap((name) => {
    if (name === "kind") return [{ path: `${path}.kind`, type: "string", meaning: "" }];
    const having = alternatives.filter(({ properties = {} }) => name in properties);
    const isRequired = having.every(({ required = [] }) => required.includes(name));
    const values = propertyOf(path, name, having[0]?.properties?.[name] ?? {}, isRequired);
    if (having.length === alternatives.length) return values;
    const [only = "", not = ""] = [
      having,
      alternatives.filter((alternative) => !having.includes(alternative)),
    ].map((these) => inShort(these.flatMap(kindsOf), alternatives.flatMap(kindsOf)));
    const where = only.length <= not.length ? `Only for ${only}.` : `Not for ${not}.`;
    return values.map((value) => ({ ...value, meaning: `${value.meaning} ${where}` }));
  });
}

function kindsOf({ properties }: Node): string[] {
  const { const: constant, enum: choices = [] } = properties?.["kind"] ?? {};
  return constant === undefined ? [...choices] : [String(constant)];
}

/** `role-*` where they are all kinds that begin like this, and more than one. */
function inShort(kinds: readonly string[], all: readonly string[]): string {
  const names = kinds.map((kind) => {
    const words = kind.split("-");
    const prefixes = words.slice(1).map((_, index) => `${words.slice(0, index + 1).join("-")}-`);
    const prefix = prefixes.find((each) => {
      const alike = all.filter((other) => other.startsWith(each));
      return alike.length > 1 && alike.every((other) => kinds.includes(other));
    });
    return prefix === undefined ? kind : `${prefix}*`;
  });
  return [...new Set(names)].map((name) => `\`${name}\``).join(", ");
}

function typeOf({ type, const: constant, enum: choices, items, anyOf, oneOf }: Node): string {
  if (constant !== undefined) return JSON.stringify(constant);
  if (choices !== undefined) return choices.map((choice) => `"${choice}"`).join(", ");
  if (anyOf !== undefined) return anyOf.map(typeOf).join(", ");
  if (items !== undefined)
    return oneOf === undefined ? `list of ${typeOf(items)}s`.replace(/ss$/u, "s") : "list";
  return type === undefined ? "object" : [type].flat().join(", ");
}
