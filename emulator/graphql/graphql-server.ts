import { createHandler } from "graphql-http";
// By its file: bundlers resolve the bare name to another copy than that of graphql-http, and two copies do not work together.
import { buildSchema, type DocumentNode, GraphQLError, Kind, OperationTypeNode } from "graphql/index.js";
import type { Answer } from "../answer.js";
import { ManagementError } from "../errors.js";
import type { OperationName } from "../operation-names.js";
import type { Service } from "../operations/service.js";
import { Documents } from "./documents.js";
import { createResolvers, type Refusals } from "./resolvers.js";
import { typeDefs } from "./type-defs.js";

export interface GraphqlServer {
  /** The operations in a request body. */
  rootFields(body: string): OperationName[];
  answer(request: Request, body: string, refusals: Refusals): Promise<Answer>;
}

interface Call {
  refusals: Refusals;
  code: number;
}

/** Shared by all pools: only the resolvers differ. */
const schema = buildSchema(typeDefs);
const documents = new Documents(schema);

export function createGraphqlServer(service: Service): GraphqlServer {
  const handle = createHandler<undefined, Call, Record<string, unknown>>({
    schema,
    rootValue: createResolvers(service),
    context: ({ context }) => ({ ...context.refusals }),
    parse: (source) => documents.parse(typeof source === "string" ? source : source.body),
    validate: (_schema, document) => [
      ...documents.validate(document),
      ...(service.behaviour.severalMutations === "error" ? refuseSeveralMutations(document) : []),
    ],
    onOperation: ({ context }, _args, result) => {
      const refusal = result.errors?.map(managementErrorOf).find((error) => error !== undefined);
      context.code = refusal?.code ?? (result.errors ? 400 : 200);
      if (!refusal) return undefined;
      const body = { errors: result.errors?.map(toEnvelope), data: result.data };
      return [
        JSON.stringify(body),
        { status: 200, statusText: "OK", headers: { "content-type": "application/json; charset=utf-8" } },
      ];
    },
  });

  return {
    rootFields: (body) => documents.rootFields(body),
    async answer({ method, url, headers }, body, refusals) {
      const call: Call = { refusals, code: 400 };
      const [answer, init] = await handle({ method, url, headers, body, raw: undefined, context: call });
      return { response: new Response(answer, init), code: call.code };
    },
  };
}

/** As a guard in front of a GraphQL server does. */
function refuseSeveralMutations({ definitions }: DocumentNode): GraphQLError[] {
  return definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION &&
    definition.operation === OperationTypeNode.MUTATION &&
    definition.selectionSet.selections.length > 1
      ? [new GraphQLError("A request must contain one mutation")]
      : [],
  );
}

/** A refusal is an object in place of the message. Errors in the query keep the standard form. */
function toEnvelope(error: GraphQLError): unknown {
  const refusal = managementErrorOf(error);
  if (!refusal) return error;
  const { locations, path } = error.toJSON();
  const exception = refusal.exception === undefined ? {} : { exception: { name: refusal.exception } };
  return {
    message: { code: refusal.code, message: refusal.message },
    locations,
    path,
    extensions: { code: "INTERNAL_SERVER_ERROR", ...exception },
  };
}

function managementErrorOf({ originalError }: GraphQLError): ManagementError | undefined {
  return originalError instanceof ManagementError ? originalError : undefined;
}
