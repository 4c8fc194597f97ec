import type { Field } from "../../model/schema/field.js";
import { argumentsOf, type Kind, type Option, typeToken, userPoolIdDoc } from "../../model/schema/kind.js";
import { isDigest, isRequired, outputType } from "./classes.js";

/** The reference page of a kind. */
export function renderReference(kind: Kind): string {
  const { name, doc, example, id } = kind;
  const rows = Object.entries(argumentsOf(kind));
  const outputs = rows
    .filter(([property]) => !isDigest(kind, property))
    .map(([property]) => `\`${property}\``);
  return [
    `# ${name}`,
    "",
    "<!-- Generated from the kinds in model/schema by `npm run generate`: edit those. -->",
    "",
    doc,
    "",
    "```ts",
    example,
    "```",
    "",
    `Type: \`${typeToken(kind)}\``,
    "",
    "## Arguments",
    "",
    `\`new approw.${name}(name, args, opts?)\``,
    "",
    ...rows.flatMap(([property, row]) => [...argument(property, row), ""]),
    "## Outputs",
    "",
    `\`id\` is ${id.doc}, such as \`${id.example}\`.`,
    "",
    `\`userPoolId\` is the ${userPoolIdDoc.replace(/^I/u, "i").replace(/\.$/u, "")}.`,
    "",
    `Every argument is also an output, with the value in the user pool: ${outputs.join(", ")}. An argument that is ` +
      "not declared has no value, because the program does not own it.",
    "",
    "## Look up an existing one",
    "",
    `\`approw.${name}.get(name, id, state?, opts?)\` reads an existing one, without its secrets. The program does not own ` +
      "any of its values. The run fails if it does not exist.",
    "",
    "```ts",
    `const known = approw.${name}.get("known", "${id.example}");`,
    "```",
    "",
  ].join("\n");
}

function argument(property: string, row: Field | Option): string[] {
  const facts = [
    `type \`${outputType(row)}\``,
    ...(isRequired(row) ? ["**required**"] : []),
    ...policyOf(row),
  ];
  return [`### \`${property}\``, "", row.doc, "", `_${facts.join(" · ")}_`];
}

/** What a change does, and what removing the argument does. */
function policyOf(row: Field | Option): string[] {
  if (!("whenRemoved" in row))
    return [row.isSentAtCreation ? "sent at creation only" : "never sent to the API"];
  const change = {
    update: "a change updates it",
    replace: "a change replaces the resource",
    refuse: "a change is refused",
  }[row.onChange];
  const removal = row.required ? undefined : removalOf(row);
  return [change, ...(removal === undefined ? [] : [removal]), ...(row.secret ? ["secret"] : [])];
}

/** Undefined where it follows from what a change does. */
function removalOf({ onChange, unset, whenRemoved }: Field): string | undefined {
  const cleared = `\`${JSON.stringify(unset)}\``;
  if (onChange === "replace") return unset === null ? undefined : `without it, ${cleared}`;
  return whenRemoved === "keep"
    ? "when removed, it stays as it is"
    : `when removed, it is cleared to ${cleared}`;
}
