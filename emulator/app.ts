import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { denialOf } from "./authentication.js";
import type { Gateway } from "./gateway/gateway.js";
import { createGraphqlServer } from "./graphql/graphql-server.js";
import { mutationNames, type OperationName } from "./operation-names.js";
import type { Service } from "./operations/service.js";
import { answerRest } from "./rest/rest-server.js";
import { routes } from "./rest/routes.js";

const changing: ReadonlySet<OperationName> = new Set<OperationName>(mutationNames);

/** The HTTP interface: GraphQL v2 and REST v2 behind the gateway. `onChange` runs after whatever may have changed the pool. */
export function createApp(
  service: Service,
  gateway: Gateway,
  onChange: () => void,
): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  const graphql = createGraphqlServer(service);

  app.post("/graphql/v2", async (c) => {
    const body = await c.req.text();
    const operations = graphql.rootFields(body);
    return gateway.pass(c.env.incoming, {
      operations,
      async answer(refusal) {
        const denial = await denialOf(service, c.req.raw.headers);
        const answer = await graphql.answer(c.req.raw, body, { refusal, denial });
        if (operations.some((operation) => changing.has(operation))) onChange();
        return answer;
      },
    });
  });

  for (const route of routes) {
    app.on(route.method, route.path, async (c) => {
      const body = await c.req.text();
      return gateway.pass(c.env.incoming, {
        operations: [route.operation],
        async answer(refusal) {
          const { headers } = c.req.raw;
          const request = { headers, params: c.req.param(), query: c.req.query(), body };
          const answer = await answerRest(service, route, request, refusal);
          if (route.method !== "GET") onChange();
          return answer;
        },
      });
    });
  }

  app.notFound((c) =>
    gateway.pass(c.env.incoming, {
      operations: [],
      answer: () =>
        Promise.resolve({
          response: Response.json({ code: 404, message: "Not Found" }, { status: 404 }),
          code: 404,
        }),
    }),
  );

  return app;
}
