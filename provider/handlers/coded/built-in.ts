import { UnsafeChangeError } from "../../../model/errors.js";

/** The service brings it along, and refuses every change of it. */
export function builtIn(label: string, cause?: unknown): Error {
  return new UnsafeChangeError(
    `${label} is built in: it cannot be created, adopted, changed or deleted. It can only be assigned. Remove the resource ` +
      "from the program; if the state already has it, run `pulumi state delete`",
    { cause },
  );
}
