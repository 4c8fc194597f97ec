import { ProviderError } from "../model/errors.js";
import { isApprowError } from "../sdk/error-guards.js";

/** A failure of the command line itself: its options, the Pulumi CLI that it calls, the files that it writes. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}

/**
 * What stderr says of a failure: one line that helps with nothing else on the screen. Only an unexpected failure says
 * where in the code it happened.
 */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isExpected = error instanceof CommandError || error instanceof ProviderError || isApprowError(error);
  if (isExpected || isSystemError(error)) return toOneLine(error.message);
  return error.stack ?? error.message;
}

/** A refusal of the operating system, such as a directory that may not be written to. */
function isSystemError(error: Error): boolean {
  return "syscall" in error;
}

function toOneLine(text: string): string {
  return text.trim().replace(/(?<colon>:?)\s*\n\s*/gu, (_, colon: string) => (colon === "" ? "; " : ": "));
}
