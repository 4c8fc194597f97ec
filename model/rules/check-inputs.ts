import type { z } from "zod";

import { argumentsOf, type Kind } from "../schema/kind.js";
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
  /** The declared values, as their schemas parse them. Null and undefined mean not declared. */
  readonly inputs: Record<string, unknown>;
  readonly failures: CheckFailure[];
}

/** Finds every mistake in the arguments at once. Values that only `up` will know are left to it. */
export function checkInputs(
  kind: Pick<Kind, "fields" | "name" | "options">,
  news: Properties,
): CheckedInputs {
  const known = argumentsOf(kind);
  const inputs = presentProperties(news);
  const failures: CheckFailure[] = [];
  for (const [name, { required }] of Object.entries(kind.fields)) {
    if (required && inputs[name] === undefined)
      failures.push({ property: name, reason: `${name} is required` });
  }
  for (const [name, value] of Object.entries(inputs)) {
    const row = Object.hasOwn(known, name) ? known[name] : undefined;
    if (row === undefined) {
      failures.push({ property: name, reason: unknownArgument(name, kind) });
    } else if (!isUnknown(value)) {
      const parsed = row.schema.safeParse(value);
      if (parsed.success) inputs[name] = parsed.data;
      else failures.push(...valueFailures(name, parsed.error));
    }
  }
  return { inputs, failures };
}

/**
 * Changes that the API cannot make after creation. `olds` are the declared values of the last run. A field that was
 * not declared then may already have the value that is declared now, which only the state knows.
 */
export function checkRefusedChanges(kind: KindOfChange, olds: Properties, news: Properties): CheckFailure[] {
  const before = presentProperties(olds);
  if (Object.keys(before).length === 0) return [];
  return Object.entries(kind.fields)
    .filter(([, field]) => field.onChange === "refuse")
    .filter(([name]) => before[name] !== undefined && news[name] !== undefined && !isUnknown(news[name]))
    .filter(([name, field]) => !isSame(field, before[name], news[name]))
    .map(([name]) => ({ property: name, reason: refusedChange(kind, name) }));
}

type KindOfChange = Pick<Kind, "fields" | "name" | "subject">;

/** Why a create-only field cannot change, and what to do about it. */
export function refusedChange({ name: kind, subject }: KindOfChange, name: string): string {
  const undo = `Undo the change, add ignoreChanges: ["${name}"] to the resource's options, or`;
  const other =
    subject.is === "coded"
      ? `declare a new ${kind} with another ${subject.code}`
      : "set replaceOnCreateOnlyChange: true to delete this user and create a new one with another id";
  return `${name} can be set at creation only and cannot be changed afterwards. ${undo} ${other}`;
}

function valueFailures(name: string, { issues }: z.ZodError): CheckFailure[] {
  return issues.map((issue) => {
    const property = name + issue.path.map((part) => `[${String(part)}]`).join("");
    return { property, reason: `${property} ${issue.message}` };
  });
}

/** What is wrong with an argument that the kind does not have. */
export function unknownArgument(name: string, kind: Pick<Kind, "fields" | "name" | "options">): string {
  const suggestion = closest(name, Object.keys(argumentsOf(kind)));
  const hint = suggestion === undefined ? "" : `: did you mean ${suggestion}?`;
  return `${name} is not an argument of ${kind.name}${hint}`;
}
