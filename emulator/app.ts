import { text } from "node:stream/consumers";
import type { HttpBindings } from "@hono/node-server";
import { Hono, type Context } from "hono";
import { bearerOf, denialOf } from "./authentication.js";
import type { Gateway } from "./gateway/gateway.js";
import { createGraphqlServer } from "./graphql/graphql-server.js";
import { mutationNames, type OperationName } from "./operation-names.js";
import type { Service } from "./operations/service.js";
import { answerRest } from "./rest/rest-server.js";
import { routes, type Route } from "./rest/routes.js";
import { answerUnserved, unservedPaths } from "./rest/unserved.js";

interface Env {
  Bindings: HttpBindings;
}

const changing: ReadonlySet<OperationName> = new Set<OperationName>(mutationNames);

/** The HTTP interface: GraphQL v2 and REST v2 behind the gateway. No request that can change the pool is answered before `onChange`. */
export function createApp(service: Service, gateway: Gateway, onChange: () => Promise<void>): Hono<Env> {
  const app = new Hono<Env>();
  const graphql = createGraphqlServer(service);

  app.post("/graphql/v2", async (c) => {
    const body = await text(c.env.incoming);
    const operations = graphql.rootFields(body);
    return gateway.pass(c.env.incoming, {
      operations,
      async answer(refusal) {
        const { headers } = c.req.raw;
        const denial = await denialOf(service, headers);
        const answer = await graphql.answer(c.req.raw, body, { refusal, denial, bearer: bearerOf(headers) });
        if (operations.some((operation) => changing.has(operation))) await onChange();
        return answer;
      },
    });
  });

  const serve = (route: Route) =>
    app.on(route.method, route.path, async (c) => {
      const body = await text(c.env.incoming);
      return gateway.pass(c.env.incoming, {
        operations: [route.operation],
        async answer(refusal) {
          const { headers } = c.req.raw;
          const request = { headers, params: c.req.param(), query: c.req.query(), body };
          const answer = await answerRest(service, route, request, refusal);
          if (route.method !== "GET") await onChange();
          return answer;
        },
      });
    });
  const refuse = (c: Context<Env>) =>
    gateway.pass(c.env.incoming, {
      operations: [],
      answer: () => Promise.resolve(answerUnserved(c.req.method, c.req.path)),
    });

  // Fixed paths come before those with an id, with every method, so that no word is read as an id.
  const whole = routes.filter(({ path }) => !path.includes("/:"));
  whole.forEach(serve);
  for (const path of [...whole.map((route) => route.path), ...unservedPaths]) app.all(path, refuse);
  routes.filter((route) => !whole.includes(route)).forEach(serve);
  app.notFound(refuse);

  return app;
}
