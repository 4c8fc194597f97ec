import type { PoolContent } from "../../emulator/index.js";

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
  /** The custom values of users, as JSON text, by user and key. */
  readonly customValues: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

export function indexPool(content: PoolContent): IndexedPool {
  return {
    users: new Map(content.users.map((user) => [user.id, user])),
    objects: objectsOf(content),
    edges: new Map(edgesOf(content).map((edge) => [keyOf(edge), edge])),
    customValues: customValuesOf(content),
  };
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
