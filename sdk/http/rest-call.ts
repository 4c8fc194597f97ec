import { z } from "zod";
import { InvalidInputError, UnexpectedResponseError } from "../errors.js";
import { toApiError } from "./api-error.js";
import type { Call } from "./call.js";
import { refusalIn, saysSuccess } from "./envelopes.js";
import { parsePart } from "./read-response.js";
import type { Attempt, HttpRequest } from "./transport.js";

export interface RestRequest extends Attempt, HttpRequest {
  readonly repeatable: boolean;
}

const envelope = z.object({ data: z.unknown() });

/** A call of a REST endpoint, whose responses are `{code: 200, message, data}`. */
export function restCall<Result>(request: RestRequest, result: z.ZodType<Result>): Call<Result> {
  const { operation, trying } = request;
  return {
    ...request,
    request,
    read: (body) => {
      if (!saysSuccess(body)) {
        throw new UnexpectedResponseError(`${trying} failed: the response contains no status code`, {
          operation,
          paths: ["code"],
        });
      }
      const { data } = parsePart(request, envelope, body, []);
      return parsePart(request, result, data, ["data"]);
    },
  };
}

/** A call that returns no data. Some endpoints repeat their outcome in `data`. */
export function restCommand(request: RestRequest): Call<undefined> {
  const { read } = restCall(request, z.unknown());
  return {
    ...request,
    request,
    read: (body, redact) => {
      const refusal = refusalIn(read(body, redact));
      if (refusal === undefined) return undefined;
      throw toApiError(request, { ...refusal, apiMessage: redact(refusal.apiMessage) });
    },
  };
}

/** An id as part of a path. An empty id would address another endpoint. */
export function pathPart(operation: string, name: string, value: string): string {
  if (value === "") {
    throw new InvalidInputError(`${operation} was not sent: ${name} must not be empty`, {
      operation,
      field: name,
    });
  }
  return encodeURIComponent(value);
}
