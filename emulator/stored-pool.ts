import { createPrivateKey } from "node:crypto";
import { z } from "zod";
import type { PasswordKey } from "./credentials/password-key.js";
import { customFieldRecord, customValueRecord } from "./state/custom-data.js";
import type { Edge } from "./state/edges.js";
import { storedOrgChart } from "./state/org-chart.js";
import { policyRecord } from "./state/policies.js";
import { groupRecord, namespaceRecord, roleRecord, type Pool } from "./state/pool.js";
import { blankFields, type FieldUpdates, type UserFields } from "./state/user-fields.js";
import { type UserRecord, userRecord } from "./state/user-store.js";

/** The id of a user, and the id of a group or role; or a holder of policies, and the id of a policy. */
const edge = z.tuple([z.string(), z.string()]);

const common = {
  userPoolId: z.string(),
  tokenGeneration: z.int(),
  /** The private key that decrypts passwords, as PEM. */
  passwordKey: z.string().refine(isPrivateKey),
  namespaces: z.array(namespaceRecord),
  groups: z.array(groupRecord),
  roles: z.array(roleRecord),
  /** Data files of earlier emulators lack it. */
  orgChart: storedOrgChart.optional(),
};

const ordered = {
  ...common,
  users: z.array(userRecord),
  /** In the order in which they were added, which is the order of a group's pages. */
  memberships: z.array(edge),
  assignments: z.array(edge),
};

const current = z.object({
  ...ordered,
  version: z.literal(3),
  customFields: z.array(customFieldRecord),
  customValues: z.array(customValueRecord),
  policies: z.array(policyRecord),
  policyAssignments: z.array(edge),
  disabledAssignments: z.array(edge),
});

/** The content of a data file. */
export type StoredPool = z.infer<typeof current>;

/** What versions 1 and 2 lack. The built-in policy of the pool comes into being with it. */
const noLaterKinds = {
  version: 3,
  customFields: [],
  customValues: [],
  policies: [],
  policyAssignments: [],
  disabledAssignments: [],
} as const satisfies Partial<StoredPool>;

/** Version 2 has no custom data and no policies. */
const second = z
  .object({ ...ordered, version: z.literal(2) })
  .transform((stored): StoredPool => ({ ...stored, ...noLaterKinds }));

/** Version 1 stores groups and roles with each user. It lacks the order within a group. */
const first = z
  .object({
    ...common,
    version: z.literal(1),
    users: z.array(userRecord.extend({ groupIds: z.array(z.string()), roleIds: z.array(z.string()) })),
  })
  .transform(({ users, ...rest }): StoredPool => ({
    ...rest,
    ...noLaterKinds,
    users: users.map((user) => userRecord.parse(user)),
    memberships: users.flatMap(({ id, groupIds }) => groupIds.map((groupId): Edge => [id, groupId])),
    assignments: users.flatMap(({ id, roleIds }) => roleIds.map((roleId): Edge => [id, roleId])),
  }));

export const storedPool = z.discriminatedUnion("version", [first, second, current]);

export function store(pool: Pool, passwordKey: PasswordKey): StoredPool {
  return {
    version: 3,
    userPoolId: pool.id,
    tokenGeneration: pool.tokenGeneration,
    passwordKey: passwordKey.privatePem,
    ...contentOf(pool),
    orgChart: pool.orgs.stored(),
  };
}

/** Everything that a pool holds now. The records are those of the pool, which are replaced and never changed in place. */
export function contentOf(pool: Pool): PoolContent {
  return {
    namespaces: [...pool.namespaces.values()],
    groups: pool.groups.all(),
    roles: pool.roles.all(),
    users: pool.users.all(),
    memberships: pool.memberships.all(),
    assignments: pool.assignments.all(),
    customFields: pool.customData.allFields(),
    customValues: pool.customData.allValues(),
    policies: pool.policies.all(),
    policyAssignments: pool.policyAssignments.all(),
    disabledAssignments: pool.disabledAssignments.all(),
  };
}

/** Fills a new pool from a data file. */
export function restore(pool: Pool, stored: StoredPool): void {
  pool.tokenGeneration = stored.tokenGeneration;
  fill(pool, stored);
  if (stored.orgChart) pool.orgs.restore(stored.orgChart);
}

/** Everything that a pool holds, departments apart: objects with their ids, and the relations between them. */
export type PoolContent = Pick<
  StoredPool,
  | "assignments"
  | "customFields"
  | "customValues"
  | "disabledAssignments"
  | "groups"
  | "memberships"
  | "namespaces"
  | "policies"
  | "policyAssignments"
  | "roles"
  | "users"
>;

/** A user of a content that is given: what is left out is as for a new user. */
type GivenUser = Pick<UserRecord, "id"> &
  Partial<Omit<UserRecord, "fields">> & { readonly fields: FieldUpdates };

/** The content of a pool as it may be given to an emulator: that of another one, or one whose users are not complete. */
export type GivenContent = Omit<PoolContent, "users"> & { readonly users: readonly GivenUser[] };

const newUser = {
  createdAt: 0,
  updatedAt: 0,
  status: "Activated",
  passwordSalt: null,
  identities: [],
  token: null,
  sessionGeneration: 0,
} as const satisfies Partial<UserRecord>;

/** Fills a new pool. An object replaces the one that every pool has with its code. */
export function fill(pool: Pool, stored: GivenContent): void {
  for (const namespace of stored.namespaces) pool.namespaces.set(namespace.code, namespace);
  for (const group of stored.groups) pool.groups.put(group);
  for (const role of stored.roles) pool.roles.put(role);
  for (const user of stored.users) {
    const fields = { ...blankFields, ...definedIn(user.fields) };
    pool.users.replace({ ...newUser, identities: [], ...user, fields });
  }
  for (const [userId, groupId] of stored.memberships) pool.memberships.add(userId, groupId);
  for (const [userId, roleId] of stored.assignments) pool.assignments.add(userId, roleId);
  for (const field of stored.customFields) pool.customData.putField(field);
  for (const value of stored.customValues) pool.customData.putValue(value);
  for (const policy of stored.policies) {
    const builtIn = pool.findPolicy(policy.namespace, policy.code);
    if (builtIn !== undefined) pool.removePolicy(builtIn);
    pool.policies.put(policy);
  }
  for (const [holder, policyId] of stored.policyAssignments) pool.policyAssignments.add(holder, policyId);
  for (const [holder, policyId] of stored.disabledAssignments) pool.disabledAssignments.add(holder, policyId);
}

function definedIn(fields: FieldUpdates): Partial<UserFields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function isPrivateKey(pem: string): boolean {
  try {
    createPrivateKey(pem);
    return true;
  } catch {
    return false;
  }
}
