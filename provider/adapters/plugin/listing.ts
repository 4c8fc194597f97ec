import { codedId } from "../../../model/rules/coded.js";
import type { Properties } from "../../../model/rules/record.js";
import { isCodedKind, type KindName, schemaOf } from "../../../model/schema/index.js";
import type { CodedKind } from "../../../model/schema/kind.js";
import { defaultNamespace, type ManagementClient, uniqueUserFields, type User } from "../../../sdk/index.js";
import { codedApis } from "../../pool/writing/coded-apis.js";

/** An object of the pool, as `pulumi import` takes it. */
export interface Listed {
  readonly id: string;
  /** What people call it. */
  readonly name: string;
}

/**
 * All objects of a kind that are in the pool, page by page.
 *
 * @param query the namespace of roles and policies; by default the usual one
 * @throws Error for a kind whose objects belong to others: memberships and assignments
 */
export async function* listObjects(
  kind: KindName,
  client: ManagementClient,
  query: Properties,
): AsyncGenerator<Listed> {
  const schema = schemaOf(kind);
  if (kind === "User") yield* listUsers(client);
  else if (isCodedKind(schema)) yield* listCoded(schema, client, query);
  else throw new Error(`${kind} cannot be listed: list users or groups, and import by their ids`);
}

async function* listUsers(client: ManagementClient): AsyncGenerator<Listed> {
  for await (const user of client.users.listAll()) yield { id: user.id, name: nameOf(user) };
}

function nameOf(user: User): string {
  const named = uniqueUserFields.map((field) => user[field]).find((value) => typeof value === "string");
  return named ?? user.id;
}

async function* listCoded(
  { subject }: CodedKind,
  client: ManagementClient,
  query: Properties,
): AsyncGenerator<Listed> {
  const api = codedApis(client)[subject.object];
  const scope = subject.scope === undefined ? undefined : (textIn(query, subject.scope) ?? defaultNamespace);
  for await (const found of api.listAll(scope)) {
    const key = api.keyOf(found);
    yield { id: codedId(key), name: key.code };
  }
}

function textIn(query: Properties, name: string): string | undefined {
  const value = query[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}
