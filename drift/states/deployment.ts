import { z } from "zod";

import { InputError } from "../../model/errors.js";
import { renamingOf, unconfirmedFields } from "../../model/rules/bookkeeping.js";
import type { CodedKey } from "../../model/rules/coded.js";
import { parseEdgeSetId } from "../../model/rules/edges.js";
import { ownedCodes } from "../../model/rules/foreign-codes.js";
import { ownedFields } from "../../model/rules/project.js";
import { presentProperties } from "../../model/rules/record.js";
import type { FieldTable } from "../../model/schema/field.js";
import { schemas } from "../../model/schema/index.js";
import { type CodedKind, type EdgeKind, type Kind, typeToken } from "../../model/schema/kind.js";
import { fieldValue } from "../finding/finding.js";
import type {
  DeclaredFields,
  DeclaredProvider,
  Deployment,
  Managed,
  ManagedCodes,
  ManagedObject,
  ManagedUser,
} from "./managed.js";

/** What an exported state holds in place of a secret, by its key and value. The secret is not read. */
const signature = { key: "4dabf18193072939515e22adb298388d", value: "1b47061264138c4ac30d75fd1eb44270" };
const secret = z.looseObject({ [signature.key]: z.literal(signature.value) }).transform(() => undefined);

const exported = z.looseObject({
  version: z.int().min(3),
  deployment: z
    .looseObject({
      resources: z.array(z.unknown()).default([]),
      pending_operations: z.array(z.unknown()).nullish(),
    })
    .nullish(),
});
const anyResource = z.looseObject({
  type: z.string(),
  /** Looked up by the program, not managed by it. */
  external: z.boolean().default(false),
  custom: z.boolean().default(false),
});
/** What a run had begun when it was interrupted. */
const pendingOperation = z.looseObject({
  type: z.string(),
  resource: z.looseObject({ type: z.string(), urn: z.string() }),
});
const ourResource = z.looseObject({
  urn: z.string(),
  id: z.string().min(1),
  delete: z.boolean().default(false),
  outputs: z.looseObject({ userPoolId: z.union([z.string(), secret]).optional() }),
});
/** The type of all explicit providers of dynamic resources. */
const providerType = "pulumi:providers:pulumi-nodejs";
/** An export with `--show-secrets` holds the value of a secret as JSON. */
const shownSecret = z.looseObject({ plaintext: z.string() }).transform(({ plaintext }) => textIn(plaintext));
const setting = z.union([z.string(), shownSecret, z.unknown().transform(() => undefined)]);
const anyProvider = z.looseObject({ inputs: z.record(z.string(), setting).default({}) });
const userField = z.union([fieldValue, secret]);
/** Objects may have fields with parts. One secret part makes the field unknown. */
const objectField = z.unknown().transform((value) => (holdsSecret(value) ? undefined : value));
const identifier = z.union([z.string().min(1), secret]);
/** One secret code makes all of them unknown. */
const codeList = z.union([
  z.array(z.string().min(1)),
  secret,
  z.array(z.union([z.string(), secret])).transform(() => undefined),
]);
/** A secret flag counts as one that is not declared. */
const flag = z.union([z.boolean(), secret.transform(() => false)]).default(false);

/** The types of this provider, those of a newer version and of another way to run it included. */
const ourType = /(?:^|\/)approw:/u;

const kindsByType: ReadonlyMap<string, Kind> = new Map(schemas.map((kind) => [typeToken(kind), kind]));

/**
 * Reads the output of `pulumi stack export`.
 *
 * @throws InputError that names the source and the path of what neither Pulumi nor this provider writes
 */
export function parseDeployment(source: string, text: string): Deployment {
  const root = new Place(source, []);
  const resources: Managed[] = [];
  const providers: DeclaredProvider[] = [];
  const userPoolIds = new Set<string>();
  const unknownTypes: string[] = [];
  let withoutPool = 0;
  const { deployment } = root.check(exported, parseJson(source, text));
  for (const [index, entry] of (deployment?.resources ?? []).entries()) {
    const place = root.at("deployment", "resources", index);
    const { type, external, custom } = place.check(anyResource, entry);
    const kind = kindsByType.get(type);
    if (external) continue;
    if (type === providerType) providers.push(...readProvider(place.check(anyProvider, entry)));
    if (kind === undefined) {
      if (custom && ourType.test(type)) unknownTypes.push(type);
      continue;
    }
    const { urn, id, outputs, delete: isPendingDelete } = place.check(ourResource, entry);
    if (outputs.userPoolId === undefined) withoutPool += 1;
    else userPoolIds.add(outputs.userPoolId);
    const resource = { owner: { source, urn }, id, isPendingDelete, userPoolId: outputs.userPoolId };
    resources.push(...readResource(kind, resource, outputs, place));
  }
  const interrupted = (deployment?.pending_operations ?? []).flatMap((entry, index) =>
    readInterrupted(entry, root.at("deployment", "pending_operations", index)),
  );
  return { source, userPoolIds, providers, resources, withoutPool, interrupted, unknownTypes };
}

function readInterrupted(entry: unknown, place: Place): string[] {
  const { type, resource } = place.check(pendingOperation, entry);
  if (!ourType.test(resource.type)) return [];
  return [`${type} ${resource.type.split(":").at(-1) ?? ""} ${resource.urn.split("::").at(-1) ?? ""}`];
}

/** Other packages have such providers too. Ours give their name. */
function readProvider({ inputs }: z.infer<typeof anyProvider>): DeclaredProvider[] {
  const name = inputs["approw:provider"];
  return name === undefined ? [] : [{ name, settings: new Map(Object.entries(inputs)) }];
}

/** Undefined if it is not a JSON string; the message of a parser could quote the secret. */
function textIn(plaintext: string): string | undefined {
  try {
    const value: unknown = JSON.parse(plaintext);
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}

interface Resource extends Pick<Managed, "isPendingDelete" | "owner" | "userPoolId"> {
  readonly id: string;
}

type Outputs = Readonly<Record<string, unknown>>;

function readResource(kind: Kind, resource: Resource, outputs: Outputs, place: Place): Managed[] {
  const { subject } = kind;
  switch (subject.is) {
    case "user":
      return [readUser(kind, resource, outputs, place)];
    case "edges":
      return [readCodes({ ...kind, subject }, resource, outputs, place)];
    case "coded":
      return [readObject({ ...kind, subject }, resource, outputs, place)];
  }
}

function readUser(kind: Kind, { id, ...rest }: Resource, outputs: Outputs, place: Place): ManagedUser {
  const access = kind.subject.is === "user" ? kind.subject.access.map(({ codes }) => codes) : [];
  const fields = Object.fromEntries(Object.entries(kind.fields).filter(([name]) => !access.includes(name)));
  return { is: "user", ...rest, userId: id, ...readFields(fields, outputs, userField, place) };
}

/** The code in the id is the first one. Only the one in the state counts. */
function readObject(kind: CodedKind, resource: Resource, outputs: Outputs, place: Place): ManagedObject {
  const { owner, isPendingDelete, userPoolId } = resource;
  const { object: type, code } = kind.subject;
  const described = Object.fromEntries(Object.entries(kind.fields).filter(([name]) => name !== code));
  const declared = readFields(described, outputs, objectField, place);
  const doubtful = unconfirmedFields(outputs).filter((name) => name === code);
  return {
    is: "object",
    owner,
    isPendingDelete,
    userPoolId,
    type,
    keys: readKeys(kind, outputs, place),
    ...declared,
    unconfirmed: [...doubtful, ...declared.unconfirmed],
  };
}

function readKeys({ fields, subject }: CodedKind, outputs: Outputs, place: Place): CodedKey[] {
  const { object, code: name, scope: scopeName } = subject;
  const code = place.at("outputs", name).check(identifier, outputs[name]);
  const scope =
    scopeName === undefined
      ? undefined
      : place.at("outputs", scopeName).check(identifier, outputs[scopeName] ?? fields[scopeName]?.unset);
  if (code === undefined || (scopeName !== undefined && scope === undefined)) return [];
  const codes = [code, renamingOf(outputs) ?? code];
  return [...new Set(codes)].map((each) => ({ object, code: each, scope }));
}

function readFields(table: FieldTable, outputs: Outputs, schema: z.ZodType, place: Place): DeclaredFields {
  const declared = presentProperties(outputs);
  const doubtful = new Set(unconfirmedFields(outputs));
  const fields: Record<string, unknown> = {};
  const owned = ownedFields(table, declared);
  const unconfirmed = owned.filter((name) => doubtful.has(name));
  const known = owned.filter((name) => !doubtful.has(name));
  const comparable = known.filter((name) => table[name]?.secret === false);
  for (const name of comparable) {
    const value = place.at("outputs", name).check(schema, declared[name]);
    if (value !== undefined) fields[name] = value;
  }
  const secretFields = known.length - Object.keys(fields).length;
  const alwaysSecretFields = known.length - comparable.length;
  return { table, fields, secretFields, alwaysSecretFields, unconfirmed };
}

function holdsSecret(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return secret.safeParse(value).success || Object.values(value).some(holdsSecret);
}

function readCodes(kind: EdgeKind, { id, ...rest }: Resource, outputs: Outputs, place: Place): ManagedCodes {
  const { edge, codes: name } = kind.subject;
  const { userId, scope = "" } = place.at("id").read(() => parseEdgeSetId(kind, id));
  const held = place.at("outputs", name).check(codeList, outputs[name]);
  // A refresh writes what was given by hand into the state of an exhaustive resource. It is still not declared.
  const codes = held && ownedCodes(outputs, held);
  const isExhaustive = place.at("outputs", "exhaustive").check(flag, outputs["exhaustive"]);
  return { is: "edges", edge, ...rest, userId, scope, codes, isExhaustive };
}

/** A place in a state, for messages. */
class Place {
  constructor(
    readonly source: string,
    readonly path: readonly PropertyKey[],
  ) {}

  at(...steps: readonly PropertyKey[]): Place {
    return new Place(this.source, [...this.path, ...steps]);
  }

  /** Never shows a value: it could be personal data. */
  check<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw this.at(...(issue?.path ?? [])).#mistake(issue?.message ?? "", parsed.error);
  }

  /** Adds the place to the message of an InputError. */
  read<Value>(parse: () => Value): Value {
    try {
      return parse();
    } catch (cause) {
      throw cause instanceof InputError ? this.#mistake(cause.message, cause) : cause;
    }
  }

  #mistake(message: string, cause: Error): InputError {
    const path = this.path.map(String).join(".") || "its root";
    return notExported(this.source, `${path}: ${message}`, cause);
  }
}

function parseJson(source: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw notExported(source, "it is not valid JSON", cause);
  }
}

function notExported(source: string, reason: string, cause: unknown): InputError {
  return new InputError(`${source} is not an output of \`pulumi stack export\`: ${reason}`, { cause });
}
