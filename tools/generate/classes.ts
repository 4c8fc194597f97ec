import type { Field } from "../../model/schema/field.js";
import { argumentsOf, type Kind, type Option, userPoolIdDoc } from "../../model/schema/kind.js";
import { type LookupFunction, typeName } from "../../model/functions/lookup-function.js";
import { constantNameOf, fileNameOf, functionFile } from "./naming.js";

/**
 * The class of a kind that programs use, with its arguments and state, as source text. It is generated and not derived
 * with mapped types, because editors show the docstring of a plain property, and the compiler that Pulumi brings along
 * for programs without their own understands no more than that.
 */
export function renderClass(kind: Kind): string {
  const { name } = kind;
  const rows = Object.entries(argumentsOf(kind));
  // What is required of a new one is not of a lookup.
  const assertion = rows.some(([, row]) => isRequired(row)) ? ` as ${name}Args` : "";
  return [
    "// Generated from the kinds in model/schema by `npm run generate`: edit those.",
    'import * as pulumi from "@pulumi/pulumi";\n',
    `import { ${constantNameOf(kind)} as kind } from "../../model/schema/index.js";`,
    'import { addUndeclaredOutputs, isOfKind, registration } from "./registration.js";',
    ...referredTypes(kind).map(([file, types]) => `import type { ${types.join(", ")} } from "./${file}.js";`),
    "",
    `/** The arguments of a \`${name}\`. */`,
    `export interface ${name}Args {\n${rows.map(argument).join("\n\n")}\n}\n`,
    `/** What \`${name}.get\` takes to describe what it looks up. Nothing of it is required. */`,
    `export interface ${name}State {\n${rows.map(stateProperty).join("\n\n")}\n}\n`,
    docstring(classDoc(kind)),
    `export class ${name} extends pulumi.CustomResource {`,
    "static {\naddUndeclaredOutputs(this, kind);\n}\n",
    rows
      .filter(([property]) => !isDigest(kind, property))
      .map(output)
      .join("\n\n"),
    `\n${docstring(userPoolIdDoc)}declare readonly userPoolId: pulumi.Output<string>;\n`,
    docstring(constructorDoc(kind)),
    `constructor(name: string, args: ${name}Args, opts?: pulumi.CustomResourceOptions) {`,
    "super(...registration(new.target, kind, name, args, opts));",
    "}\n",
    docstring(getDoc(kind)),
    `static get(name: string, id: pulumi.Input<pulumi.ID>, state?: ${name}State, opts?: pulumi.CustomResourceOptions): ${name} {`,
    `return new this(name, { ...state }${assertion}, { ...opts, id });\n}\n`,
    docstring(`Whether a value is a \`${name}\`, from any copy of this package.`),
    `static override isInstance(value: unknown): value is ${name} {\nreturn isOfKind(kind, value);\n}`,
    "}\n",
  ].join("\n");
}

/** What programs import whose resources the plugin manages: `import * as approw from "pulumi-approw/plugin"`. */
export function renderPluginIndex(kinds: readonly Kind[], functions: readonly LookupFunction[]): string {
  return [
    "// Generated from model/schema and model/functions by `npm run generate`: edit those.",
    ...kinds.map(
      ({ name }) => `import { ${name} as Dynamic${name} } from "./resources/${fileNameOf({ name })}.js";`,
    ),
    'import { manageByPlugin } from "./resources/registration.js";',
    'import { Roster as DynamicRoster } from "./resources/roster.js";',
    'import { useClasses } from "./resources/roster-classes.js";\n',
    ...kinds.flatMap(({ name, doc }) => [
      docstring(
        `${doc.split("\n\n")[0] ?? ""}\n\nThe plugin manages it. Arguments, outputs and options are those of the dynamic resource.`,
      ),
      `export class ${name} extends Dynamic${name} {\nstatic {\nmanageByPlugin(this);\n}\n}\n`,
    ]),
    docstring("Users, groups, roles and policies from YAML files, managed by the plugin."),
    "export class Roster extends DynamicRoster {",
    `static {\nuseClasses(this, { ${kinds.map(({ name }) => name).join(", ")} });\n}\n}\n`,
    ...kinds.map(
      ({ name }) =>
        `export type { ${name}Args, ${name}State } from "./resources/${fileNameOf({ name })}.js";`,
    ),
    ...sharedExports(functions),
    'export { PluginProvider as Provider } from "./resources/plugin-provider.js";',
    "",
  ].join("\n");
}

/** What programs import: `import * as approw from "pulumi-approw"`. */
export function renderIndex(kinds: readonly Kind[], functions: readonly LookupFunction[]): string {
  return [
    "// Generated from model/schema and model/functions by `npm run generate`: edit those.",
    // The compiler that Pulumi brings along cannot read a type among values.
    ...kinds.flatMap((kind) => {
      const module = `"./resources/${fileNameOf(kind)}.js"`;
      return [
        `export { ${kind.name} } from ${module};`,
        `export type { ${kind.name}Args, ${kind.name}State } from ${module};`,
      ];
    }),
    'export { Provider } from "./resources/provider.js";',
    'export { Roster } from "./resources/roster.js";',
    'export { movedFromPlugin } from "./resources/moved-from-plugin.js";',
    ...sharedExports(functions),
    "",
  ].join("\n");
}

/** What is the same for dynamic resources and for those of the plugin. */
function sharedExports(functions: readonly LookupFunction[]): string[] {
  return [
    ...[...writtenTypes].map(([type, file]) => `export type { ${type} } from "./resources/${file}.js";`),
    'export type { ProviderArgs } from "./resources/provider.js";',
    'export type { RosterArgs } from "./resources/roster.js";',
    ...functions.flatMap((described) => {
      const module = `"./functions/${functionFile(described)}.js"`;
      const types = (["Args", "OutputArgs", "Result"] as const).map((of) => typeName(described, of));
      return [
        `export { ${described.name}, ${described.name}Output } from ${module};`,
        `export type { ${types.join(", ")} } from ${module};`,
      ];
    }),
  ];
}

type Row = [property: string, row: Field | Option];

function argument([property, row]: Row): string {
  return isRequired(row)
    ? `${docstring(row.doc)}readonly ${property}: ${argumentType(row, row.inputType)};`
    : stateProperty([property, row]);
}

function stateProperty([property, row]: Row): string {
  const type = argumentType(row, `${row.inputType} | undefined`);
  return `${docstring(row.doc)}readonly ${property}?: ${type} | undefined;`;
}

/** Resources may stand in a list as it is written in the program. */
function argumentType(row: Field | Option, inputType: string): string {
  const refersTo = "refersTo" in row ? row.refersTo : undefined;
  const element = row.inputType.replace(/\[\]$/u, "");
  const input = `pulumi.Input<${inputType}>`;
  return refersTo === undefined ? input : `${input} | readonly (${element} | ${refersTo})[]`;
}

/** Types that are written by hand, and the files that hold them. */
const writtenTypes: ReadonlyMap<string, string> = new Map([
  ["CustomValue", "custom-value"],
  ["RoleInNamespace", "role-in-namespace"],
  ["PolicyStatement", "policy-statement"],
  ["PolicyStatementArgs", "policy-statement"],
  ["PolicyConditionArgs", "policy-statement"],
]);

/** The types of others that the arguments and outputs name, by the file that holds them. */
function referredTypes({ fields }: Kind): [file: string, types: string[]][] {
  const types = Object.values(fields).flatMap(({ refersTo, inputType, outputType: output = "" }) => [
    ...(refersTo === undefined ? [] : [refersTo]),
    ...[...writtenTypes.keys()].filter((type) => new RegExp(`\\b${type}\\b`, "u").test(inputType + output)),
  ]);
  const byFile = new Map<string, string[]>();
  for (const type of [...new Set(types)].sort())
    byFile.set(fileOfType(type), [...(byFile.get(fileOfType(type)) ?? []), type]);
  return [...byFile];
}

function fileOfType(type: string): string {
  return writtenTypes.get(type) ?? fileNameOf({ name: type });
}

function output([property, row]: Row): string {
  const type = outputType(row);
  return `${docstring(row.doc)}declare readonly ${property}: pulumi.Output<${type}${isRequired(row) ? "" : " | undefined"}>;`;
}

/** The type of the value itself. */
export function outputType(row: Field | Option): string {
  if ("outputType" in row) return row.outputType;
  return row.inputType.replaceAll("pulumi.Input<string>", "string");
}

export function isRequired(row: Field | Option): boolean {
  return "required" in row && row.required;
}

/** Secrets that the state keeps as a digest do not become outputs. */
export function isDigest({ fields }: Kind, property: string): boolean {
  return fields[property]?.stored === "digest";
}

function classDoc({ doc, example }: Kind): string {
  return `${doc}\n\n\`\`\`ts\n${example}\n\`\`\``;
}

function constructorDoc({ name, example }: Kind): string {
  return `Declares a \`${name}\`.

\`\`\`ts
${example}
\`\`\`

@param name the name of the resource in the program; it must be unique among those of its type
@param args what is declared
@param opts options of Pulumi, such as \`aliases\` and \`protect\``;
}

function getDoc({ name, id }: Kind): string {
  return `Looks up a \`${name}\` that is managed elsewhere. Everything but secrets is read, and the program owns none of it. The
run fails when it does not exist.

\`\`\`ts
const known = approw.${name}.get("known", "${id.example}");
\`\`\`

@param name the name of the resource in the program
@param id ${id.doc}
@param state known properties; nothing of it is required
@param opts options of Pulumi`;
}

/** A doc comment. Lines are filled, but for those of examples. */
export function docstring(doc: string): string {
  const lines = doc.split("\n\n").flatMap((paragraph, index) => {
    const isKept = paragraph.startsWith("```") || paragraph.startsWith("@");
    const filled = isKept ? paragraph.split("\n") : fill(paragraph.replaceAll("\n", " "));
    return index === 0 ? filled : ["", ...filled];
  });
  return lines.length === 1
    ? `/** ${lines[0] ?? ""} */\n`
    : `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join("\n")}\n */\n`;
}

function fill(text: string): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1) ?? "";
    if (line.length + word.length > 100) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines;
}
