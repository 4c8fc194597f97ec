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

/** Clients repeat a few queries; a cache with more than these is cleared. */
const maxCached = 500;

const queryBody = z.object({ query: z.string() });

/** Parsed and validated queries. Each is processed once. */
export class Documents {
  readonly #schema: GraphQLSchema;
  readonly #parsed = new Map<string, DocumentNode>();
  readonly #mistakes = new WeakMap<DocumentNode, readonly GraphQLError[]>();

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  /** @throws GraphQLError on a syntax error */
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

  /** The distinct root fields of a request body; none if the body is invalid. */
  rootFields(body: string): OperationName[] {
    try {
      const { definitions } = this.parse(queryBody.parse(JSON.parse(body)).query);
      const names = definitions.filter(isOfRoot).flatMap(({ selectionSet }) => fieldNames(selectionSet));
      return [...new Set(names)].filter(isGraphqlName);
    } catch {
      // The GraphQL server reports what is wrong with the body.
      return [];
    }
  }
}

/** Operations, and fragments on the root types. */
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
