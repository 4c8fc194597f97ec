import {
  type Argument,
  type LookupFunction,
  type ResultTable,
  typeName,
} from "../../model/functions/lookup-function.js";
import { docstring, outputType } from "./classes.js";
import { functionFile } from "./naming.js";

/** Both forms of a function that programs call, with their types, as source text. */
export function renderFunction(described: LookupFunction): string {
  const { name, args, result } = described;
  const isOptional = isWithoutArguments(described);
  const rows = Object.entries(args);
  const [Args, OutputArgs, Result] = (["Args", "OutputArgs", "Result"] as const).map((of) =>
    typeName(described, of),
  );
  const parameter = (type = ""): string => (isOptional ? `args?: ${type}` : `args: ${type}`);
  return [
    "// Generated from the functions in model/functions by `npm run generate`: edit those.",
    'import type * as pulumi from "@pulumi/pulumi";\n',
    `import { ${name} as described } from "../../model/functions/index.js";`,
    'import { ask, askOutput } from "./ask.js";',
    ...importsOf(described),
    "",
    `/** The arguments of \`${name}\`. */`,
    `export interface ${Args} {\n${rows
      .filter(([, { isOutputOnly }]) => !isOutputOnly)
      .map((row) => argument(described, row))
      .join("\n\n")}\n}\n`,
    `/** The arguments of \`${name}Output\`. */`,
    `export interface ${OutputArgs} {\n${rows.map((row) => inputArgument(described, row)).join("\n\n")}\n}\n`,
    `/** What \`${name}\` answers. A value that is not set in the pool is undefined. */`,
    `export interface ${Result} {\n${properties(result)}\n}\n`,
    `${docstring(functionDoc(described))}export async function ${name}(${parameter(Args)}, opts?: pulumi.InvokeOptions): Promise<${Result}> {`,
    `return (await ask(described, args, opts)) as ${Result};\n}\n`,
    `${docstring(outputDoc(described))}export function ${name}Output(${parameter(OutputArgs)}, opts?: pulumi.InvokeOutputOptions): pulumi.Output<${Result}> {`,
    `return askOutput(described, args, opts).apply((answer) => answer as ${Result});\n}\n`,
  ].join("\n");
}

/** Whether a program may call it without any. */
export function isWithoutArguments({ oneOf, required }: LookupFunction): boolean {
  return oneOf === undefined && required === undefined;
}

type Row = [name: string, argument: Argument];

function argument({ required = [] }: LookupFunction, [name, row]: Row): string {
  const type = outputType(row).replace(/^(.*\[\])$/u, "readonly $1");
  return required.includes(name)
    ? `${docstring(row.doc)}readonly ${name}: ${type};`
    : `${docstring(row.doc)}readonly ${name}?: ${type} | undefined;`;
}

function inputArgument({ required = [] }: LookupFunction, [name, { doc, inputType }]: Row): string {
  return required.includes(name)
    ? `${docstring(doc)}readonly ${name}: pulumi.Input<${inputType}>;`
    : `${docstring(doc)}readonly ${name}?: pulumi.Input<${inputType} | undefined> | undefined;`;
}

function properties(result: ResultTable): string {
  return Object.entries(result)
    .map(([name, { type, doc, isPresent }]) =>
      isPresent
        ? `${docstring(doc)}readonly ${name}: ${type};`
        : // Not optional, so that the output of the value is always there.
          `${docstring(doc)}readonly ${name}: ${type} | undefined;`,
    )
    .join("\n\n");
}

/** Results hold those of other functions, and values of custom fields. */
function importsOf({ result }: LookupFunction): string[] {
  const types = Object.values(result).map(({ type }) => type);
  const customValue = types.some((type) => type.includes("CustomValue"))
    ? ['import type { CustomValue } from "../resources/custom-value.js";']
    : [];
  const names = types.flatMap((type) => /^(Get\w+Result)\[\]$/u.exec(type)?.[1] ?? []);
  const results = names.map((name) => {
    const file = functionFile({ name: `g${name.slice(1).replace(/Result$/u, "")}` });
    return `import type { ${name} } from "./${file}.js";`;
  });
  return [...customValue, ...results];
}

function functionDoc(described: LookupFunction): string {
  const { doc, example, args } = described;
  return `${doc}

\`\`\`ts
${example}
\`\`\`

@param args ${whatArgumentsAre(described)}
@param opts the provider of another user pool, or a parent that has one${
    Object.values(args).some(({ isOutputOnly }) => isOutputOnly)
      ? `\n@returns the values in the pool, without secrets: a promise cannot mark them. \`${described.name}Output\` can`
      : ""
  }`;
}

function outputDoc(described: LookupFunction): string {
  const { name } = described;
  return `The same as \`${name}\` for arguments that are outputs. The result is unknown in a preview as long as an argument is, or as
long as a resource does not exist on which the call depends.

@param args ${whatArgumentsAre(described)}
@param opts the provider of another user pool, or a parent that has one; \`dependsOn\` names resources to wait for`;
}

function whatArgumentsAre({ oneOf = [], required = [] }: LookupFunction): string {
  if (oneOf.length > 0) return `what to look for: exactly one of ${oneOf.join(", ")}`;
  return required.length > 0 ? "what to look for" : "what to look for; without it, everything";
}
