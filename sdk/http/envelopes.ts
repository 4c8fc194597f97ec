import { z } from "zod";

/** The reason that the service gives for a refusal. */
export interface Refusal {
  readonly apiCode?: number | undefined;
  readonly apiMessage: string;
  readonly requestId?: string | undefined;
}

/** A code is a number other than 0. Newer servers write 0 where there is none. */
const code = z
  .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
  .transform((value) => (value === 0 ? undefined : value))
  .optional()
  .catch(undefined);

/**
 * REST `{code, message}`, the newer `{uniqueId, code, statusCode, apiCode, message}`, whose numbers differ from each other,
 * and a command's own message.
 */
const codeEnvelope = z.object({
  code,
  statusCode: code,
  apiCode: code,
  message: z.string().optional().catch(undefined),
  uniqueId: z.string().optional().catch(undefined),
});

type CodeEnvelope = z.infer<typeof codeEnvelope>;

/** GraphQL: any entry in `errors` is a refusal. The first one is used. */
const graphqlEnvelope = z.object({ errors: z.array(z.unknown()).min(1) });

/** `message` is an object like that of REST, or a string when the GraphQL server itself objects. */
const graphqlError = z
  .object({ message: z.union([z.string().transform((message) => ({ message })), codeEnvelope]) })
  .catch({ message: {} });

const success = 200;

/** The code of a rate limit, in a body and as an HTTP status. */
export const tooManyRequests = 429;

/** The service's own codes start here. Smaller ones repeat HTTP statuses. */
export const firstOwnCode = 1000;

/**
 * The refusal in the body of a response. The HTTP status does not matter: this service mostly refuses with 200.
 * Undefined when the body is not a refusal.
 */
export function refusalIn(body: unknown): Refusal | undefined {
  return graphqlRefusal(body) ?? codeRefusal(body);
}

/** Whether a REST response reports success: 200 in `code` or `statusCode`, and no other number in any place. */
export function saysSuccess(body: unknown): boolean {
  const { data } = codeEnvelope.safeParse(body);
  if (data === undefined || (data.code ?? data.statusCode) === undefined) return false;
  return codesIn(data).every((part) => part === success);
}

function graphqlRefusal(body: unknown): Refusal | undefined {
  const errors = graphqlEnvelope.safeParse(body).data?.errors;
  return errors === undefined ? undefined : toRefusal(graphqlError.parse(errors[0]).message);
}

function codeRefusal(body: unknown): Refusal | undefined {
  const { data } = codeEnvelope.safeParse(body);
  if (data === undefined || saysSuccess(body)) return undefined;
  const refusal = toRefusal(data);
  return refusal.apiCode === undefined ? undefined : refusal;
}

/** The service's own code says most. It may be in any place, next to numbers that are like HTTP statuses. */
function toRefusal(envelope: CodeEnvelope): Refusal {
  const codes = codesIn(envelope);
  const ownCode = codes.find((part) => part === tooManyRequests || part >= firstOwnCode);
  return {
    apiCode: ownCode ?? codes.find((part) => part !== success) ?? codes[0],
    apiMessage: envelope.message ?? "",
    requestId: envelope.uniqueId,
  };
}

function codesIn({ apiCode, code: older, statusCode }: CodeEnvelope): number[] {
  return [apiCode, older, statusCode].filter((part) => part !== undefined);
}
