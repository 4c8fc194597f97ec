import type { Answer } from "../answer.js";
import { denialOf } from "../authentication.js";
import { ManagementError } from "../errors.js";
import type { Service } from "../operations/service.js";
import type { RestInput, Route } from "./routes.js";
import { answerUnknown } from "./unserved.js";

/** Runs a route and wraps its result in the envelope `{ code, message, data }`. Failures have no data. */
export async function answerRest(
  service: Service,
  route: Route,
  request: { headers: Headers; params: RestInput["params"]; query: RestInput["query"]; body: string },
  refusal: ManagementError | undefined,
): Promise<Answer> {
  if (!refusal && route.isMissing?.(service)) return answerUnknown(route.method, route.path);
  try {
    const denial = refusal ?? (route.open ? undefined : await denialOf(service, request.headers));
    if (denial) throw denial;
    const data = await route.handle(service, { ...request, body: parseBody(request.body) });
    return { response: Response.json({ code: 200, message: "OK", data }), code: 200 };
  } catch (error) {
    if (!(error instanceof ManagementError)) throw error;
    const { code, message } = error;
    return { response: Response.json({ code, message }), code };
  }
}

function parseBody(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new ManagementError(2231, "The body is not valid JSON");
  }
}
