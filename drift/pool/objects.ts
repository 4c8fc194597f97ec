import { type CodedKey, codedKeyText } from "../../model/rules/coded.js";
import {
  type CustomField,
  defaultNamespace,
  type Group,
  isApiError,
  isUnexpectedResponse,
  type ManagementClient,
  type Policy,
  type Role,
  UnexpectedResponseError,
} from "../../sdk/index.js";
import { isolateFailures } from "../../sdk/isolate-failures.js";
import { writtenStatement } from "../../model/schema/policy-statement.js";
import type { ObservedObject } from "../observed-object.js";
import { smallPageSize } from "./observe.js";

/** Objects whose codes are unique among each other: all groups, or the roles of one namespace. */
type Place = Pick<CodedKey, "object" | "scope">;

interface ObjectApi {
  /** Several objects in words, and the part of the client that reads them. */
  readonly many: string;
  readonly listAll: (pageSize: number) => AsyncGenerator<ObservedObject>;
  /** In the order of the codes. Null: the service says that there is none with the code. */
  readonly readMany: (codes: readonly string[]) => Promise<(ObservedObject | null)[]>;
}

/** Codes in one request that asks for objects by their codes. */
const maxCodes = 10;

/**
 * All objects in a place. The service is asked for each expected one that its list lacks: only that answer makes it gone.
 *
 * @throws UnexpectedResponseError when the list lacks an object that exists
 */
export async function observeObjects(
  client: ManagementClient,
  place: Place,
  expected: readonly CodedKey[],
  pageSize: number,
): Promise<ObservedObject[]> {
  const api = apiOf(client, place);
  const first = await list(api, pageSize);
  if ((await findOmitted(api, expected, first)) === undefined) return first;
  // The object may have been created between two pages.
  const second = await list(api, pageSize);
  const omitted = await findOmitted(api, expected, second);
  if (omitted === undefined) return second;
  throw new UnexpectedResponseError(
    `reading all ${api.many} failed: the list is incomplete, because ${omitted.object} ${omitted.code} exists but is not in the list; run the review again, and contact support if it persists`,
    { operation: `${api.many}.listAll`, paths: ["list"] },
  );
}

/** The object with this code; undefined when the service says that there is none. */
export async function findObject(client: ManagementClient, key: CodedKey): Promise<CodedKey | undefined> {
  return await readEach(apiOf(client, key), [key]);
}

function apiOf(
  { groups, roles, policies, udf }: ManagementClient,
  { object, scope = defaultNamespace }: Place,
): ObjectApi {
  const apis: Record<CodedKey["object"], ObjectApi> = {
    group: {
      many: "groups",
      listAll: (pageSize) => mapped(groups.listAll({ pageSize }), fromGroup),
      readMany: async (codes) => (await groups.detailMany(codes)).map((found) => found && fromGroup(found)),
    },
    role: {
      many: "roles",
      listAll: (pageSize) => mapped(roles.listAll({ pageSize, namespace: scope }), fromRole),
      readMany: async (codes) =>
        (await roles.detailMany(codes, scope)).map((found) => found && fromRole(found)),
    },
    policy: {
      many: "policies",
      listAll: (pageSize) =>
        mapped(policies.listAll({ pageSize, namespace: scope, excludeDefault: true }), fromPolicy),
      readMany: async (codes) =>
        (await policies.detailMany(codes, scope)).map((found) => found && fromPolicy(found)),
    },
    userField: {
      many: "custom fields",
      listAll: async function* () {
        yield* (await udf.list("USER")).map(fromUserField);
      },
      readMany: async (codes) => {
        const found = new Map((await udf.list("USER")).map((field) => [field.key, fromUserField(field)]));
        return codes.map((code) => found.get(code) ?? null);
      },
    },
  };
  return apis[object];
}

function fromGroup(group: Group): ObservedObject {
  return { key: { object: "group", code: group.code, scope: undefined }, values: { ...group } };
}

function fromRole(role: Role): ObservedObject {
  return { key: { object: "role", code: role.code, scope: role.namespace }, values: { ...role } };
}

function fromPolicy(policy: Policy): ObservedObject {
  const values = { ...policy, statements: policy.statements.map(writtenStatement) };
  return { key: { object: "policy", code: policy.code, scope: policy.namespace }, values };
}

function fromUserField({ key, label }: CustomField): ObservedObject {
  return { key: { object: "userField", code: key, scope: undefined }, values: { label } };
}

async function* mapped<Found>(
  all: AsyncGenerator<Found>,
  map: (found: Found) => ObservedObject,
): AsyncGenerator<ObservedObject> {
  for await (const found of all) yield map(found);
}

/** When the service refuses the size of the pages, pages are small. */
async function list({ listAll }: ObjectApi, pageSize: number): Promise<ObservedObject[]> {
  try {
    return await gather(listAll(pageSize));
  } catch (error) {
    if (!isApiError(error) || error.code !== "API" || pageSize <= smallPageSize) throw error;
    return await gather(listAll(smallPageSize));
  }
}

async function gather(objects: AsyncIterable<ObservedObject>): Promise<ObservedObject[]> {
  const all: ObservedObject[] = [];
  for await (const object of objects) all.push(object);
  return all;
}

/** The first expected object that is not in a list, although the service knows it. */
async function findOmitted(
  api: ObjectApi,
  expected: readonly CodedKey[],
  listed: readonly ObservedObject[],
): Promise<CodedKey | undefined> {
  const known = new Set(listed.map(({ key }) => codedKeyText(key)));
  const unlisted = expected.filter((key) => !known.has(codedKeyText(key)));
  for (let index = 0; index < unlisted.length; index += maxCodes) {
    const found = await readEach(api, unlisted.slice(index, index + maxCodes));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The first of these objects that exists. One bad code does not refuse the others; a failed read ends the review. */
async function readEach(api: ObjectApi, keys: readonly CodedKey[]): Promise<CodedKey | undefined> {
  const existing: CodedKey[] = [];
  const failures = await isolateFailures(keys, {
    attempt: async (some) => {
      const found = await api.readMany(some.map(({ code }) => code));
      for (const [index, key] of some.entries()) {
        const object = found[index];
        if (object === null) continue;
        if (object === undefined || codedKeyText(object.key) !== codedKeyText(key))
          throw answeredOther(api, key);
        existing.push(key);
      }
    },
    isAboutOne: (error) => isApiError(error) || isUnexpectedResponse(error),
  });
  for (const error of failures.values()) throw error;
  return existing[0];
}

/** A service that ignores case may answer another object. It does not say whether there is this one. */
function answeredOther({ many }: ObjectApi, { object, code }: CodedKey): Error {
  return new UnexpectedResponseError(
    `reading ${object} ${code} failed: the service answered another ${object}`,
    { operation: `${many}.detailMany`, paths: ["code"] },
  );
}
