import { createPrivateKey } from "node:crypto";
import { z } from "zod";
import type { PasswordKey } from "./credentials/password-key.js";
import type { Edge } from "./state/edges.js";
import { groupRecord, namespaceRecord, roleRecord, type Pool } from "./state/pool.js";
import { userRecord } from "./state/user-store.js";

/** The id of a user, and the id of a group or role. */
const edge = z.tuple([z.string(), z.string()]);

const common = {
  userPoolId: z.string(),
  tokenGeneration: z.int(),
  /** The private key that decrypts passwords, as PEM. */
  passwordKey: z.string().refine(isPrivateKey),
  namespaces: z.array(namespaceRecord),
  groups: z.array(groupRecord),
  roles: z.array(roleRecord),
};

const current = z.object({
  ...common,
  version: z.literal(2),
  users: z.array(userRecord),
  /** In the order in which they were added, which is the order of a group's pages. */
  memberships: z.array(edge),
  assignments: z.array(edge),
});

/** The content of a data file. */
export type StoredPool = z.infer<typeof current>;

/** Version 1 stores groups and roles with each user. It lacks the order within a group. */
const first = z
  .object({
    ...common,
    version: z.literal(1),
    users: z.array(userRecord.extend({ groupIds: z.array(z.string()), roleIds: z.array(z.string()) })),
  })
  .transform(({ users, ...rest }): StoredPool => ({
    ...rest,
    version: 2,
    users: users.map((user) => userRecord.parse(user)),
    memberships: users.flatMap(({ id, groupIds }) => groupIds.map((groupId): Edge => [id, groupId])),
    assignments: users.flatMap(({ id, roleIds }) => roleIds.map((roleId): Edge => [id, roleId])),
  }));

export const storedPool = z.discriminatedUnion("version", [first, current]);

export function store(pool: Pool, passwordKey: PasswordKey): StoredPool {
  return {
    version: 2,
    userPoolId: pool.id,
    tokenGeneration: pool.tokenGeneration,
    passwordKey: passwordKey.privatePem,
    namespaces: [...pool.namespaces.values()],
    groups: pool.groups.all(),
    roles: pool.roles.all(),
    users: pool.users.all(),
    memberships: pool.memberships.all(),
    assignments: pool.assignments.all(),
  };
}

/** Fills a new pool from a data file. */
export function restore(pool: Pool, stored: StoredPool): void {
  pool.tokenGeneration = stored.tokenGeneration;
  for (const namespace of stored.namespaces) pool.namespaces.set(namespace.code, namespace);
  for (const group of stored.groups) pool.groups.put(group);
  for (const role of stored.roles) pool.roles.put(role);
  for (const user of stored.users) pool.users.replace(user);
  for (const [userId, groupId] of stored.memberships) pool.memberships.add(userId, groupId);
  for (const [userId, roleId] of stored.assignments) pool.assignments.add(userId, roleId);
}

function isPrivateKey(pem: string): boolean {
  try {
    createPrivateKey(pem);
    return true;
  } catch {
    return false;
  }
}
