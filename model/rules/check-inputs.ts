import type { z } from "zod";

import type { FieldTable, OptionTable } from "../schema/field.js";
import { closest } from "./closest.js";
import { presentProperties, type Properties } from "./record.js";
import { isSame } from "./same.js";
import { isUnknown } from "./unknown.js";

/** A mistake in the arguments of a resource. */
export interface CheckFailure {
  /** Path of the property: `groups[1]`. */
  readonly property: string;
  /** Says what is wrong and names the property. */
  readonly reason: string;
}

export interface CheckedInputs {
  /** The declared values, as their schemas spell them: what is null or undefined is not declared. */
  readonly inputs: Record<string, unknown>;
  readonly failures: CheckFailure[];
}

/**
 * Finds every mistake at once. Values that only `up` will know are left to it. `rows`: the fields and options of the
 * resource.
 */
export function checkInputs(rows: OptionTable, required: readonly string[], news: Properties): CheckedInputs {
  const inputs = presentProperties(news);
  const failures: CheckFailure[] = [];
  for (const name of required) {
    if (inputs[name] === undefined) failures.push({ property: name, reason: `${name} is missing` });
  }
  for (const [name, value] of Object.entries(inputs)) {
    const row = Object.hasOwn(rows, name) ? rows[name] : undefined;
    if (row === undefined) {
      failures.push({ property: name, reason: unknownArgument(name, Object.keys(rows)) });
    } else if (!isUnknown(value)) {
      const parsed = row.schema.safeParse(value);
      if (parsed.success) inputs[name] = parsed.data;
      else failures.push(...valueFailures(name, parsed.error));
    }
  }
  return { inputs, failures };
}

/**
 * Changes that the API cannot make after creation. `olds` are the declared values of the last run: what was not declared
 * then may be as it is now declared, which only the state knows.
 */
export function checkRefusedChanges(fields: FieldTable, olds: Properties, news: Properties): CheckFailure[] {
  const before = presentProperties(olds);
  if (Object.keys(before).length === 0) return [];
  return Object.entries(fields)
    .filter(([, field]) => field.onChange === "refuse")
    .filter(([name]) => before[name] !== undefined && news[name] !== undefined && !isUnknown(news[name]))
    .filter(([name, field]) => !isSame(field, before[name], news[name]))
    .map(([name]) => ({ property: name, reason: refusedChange(name) }));
}

export function refusedChange(name: string): string {
  return (
    `${name} is set when the person is created and the API cannot change it afterwards. Put the former value ` +
    `back, add ignoreChanges: ["${name}"] to the resource's options, or set replaceOnCreateOnlyChange: true to ` +
    "delete this person and create a new one, with another id"
  );
}

function valueFailures(name: string, { issues }: z.ZodError): CheckFailure[] {
  return issues.map((issue) => {
    const property = name + issue.path.map((part) => `[${String(part)}]`).join("");
    return { property, reason: `${property} ${issue.message}` };
  });
}

function unknownArgument(name: string, known: readonly string[]): string {
  const suggestion = closest(name, known);
  return `${name} is not an argument of this resource${suggestion === undefined ? "" : `: did you mean ${suggestion}?`}`;
}
