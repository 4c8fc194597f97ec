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

/** A call that reads a selection of one root field. The selection of a field without parts is empty. */
export function graphqlCall<Result>(
  root: RootField,
  selection: string,
  result: z.ZodType<Result>,
): Call<Result> {
  return rootsCall(root, selection, "", (data) =>
    parsePart(root, result, data[root.field], ["data", root.field]),
  );
}

/** A call that reads a root field and others `beside` it in its document, which use variables of `nested`. */
export function rootsCall<Result>(
  root: RootField,
  selection: string,
  beside: string,
  read: (data: Readonly<Record<string, unknown>>) => Result,
): Call<Result> {
  return {
    ...root,
    request: {
      method: "POST",
      path,
      body: { query: toDocument(root, selection, beside), variables: root.values },
    },
    read: (body) => read(parsePart(root, envelope, body, []).data),
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

/** One of the fields that share a request. */
export type Command = Pick<RootField, "field" | "args" | "values">;

/**
 * Several commands in one request, which the service carries out in their order. Any refusal refuses the whole call, and
 * does not say which of the commands were carried out.
 */
export function commandsCall(attempt: Attempt, commands: readonly Command[]): Call<undefined[]> {
  return severalCall(attempt, "mutation", commands, commonMessageSelection, ({ value, place, redact }) => {
    throwIfRefused(attempt, parsePart(attempt, commonMessage, value, place), redact);
    return undefined;
  });
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
  return severalCall(attempt, "query", fields, selection, ({ value, place }) =>
    parsePart(attempt, result, value, place),
  );
}

/** What one of several root fields was answered. */
export interface FieldAnswer<Sent extends Command = Command> {
  readonly sent: Sent;
  readonly value: unknown;
  /** Where it stands in the response. */
  readonly place: readonly string[];
  readonly redact: Redact;
}

/** Several root fields with the same selection in one request, and what is read from each, in their order. */
export function severalCall<Sent extends Command, Result>(
  attempt: Attempt,
  type: RootField["type"],
  commands: readonly Sent[],
  selection: string,
  read: (answer: FieldAnswer<Sent>) => Result,
): Call<Result[]> {
  const prefix = type === "query" ? "query" : "command";
  const { roots, types, values } = sideBySide(prefix, commands, selection);
  return {
    ...attempt,
    repeatable: true,
    request: {
      method: "POST",
      path,
      body: { query: `${type} several(${declarationsOf(types)}) { ${roots} }`, variables: values },
    },
    read: (body, redact) => {
      const { data } = parsePart(attempt, envelope, body, []);
      return commands.map((sent, index) => {
        const alias = `${prefix}${index}`;
        return read({ sent, value: data[alias], place: ["data", alias], redact });
      });
    },
  };
}

/** Root fields under aliases, which are a prefix and their position, with a variable for each argument that has a value. */
export function sideBySide(
  prefix: string,
  commands: readonly Command[],
  selection: string,
): {
  readonly roots: string;
  readonly types: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, unknown>>;
} {
  const fields = commands.map(({ field, args, values }, index) => {
    const alias = `${prefix}${index}`;
    const given = Object.entries(args)
      .filter(([name]) => values[name] !== undefined)
      .map(([name, type]) => ({ name, type, value: values[name], variable: `${alias}_${name}` }));
    const handedOn = given.map(({ name, variable }) => `${name}: $${variable}`).join(", ");
    return { given, root: `${alias}: ${field}(${handedOn}) { ${selection} }` };
  });
  const given = fields.flatMap((field) => field.given);
  return {
    roots: fields.map(({ root }) => root).join(" "),
    types: Object.fromEntries(given.map(({ variable, type }) => [variable, type])),
    values: Object.fromEntries(given.map(({ variable, value }) => [variable, value])),
  };
}

function throwIfRefused(attempt: Attempt, message: CommonMessage, redact: Redact): void {
  const refusal = refusalIn(message);
  if (refusal === undefined) return;
  throw toApiError(attempt, { ...refusal, apiMessage: redact(refusal.apiMessage) });
}

const envelope = z.object({ data: z.record(z.string(), z.unknown()) });

/** Declares only arguments with a value: an older schema refuses unknown arguments, even unset ones. */
function toDocument(
  { type, field, args, nested = {}, values }: RootField,
  selection: string,
  beside: string,
): string {
  const isGiven = (name: string): boolean => values[name] !== undefined;
  const declared = Object.entries({ ...args, ...nested }).filter(([name]) => isGiven(name));
  const declarations = declarationsOf(Object.fromEntries(declared));
  const handedOn = Object.keys(args).filter(isGiven);
  const root = `${field}(${handedOn.map((name) => `${name}: $${name}`).join(", ")})`;
  return `${type} ${field}(${declarations}) { ${root}${selection === "" ? "" : ` { ${selection} }`} ${beside}}`;
}

function declarationsOf(types: Readonly<Record<string, string>>): string {
  return Object.entries(types)
    .map(([name, type]) => `$${name}: ${type}`)
    .join(", ");
}
