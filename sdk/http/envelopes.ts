import { z } from "zod";

/** The reason that the service gives for a refusal. */
export interface Refusal {
  readonly apiCode?: number | undefined;
  readonly apiMessage: string;
  readonly requestId?: string | undefined;
}

const code = z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]);

/**
 * GraphQL: `message` is an object with the service's code, or a string when the GraphQL server itself objects. The
 * first error is used.
 */
const graphqlEnvelope = z.object({
  errors: z.tuple(
    [
      z.object({
        message: z.union([z.string(), z.object({ code: code.nullish(), message: z.string().nullish() })]),
      }),
    ],
    z.unknown(),
  ),
});

/** REST `{code, message}`, the newer `{statusCode, apiCode, message, uniqueId}`, and a command's own message. */
const codeEnvelope = z.object({
  code: code.nullish(),
  statusCode: code.nullish(),
  apiCode: code.nullish(),
  message: z.string().nullish(),
  uniqueId: z.string().nullish(),
});

const success = 200;

/**
 * The refusal in the body of a response. The HTTP status does not matter: this service mostly refuses with 200.
 * Undefined when the body is not a refusal.
 */
export function refusalIn(body: unknown): Refusal | undefined {
  return graphqlRefusal(body) ?? codeRefusal(body);
}

/** Whether a REST response reports success: 200 in `code` or `statusCode`, and only 200. */
export function saysSuccess(body: unknown): boolean {
  const { data } = codeEnvelope.safeParse(body);
  return data?.code === success || data?.statusCode === success;
}

function graphqlRefusal(body: unknown): Refusal | undefined {
  const first = graphqlEnvelope.safeParse(body).data?.errors[0];
  if (first === undefined) return undefined;
  const { message } = first;
  return typeof message === "string"
    ? { apiMessage: message }
    : { apiCode: message.code ?? undefined, apiMessage: message.message ?? "" };
}

function codeRefusal(body: unknown): Refusal | undefined {
  const { data } = codeEnvelope.safeParse(body);
  if (data === undefined || saysSuccess(body)) return undefined;
  const apiCode = data.apiCode ?? data.code ?? data.statusCode;
  if (apiCode === null || apiCode === undefined) return undefined;
  return { apiCode, apiMessage: data.message ?? "", requestId: data.uniqueId ?? undefined };
}
