import { InputError } from "../../model/errors.js";
import type { LookupFunction } from "../../model/functions/lookup-function.js";
import { checkInputs, unknownArgument } from "../../model/rules/check-inputs.js";
import { presentProperties, type Properties } from "../../model/rules/record.js";

/** The form of a function: that with the promise, or that with the output. */
export type Form = "promise" | "output";

/**
 * The arguments as their schemas parse them. Null and undefined mean not declared.
 *
 * @throws InputError when there are mistakes, all of which the message names
 */
export function checkArguments(described: LookupFunction, form: Form, args: unknown): Properties {
  const { oneOf = [], required = [], onlyWith = {} } = described;
  const { inputs, failures } = checkInputs(asKind(described), asObject(described, form, args));
  const declared = Object.keys(inputs);
  const chosen = oneOf.filter((name) => declared.includes(name));
  const missing = required.filter((name) => !declared.includes(name));
  const mistakes = [
    ...failures.map(({ reason }) => reason),
    ...missing.map((name) => `${name} is required`),
    ...(oneOf.length > 0 && chosen.length !== 1 ? [notOne(oneOf, chosen)] : []),
    ...outputOnly(described, form, declared),
    ...Object.entries(onlyWith)
      .filter(([name, other]) => declared.includes(name) && !declared.includes(other))
      .map(([name, other]) => `${name} must be declared together with ${other}`),
  ];
  if (mistakes.length > 0) throw mistakesIn(described, form, mistakes);
  return inputs;
}

/**
 * Finds the mistakes that can be seen before the values are known.
 *
 * @throws InputError when arguments are unknown
 */
export function checkNames(described: LookupFunction, form: Form, args: unknown): void {
  const names = Object.keys(presentProperties(asObject(described, form, args)));
  const unknown = names.filter((name) => !Object.hasOwn(described.args, name));
  if (unknown.length === 0) return;
  const mistakes = unknown.map((name) => unknownArgument(name, asKind(described)));
  throw mistakesIn(described, form, mistakes);
}

/** The arguments of a function are checked like the options of a resource. */
function asKind({ name, args }: LookupFunction): Parameters<typeof checkInputs>[0] {
  return { name, fields: {}, options: args };
}

/** Plain JavaScript may leave the arguments out, or hand over something else. */
function asObject(described: LookupFunction, form: Form, args: unknown): Properties {
  if (args === undefined && described.oneOf === undefined && described.required === undefined) return {};
  if (typeof args === "object" && args !== null && !Array.isArray(args)) return { ...args };
  throw mistakesIn(described, form, [`they must be an object, as in: ${described.example}`]);
}

function notOne(oneOf: readonly string[], chosen: readonly string[]): string {
  const choices = `${oneOf.slice(0, -1).join(", ")} and ${oneOf.slice(-1).join("")}`;
  const found = chosen.length === 0 ? "none is" : `${chosen.join(" and ")} are`;
  return `exactly one of ${choices} must be declared, and ${found}`;
}

function outputOnly({ name, args }: LookupFunction, form: Form, declared: readonly string[]): string[] {
  if (form === "output") return [];
  return declared
    .filter((argument) => args[argument]?.isOutputOnly)
    .map(
      (argument) => `${argument} is an argument of ${name}Output only, because a promise cannot mark secrets`,
    );
}

function mistakesIn({ name }: LookupFunction, form: Form, mistakes: readonly string[]): Error {
  return new InputError(`mistakes in the arguments of ${nameOf(name, form)}: ${mistakes.join("; ")}`);
}

/** Whether the answer to a call with these arguments holds secrets. */
export function holdsSecrets({ args }: LookupFunction, declared: Properties): boolean {
  return Object.entries(args).some(([name, { isOutputOnly }]) => isOutputOnly && declared[name] === true);
}

/** The name by which the program calls the function. */
export function nameOf(name: string, form: Form): string {
  return form === "output" ? `${name}Output` : name;
}
