import { listNamespaces } from "../../drift/pool/namespaces.js";
import { exportedFields } from "../../roster/write/declared-person.js";
import type { Omission } from "../../roster/write/omission.js";
import type { Grant, PoolContents, PoolRole } from "../../roster/write/pool-contents.js";
import {
  defaultNamespace,
  isApiError,
  type ManagementClient,
  type Policy,
  type Role,
  type SnapshotSelection,
  type UserField,
  userFields,
} from "../../sdk/index.js";
import { CommandError } from "../failure.js";
import { readUsers } from "./read-users.js";

export interface ReadOptions {
  /** Namespaces that are read even if the pool does not list them. */
  readonly namespaces: readonly string[];
  readonly pageSize: number;
  readonly onProgress: (read: number, total: number) => void;
}

/** What was read, and what the service does not have. */
export interface ReadContents {
  readonly contents: PoolContents;
  readonly omissions: readonly Omission[];
}

/** Roles in one request that asks for them by their codes. */
const rolesPerRequest = 50;

/** Reads everything in a pool that a roster can declare. Nothing is written to the pool. */
export async function readContents(client: ManagementClient, options: ReadOptions): Promise<ReadContents> {
  const namespaces = await namespacesOf(client, options.namespaces);
  const groups = await gather(client.groups.listAll());
  const roles = await inEach(namespaces, (namespace) => gather(client.roles.listAll({ namespace })));
  const policies = await inEach(namespaces, (namespace) =>
    gather(client.policies.listAll({ namespace, excludeDefault: false })),
  );
  const customFields = await client.udf.list("USER");
  const { fields, omissions } = await fieldsOf(client);
  const selection: SnapshotSelection = {
    fields,
    groups: true,
    roleNamespaces: namespaces,
    customData: customFields.length > 0,
  };
  const users = await readUsers(client, selection, options.pageSize, options.onProgress);
  const contents = {
    users,
    groups,
    roles: await withOrigin(client, roles),
    policies,
    customFields,
    grants: (await Promise.all(policies.map((policy) => grantsOf(client, policy)))).flat(),
  };
  return { contents, omissions };
}

/** @throws CommandError when the pool does not list its namespaces and none is named */
async function namespacesOf(client: ManagementClient, named: readonly string[]): Promise<string[]> {
  const { codes, failure } = await listNamespaces(client);
  if (failure !== undefined && named.length === 0)
    throw new CommandError(
      `the namespaces of roles and policies cannot be listed: ${failure}. Name each of them with --role-namespace`,
    );
  return [...new Set([defaultNamespace, ...named, ...codes])];
}

/** The fields to read, without those that the service does not have. */
async function fieldsOf(
  client: ManagementClient,
): Promise<{ fields: UserField[]; omissions: readonly Omission[] }> {
  const all = Object.keys(userFields).filter(
    (name): name is UserField => name === "status" || exportedFields.some(([exported]) => exported === name),
  );
  const usual = all.filter((name) => userFields[name].read === "byDefault");
  try {
    await client.users.snapshotPage(1, 1, { fields: all });
    return { fields: all, omissions: [] };
  } catch (error) {
    if (!isApiError(error) || error.code !== "API") throw error;
    await client.users.snapshotPage(1, 1, { fields: usual });
    const missing = all.filter((name) => !usual.includes(name));
    const reason = "the service refuses to read these fields";
    return { fields: usual, omissions: [{ subject: "all users", part: missing.join(", "), reason }] };
  }
}

/** Whether each role comes with the service is not in the list of roles. */
async function withOrigin(client: ManagementClient, roles: readonly Role[]): Promise<PoolRole[]> {
  const byNamespace = new Map<string, Role[]>();
  for (const role of roles)
    byNamespace.set(role.namespace, [...(byNamespace.get(role.namespace) ?? []), role]);
  const batches = [...byNamespace].flatMap(([namespace, some]) =>
    inBatchesOf(rolesPerRequest, some).map((batch) => ({ namespace, batch })),
  );
  const found = await Promise.all(
    batches.map(async ({ namespace, batch }) => {
      const uses = await client.roles.useOfMany(
        batch.map(({ code }) => code),
        namespace,
      );
      // A role that has been deleted since is no longer part of the pool.
      return batch.flatMap((role, index): PoolRole[] => {
        const use = uses[index];
        return use ? [{ ...role, isSystem: use.isSystem }] : [];
      });
    }),
  );
  return found.flat();
}

async function grantsOf(client: ManagementClient, { code, namespace }: Policy): Promise<Grant[]> {
  const assignments = await gather(client.policies.listAllAssignments(code, { namespace }));
  return assignments.map(({ targetType, targetIdentifier }) => ({
    policy: { code, namespace },
    targetType,
    targetIdentifier,
  }));
}

async function inEach<Found>(
  namespaces: readonly string[],
  read: (namespace: string) => Promise<Found[]>,
): Promise<Found[]> {
  return (await Promise.all(namespaces.map(read))).flat();
}

function inBatchesOf<Entry>(size: number, entries: readonly Entry[]): Entry[][] {
  return Array.from({ length: Math.ceil(entries.length / size) }, (_, index) =>
    entries.slice(index * size, (index + 1) * size),
  );
}

async function gather<Found>(all: AsyncIterable<Found>): Promise<Found[]> {
  const found: Found[] = [];
  for await (const each of all) found.push(each);
  return found;
}
