import type { Answer } from "../answer.js";

/** Calls of the service that the emulator lacks, at paths where `/api/v2/users/:id` would take a word for an id. */
export const unservedPaths = [
  "/api/v2/users/filter",
  "/api/v2/users/link",
  "/api/v2/users/login-status",
  "/api/v2/users/principal_authentication",
  "/api/v2/users/unlink",
] as const;

/** Says so plainly: an answer in the form of success would be taken for the service's own. */
export function answerUnserved(method: string, path: string): Answer {
  const message = `The emulator does not have ${method} ${path}`;
  return { response: Response.json({ code: 404, message }, { status: 404 }), code: 404 };
}
