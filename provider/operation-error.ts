import { PartialWriteError } from "../model/errors.js";
import type { Properties } from "../model/rules/record.js";
import { maskUser } from "../model/rules/user-label.js";
import { isTransportError, isUnexpectedResponse } from "../sdk/index.js";

/**
 * A failure as an adapter hands it to the engine: masked, with advice, and with what the state must keep of an object
 * that is half done.
 */
export class OperationError extends Error {
  override readonly name = "OperationError";

  constructor(
    message: string,
    /** Undefined where the state stays as it is. */
    readonly kept: { id: string; properties: Record<string, unknown>; reasons: string[] } | undefined,
    options: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** `properties`: those of the resource, whose names are masked unless `isDebug`. */
export function toOperationError(cause: unknown, properties: Properties, isDebug: boolean): OperationError {
  // The service's own words may quote a user's names, and a pipeline log keeps them.
  const mask = (text: string): string => (isDebug ? text : maskUser(text, properties));
  const message = mask(cause instanceof Error ? cause.message : String(cause)) + adviceFor(cause);
  if (!(cause instanceof PartialWriteError)) return new OperationError(message, undefined, { cause });
  const { id, properties: kept, reasons } = cause;
  return new OperationError(message, { id, properties: kept, reasons: reasons.map(mask) }, { cause });
}

/** What to do where the error itself does not say. */
function adviceFor(cause: unknown): string {
  if (!isTransportError(cause) && !isUnexpectedResponse(cause)) return "";
  return ". The state is unchanged. Retry when the service is available";
}
