import { printable } from "../../model/rules/printable.js";

/** Something in the pool that the roster does not say. */
export interface Omission {
  /** Such as `user ada (5f70…)`. */
  readonly subject: string;
  /** What is left out; undefined: the subject as a whole. */
  readonly part: string | undefined;
  readonly reason: string;
}

/** One line for a person who reads it on a terminal. */
export function describeOmission({ subject, part, reason }: Omission): string {
  const what = part === undefined ? subject : `${part} of ${subject}`;
  return printable(`not exported: ${what}: ${reason}`);
}
