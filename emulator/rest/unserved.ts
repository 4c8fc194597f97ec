import type { Answer } from "../answer.js";

/** Paths that the emulator does not serve, and that `/api/v2/users/:id` would match with a word as the id. */
export const unservedPaths = [
  "/api/v2/users/filter",
  "/api/v2/users/link",
  "/api/v2/users/principal_authentication",
  "/api/v2/users/unlink",
] as const;

/** Answers with HTTP 404, so that no client mistakes it for an answer of the service. */
export function answerUnserved(method: string, path: string): Answer {
  const message = `The emulator does not serve ${method} ${path}`;
  return { response: Response.json({ code: 404, message }, { status: 404 }), code: 404 };
}

/** Answers as a service that does not know the path. */
export function answerUnknown(method: string, path: string): Answer {
  const body = { statusCode: 404, message: `Cannot ${method} ${path}`, error: "Not Found" };
  return { response: Response.json(body, { status: 404 }), code: 404 };
}
