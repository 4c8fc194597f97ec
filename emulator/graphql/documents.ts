import {
  Kind,
  parse,
  validate,
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
} from "graphql/index.js";
import { z } from "zod";
import { isGraphqlName, type OperationName } from "../operation-names.js";

/** Clients send the same few queries again and again; beyond this many the cache starts anew. */
const maxCached = 500;

const queryBody = z.object({ query: z.string() });

/** Parsed and validated queries, each worked out once. */
export class Documents {
  readonly #schema: GraphQLSchema;
  readonly #parsed = new Map<string, DocumentNode>();
  readonly #mistakes = new WeakMap<DocumentNode, readonly GraphQLError[]>();

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  /** @throws GraphQLError on a mistake in the syntax. */
  parse(query: string): DocumentNode {
    const cached = this.#parsed.get(query);
    if (cached) return cached;
    const document = parse(query);
    if (this.#parsed.size >= maxCached) this.#parsed.clear();
    this.#parsed.set(query, document);
    return document;
  }

  validate(document: DocumentNode): readonly GraphQLError[] {
    const cached = this.#mistakes.get(document);
    if (cached) return cached;
    const mistakes = validate(this.#schema, document);
    this.#mistakes.set(document, mistakes);
    return mistakes;
  }

  /** The root fields that a request body asks for, each once; none where the body cannot be understood. */
  rootFields(body: string): OperationName[] {
    try {
      const { definitions } = this.parse(queryBody.parse(JSON.parse(body)).query);
      const selections = definitions.flatMap((definition) =>
        definition.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections : [],
      );
      const names = selections.flatMap((selection) =>
        selection.kind === Kind.FIELD ? [selection.name.value] : [],
      );
      return [...new Set(names)].filter(isGraphqlName);
    } catch {
      // Whatever is wrong with the body, the GraphQL server says so in its answer.
      return [];
    }
  }
}
