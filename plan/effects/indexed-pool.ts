import type { PoolContent } from "../../emulator/index.js";
import { userFields } from "../../model/schema/user.js";
import { uniqueUserFields } from "../../sdk/index.js";

export type PoolUser = PoolContent["users"][number];

/** An object of a pool that a code identifies. */
export interface PoolObject {
  readonly type: "group" | "policy" | "role" | "userField";
  readonly code: string;
  /** Undefined where codes are unique in the whole pool. */
  readonly namespace: string | undefined;
  /** What can be declared of it, apart from code and namespace. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** A relation between a holder and a group, role or policy, by their ids. */
export interface PoolEdge {
  readonly edge: "group" | "policy" | "role";
  readonly holderType: "GROUP" | "ROLE" | "USER";
  readonly holderId: string;
  readonly targetId: string;
}

/** The content of a pool, by the ids of its objects. */
export interface IndexedPool {
  readonly users: ReadonlyMap<string, PoolUser>;
  /** Groups, roles, policies and custom fields. */
  readonly objects: ReadonlyMap<string, PoolObject>;
  readonly edges: ReadonlyMap<string, PoolEdge>;
  /** The edges of each user. */
  readonly edgesOfUsers: ReadonlyMap<string, readonly PoolEdge[]>;
  /** The edges between users and each group, role and policy. */
  readonly edgesToUsers: ReadonlyMap<string, readonly PoolEdge[]>;
  /** The custom values of users, as JSON text, by user and key. */
  readonly customValues: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** The user who has a unique value. */
  holderOf(field: UniqueField, value: string): string | undefined;
}

type UniqueField = (typeof uniqueUserFields)[number];

export function indexPool(content: PoolContent): IndexedPool {
  const edges = edgesOf(content);
  const ofUsers = edges.filter(({ holderType }) => holderType === "USER");
  const holders = holdersOf(content);
  return {
    users: new Map(content.users.map((user) => [user.id, user])),
    objects: objectsOf(content),
    edges: new Map(edges.map((edge) => [keyOf(edge), edge])),
    edgesOfUsers: groupedBy(ofUsers, ({ holderId }) => holderId),
    edgesToUsers: groupedBy(ofUsers, ({ targetId }) => targetId),
    customValues: customValuesOf(content),
    holderOf: (field, value) => holders.get(keyOfValue(field, value)),
  };
}

function groupedBy(edges: readonly PoolEdge[], keyIn: (edge: PoolEdge) => string): Map<string, PoolEdge[]> {
  const groups = new Map<string, PoolEdge[]>();
  for (const edge of edges) {
    const known = groups.get(keyIn(edge));
    if (known === undefined) groups.set(keyIn(edge), [edge]);
    else known.push(edge);
  }
  return groups;
}

function holdersOf({ users }: PoolContent): Map<string, string> {
  return new Map(
    users.flatMap(({ id, fields }) =>
      uniqueUserFields.flatMap((field): [string, string][] => {
        const value = fields[field];
        return typeof value === "string" && value !== "" ? [[keyOfValue(field, value), id]] : [];
      }),
    ),
  );
}

function keyOfValue(field: UniqueField, value: string): string {
  return `${field} ${userFields[field].canonical(value)}`;
}

function objectsOf({ groups, roles, policies, customFields }: PoolContent): Map<string, PoolObject> {
  const roleCodes = new Map(roles.map(({ id, code }) => [id, code]));
  return new Map<string, PoolObject>([
    ...groups.map(({ id, code, name, description }): [string, PoolObject] => [
      id,
      { type: "group", code, namespace: undefined, values: { name, description } },
    ]),
    ...roles.map(({ id, code, namespace, description, parentId }): [string, PoolObject] => {
      const parent = parentId === null ? null : (roleCodes.get(parentId) ?? null);
      return [id, { type: "role", code, namespace, values: { description, parent } }];
    }),
    ...policies.map(({ id, code, namespace, description, statements }): [string, PoolObject] => [
      id,
      { type: "policy", code, namespace, values: { description, statements } },
    ]),
    ...customFields
      .filter(({ targetType }) => targetType === "USER")
      .map(({ key, label, dataType }): [string, PoolObject] => [
        `field/${key}`,
        { type: "userField", code: key, namespace: undefined, values: { label, dataType } },
      ]),
  ]);
}

function edgesOf({ memberships, assignments, policyAssignments }: PoolContent): PoolEdge[] {
  return [
    ...memberships.map(([holderId, targetId]) => ({
      edge: "group" as const,
      holderType: "USER" as const,
      holderId,
      targetId,
    })),
    ...assignments.map(([holderId, targetId]) => ({
      edge: "role" as const,
      holderType: "USER" as const,
      holderId,
      targetId,
    })),
    ...policyAssignments.flatMap(([holder, targetId]): PoolEdge[] => {
      const [type = "", ...rest] = holder.split(":");
      const holderType = holderTypes.find((each) => each === type);
      return holderType === undefined
        ? []
        : [{ edge: "policy", holderType, holderId: rest.join(":"), targetId }];
    }),
  ];
}

const holderTypes = ["GROUP", "ROLE", "USER"] as const;

function keyOf({ edge, holderType, holderId, targetId }: PoolEdge): string {
  return JSON.stringify([edge, holderType, holderId, targetId]);
}

function customValuesOf({ customValues }: PoolContent): Map<string, Map<string, string>> {
  const all = new Map<string, Map<string, string>>();
  for (const { targetType, targetId, key, value } of customValues) {
    if (targetType !== "USER") continue;
    const values = all.get(targetId) ?? new Map<string, string>();
    all.set(targetId, values.set(key, value));
  }
  return all;
}
