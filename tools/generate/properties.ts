import type { ResourceDescription } from "./resources.js";
import { rowsOf } from "./resources.js";

/**
 * The typed arguments and outputs of a resource, as source text. They are generated and not derived with mapped types,
 * because the editors of programs show the docstring of a plain property, and the compiler that Pulumi brings along
 * for programs without their own understands no more than that.
 */
export function renderProperties(resource: ResourceDescription): string {
  const { name, required } = resource;
  const args = rowsOf(resource).map(([property, { doc, inputType }]) => {
    const mark = required.includes(property) ? "" : "?";
    return `${docstring(doc)}readonly ${property}${mark}: pulumi.Input<${inputType}>${mark && " | undefined"};`;
  });
  const outputs = rowsOf(resource)
    .filter(([property]) => !isDigest(resource, property))
    .map(([property, { doc, inputType }]) => {
      const type = inputType.replaceAll("pulumi.Input<string>", "string");
      const absent = required.includes(property) ? "" : " | undefined";
      return `${docstring(doc)}declare readonly ${property}: pulumi.Output<${type}${absent}>;`;
    });
  return [
    "// Generated from the field tables by `npm run generate`: edit those.",
    'import * as pulumi from "@pulumi/pulumi";\n',
    `/** The arguments of a \`${name}\`. */`,
    `export interface ${name}Args {\n${args.join("\n\n")}\n}\n`,
    `/** The outputs of a \`${name}\`: what the program declares, as the user pool has it. */`,
    `export abstract class ${name}Properties extends pulumi.CustomResource {\n${outputs.join("\n\n")}\n`,
    "/** Id of the user pool. */\ndeclare readonly userPoolId: pulumi.Output<string>;\n}\n",
  ].join("\n");
}

/** Secrets that the state keeps as a digest are no outputs. */
function isDigest({ fields }: ResourceDescription, property: string): boolean {
  return fields[property]?.stored === "digest";
}

function docstring(doc: string): string {
  const words = doc.split(" ");
  const lines = [""];
  for (const word of words) {
    const line = lines.at(-1) ?? "";
    if (line.length + word.length > 100) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines.length === 1
    ? `/** ${lines[0] ?? ""} */\n`
    : `/**\n${lines.map((line) => ` * ${line}`).join("\n")}\n */\n`;
}
