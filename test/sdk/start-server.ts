import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type OutgoingHttpHeaders } from "node:http";
import { json } from "node:stream/consumers";
import { onTestFinished } from "vitest";

/** A request as it came over the wire. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: { readonly query?: string; readonly variables?: unknown };
}

export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: OutgoingHttpHeaders;
  readonly text: string;
}

/** An answer, or none at all. */
export type Answer = ScriptedAnswer | "silence";

const session = { accessToken: "the-token", iat: 0, exp: 1_296_000 };

/** Accepts the login. */
export const loggedIn: ScriptedAnswer = { text: JSON.stringify({ data: { accessToken: session } }) };

/** A server that answers logins, and everything else, as told: for what the emulator never says. */
export async function startServer(
  answer: (request: SeenRequest) => Answer | Promise<Answer>,
  answerLogin: (request: SeenRequest) => Answer | Promise<Answer> = () => loggedIn,
): Promise<{ readonly host: string; readonly requests: SeenRequest[] }> {
  const requests: SeenRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const { method = "", url: path = "", headers } = incoming;
      const body = method === "POST" ? ((await json(incoming)) as SeenRequest["body"]) : {};
      const request = { method, path, headers, body };
      requests.push(request);
      const isLogin = body.query?.startsWith("query accessToken") ?? false;
      const scripted = await (isLogin ? answerLogin(request) : answer(request));
      if (scripted === "silence") return;
      outgoing.writeHead(scripted.status ?? 200, { "content-type": "application/json", ...scripted.headers });
      outgoing.end(scripted.text);
    })();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("the server has no port");
  return { host: `http://127.0.0.1:${address.port}`, requests };
}
