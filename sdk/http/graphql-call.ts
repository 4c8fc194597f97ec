import { z } from "zod";
import type { CommonMessage } from "../common-message.js";
import { commonMessage, commonMessageSelection } from "../common-message.js";
import type { Call } from "./call.js";
import { toApiError } from "./api-error.js";
import { refusalIn } from "./envelopes.js";
import { parsePart, type Redact } from "./read-response.js";
import type { Attempt } from "./transport.js";

const path = "/graphql/v2";

/** A request for one root field of the GraphQL schema. */
export interface RootField extends Attempt {
  readonly type: "query" | "mutation";
  readonly field: string;
  /**
   * The arguments of the field with their GraphQL types. Arguments without a value are left out of the document. At
   * least one has a value.
   */
  readonly args: Readonly<Record<string, string>>;
  /** Variables that only the selection uses, with their types. */
  readonly nested?: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, unknown>>;
  readonly repeatable: boolean;
  readonly secrets?: readonly string[];
}

/** A call that reads a selection of one root field. */
export function graphqlCall<Result>(
  root: RootField,
  selection: string,
  result: z.ZodType<Result>,
): Call<Result> {
  return {
    ...root,
    request: { method: "POST", path, body: { query: toDocument(root, selection), variables: root.values } },
    read: (body) => {
      const { data } = parsePart(root, envelope, body, []);
      return parsePart(root, result, data[root.field], ["data", root.field]);
    },
  };
}

/** A call that returns no data. Any code other than 200 is a refusal. */
export function commandCall(root: RootField): Call<CommonMessage> {
  const call = graphqlCall(root, commonMessageSelection, commonMessage);
  return {
    ...call,
    read: (body, redact) => {
      const message = call.read(body, redact);
      throwIfRefused(root, message, redact);
      return message;
    },
  };
}

/** One of the commands that share a request. */
export type Command = Pick<RootField, "field" | "args" | "values">;

/**
 * Several commands in one request, which the service carries out in their order. Any refusal refuses the whole call, and
 * does not say which of the commands were carried out.
 */
export function commandsCall(attempt: Attempt, commands: readonly Command[]): Call<undefined> {
  const { aliases, body } = severalFields("mutation", commands, commonMessageSelection);
  return {
    ...attempt,
    repeatable: true,
    request: { method: "POST", path, body },
    read: (response, redact) => {
      const { data } = parsePart(attempt, envelope, response, []);
      for (const alias of aliases) {
        throwIfRefused(attempt, parsePart(attempt, commonMessage, data[alias], ["data", alias]), redact);
      }
      return undefined;
    },
  };
}

/** One root field that is read for several sets of arguments. */
export type Query = Pick<RootField, "field" | "args">;

/** Reads a selection of one root field for several sets of arguments in one request. The results have their order. */
export function queriesCall<Result>(
  attempt: Attempt,
  query: Query,
  values: readonly RootField["values"][],
  selection: string,
  result: z.ZodType<Result>,
): Call<Result[]> {
  const fields = values.map((each) => ({ ...query, values: each }));
  const { aliases, body } = severalFields("query", fields, selection);
  return {
    ...attempt,
    repeatable: true,
    request: { method: "POST", path, body },
    read: (response) => {
      const { data } = parsePart(attempt, envelope, response, []);
      return aliases.map((alias) => parsePart(attempt, result, data[alias], ["data", alias]));
    },
  };
}

/** One document for several root fields, each with an alias and variables of its own. */
function severalFields(
  type: RootField["type"],
  all: readonly Command[],
  selection: string,
): { aliases: string[]; body: object } {
  const fields = all.map(({ field, args, values }, index) => {
    const given = Object.keys(args).filter((name) => values[name] !== undefined);
    const alias = `${type === "query" ? "query" : "command"}${index}`;
    return {
      alias,
      declarations: given.map((name) => `$${name}${index}: ${args[name] ?? ""}`),
      root: `${alias}: ${field}(${given.map((name) => `${name}: $${name}${index}`).join(", ")})`,
      variables: given.map((name): [string, unknown] => [`${name}${index}`, values[name]]),
    };
  });
  const declarations = fields.flatMap((field) => field.declarations).join(", ");
  const roots = fields.map(({ root }) => `${root} { ${selection} }`).join(" ");
  const variables = Object.fromEntries(fields.flatMap((field) => field.variables));
  return {
    aliases: fields.map(({ alias }) => alias),
    body: { query: `${type} several(${declarations}) { ${roots} }`, variables },
  };
}

function throwIfRefused(attempt: Attempt, message: CommonMessage, redact: Redact): void {
  const refusal = refusalIn(message);
  if (refusal === undefined) return;
  throw toApiError(attempt, { ...refusal, apiMessage: redact(refusal.apiMessage) });
}

const envelope = z.object({ data: z.record(z.string(), z.unknown()) });

/** Declares only arguments with a value: an older schema refuses unknown arguments, even unset ones. */
function toDocument({ type, field, args, nested = {}, values }: RootField, selection: string): string {
  const isGiven = (name: string): boolean => values[name] !== undefined;
  const declared = Object.entries({ ...args, ...nested }).filter(([name]) => isGiven(name));
  const declarations = declared.map(([name, typeName]) => `$${name}: ${typeName}`).join(", ");
  const handedOn = Object.keys(args).filter(isGiven);
  const root = `${field}(${handedOn.map((name) => `${name}: $${name}`).join(", ")})`;
  return `${type} ${field}(${declarations}) { ${root} { ${selection} } }`;
}
