import type { Option } from "../schema/kind.js";

/** An argument of a function. */
export interface Argument extends Option {
  /** Only the form that returns an output takes it. */
  readonly isOutputOnly?: true;
}

/** A value of a result. */
export interface ResultField {
  /** The type that programs see, in TypeScript. */
  readonly type: string;
  readonly doc: string;
  /** Whether it always has a value. */
  readonly isPresent: boolean;
}

export type ResultTable = Readonly<Record<string, ResultField>>;

/**
 * Everything about one function that programs call to read the pool. The functions themselves, their reference page and
 * the checks of their arguments are made from these descriptions.
 */
export interface LookupFunction {
  /** The name of the promise form. The output form is called the same, followed by `Output`. */
  readonly name: string;
  readonly doc: string;
  /** A TypeScript program that uses it. */
  readonly example: string;
  readonly args: Readonly<Record<string, Argument>>;
  /** Exactly one of these arguments must be declared. */
  readonly oneOf?: readonly string[];
  /** These arguments must be declared. */
  readonly required?: readonly string[];
  /** Arguments that mean something only beside another one. */
  readonly onlyWith?: Readonly<Record<string, string>>;
  readonly result: ResultTable;
  /** When it fails, apart from a service that cannot be asked. */
  readonly errors: readonly string[];
}

/** The name of the type of the result, of the arguments, or of those of the output form. */
export function typeName(
  { name }: Pick<LookupFunction, "name">,
  of: "Args" | "OutputArgs" | "Result",
): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1) + of;
}
