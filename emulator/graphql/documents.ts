import {
  Kind,
  parse,
  validate,
  type DefinitionNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
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
      const names = definitions.filter(isOfRoot).flatMap(({ selectionSet }) => fieldNames(selectionSet));
      return [...new Set(names)].filter(isGraphqlName);
    } catch {
      // Whatever is wrong with the body, the GraphQL server says so in its answer.
      return [];
    }
  }
}

/** Operations, and the fragments that stand for a part of one. */
function isOfRoot(
  definition: DefinitionNode,
): definition is OperationDefinitionNode | FragmentDefinitionNode {
  return (
    definition.kind === Kind.OPERATION_DEFINITION ||
    (definition.kind === Kind.FRAGMENT_DEFINITION &&
      ["Query", "Mutation"].includes(definition.typeCondition.name.value))
  );
}

function fieldNames({ selections }: SelectionSetNode): string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection.name.value];
    return selection.kind === Kind.INLINE_FRAGMENT ? fieldNames(selection.selectionSet) : [];
  });
}
