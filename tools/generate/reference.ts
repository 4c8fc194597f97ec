import type { Field, Option } from "../../model/schema/field.js";
import type { ResourceDescription } from "./resources.js";
import { rowsOf } from "./resources.js";

/** The reference page of a resource, from its field table. */
export function renderReference(resource: ResourceDescription): string {
  const rows = rowsOf(resource).map(([name, row]) => {
    const type = row.inputType.replaceAll("pulumi.Input<string>", "string").replaceAll("|", "\\|");
    const isRequired = resource.required.includes(name) ? "yes" : "";
    return `| \`${name}\` | \`${type}\` | ${isRequired} | ${row.doc.replaceAll("|", "\\|")} | ${policyOf(row)} |`;
  });
  return [
    `# ${resource.name}`,
    "",
    "<!-- Generated from the field tables by `npm run generate`: edit those. -->",
    "",
    `\`new approw.${resource.name}(name, args, opts?)\`, type \`pulumi-nodejs:dynamic/approw:${resource.name}\`.`,
    "",
    "| Argument | Type | Required | Meaning | When it changes, when it leaves the program |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}

function policyOf(row: Field | Option): string {
  if (!("whenRemoved" in row)) return "steers the resource, is not sent";
  const change = row.onChange === "refuse" ? "refused" : "updated";
  const removal =
    row.whenRemoved === "keep" ? "stays as it is" : `cleared to \`${JSON.stringify(row.unset)}\``;
  return `${change}; ${removal}${row.secret ? "; secret" : ""}`;
}
