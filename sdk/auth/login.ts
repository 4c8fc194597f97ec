import { z } from "zod";
import { isApiError, isRateLimit } from "../error-guards.js";
import type { ApiError } from "../errors.js";
import { AuthenticationError } from "../errors.js";
import type { Call } from "../http/call.js";
import { graphqlCall } from "../http/graphql-call.js";
import type { Login } from "./management-token.js";

const session: z.ZodType<Login> = z.object({
  accessToken: z.string().min(1),
  iat: z.number().nullable(),
  exp: z.number().nullable(),
});

/** Statuses with which a service judges what a request contains. The others are about the request itself. */
const aboutCredentials = new Set([400, 401, 403, 404, 422]);

/**
 * Logs in to the management API with the user pool's id and secret.
 *
 * @throws AuthenticationError for every refusal that can be about them: the service documents no code for a wrong secret
 */
export async function login(
  send: (call: Call<Login>) => Promise<Login>,
  userPoolId: string,
  secret: string,
): Promise<Login> {
  const trying = `logging in to user pool ${userPoolId}`;
  const root = {
    operation: "accessToken",
    trying,
    type: "query",
    field: "accessToken",
    args: { userPoolId: "String!", secret: "String!" },
    values: { userPoolId, secret },
    repeatable: true,
  } as const;
  try {
    return await send({ ...graphqlCall(root, "accessToken iat exp", session), isLogin: true });
  } catch (error) {
    if (!isApiError(error) || isRateLimit(error) || !blamesCredentials(error)) throw error;
    const { operation, apiMessage, status, apiCode, requestId } = error;
    throw new AuthenticationError(
      `${trying} was refused: ${apiMessage}; check userPoolId and secret (console, Settings > Basic) and host`,
      { operation, apiMessage, status, apiCode, requestId, cause: error },
    );
  }
}

/** Newer servers answer with a status such as 499 for whatever they refuse, and then have a code of their own. */
function blamesCredentials({ status = 200, apiCode }: ApiError): boolean {
  const isSuccess = status >= 200 && status < 300;
  return isSuccess || aboutCredentials.has(status) || (apiCode !== undefined && apiCode !== status);
}
