import type { AccessChange, Planned } from "../../drift/finding/planned.js";
import { defaultNamespace } from "../../sdk/index.js";
import { objectRef, ownersOfEdge, type Story, userRef } from "./cast.js";
import type { PoolEdge, PoolObject } from "./indexed-pool.js";

/** Who gets and who loses groups, roles and policies. Those of a deleted user or object go with it. */
export function accessChanges(story: Story): Planned[] {
  const { before, after } = story;
  const given = [...after.edges].filter(([key]) => !before.edges.has(key));
  const taken = [...before.edges].filter(([key]) => !after.edges.has(key));
  return [
    ...given.flatMap(([, edge]) => toPlanned(story, edge, "given")),
    ...taken.flatMap(([, edge]) => toPlanned(story, edge, "taken")),
  ];
}

function toPlanned(story: Story, edge: PoolEdge, change: AccessChange): Planned[] {
  const { before, after } = story;
  // An object whose code changes is named as whoever gets or loses it knows it.
  const [first, other] = change === "given" ? [after, before] : [before, after];
  const target = first.objects.get(edge.targetId) ?? other.objects.get(edge.targetId);
  if (target === undefined) return [];
  const owners = ownersOfEdge(story, edge, target);
  if (edge.holderType !== "USER") {
    const holder = after.objects.get(edge.holderId);
    return holder === undefined
      ? []
      : [{ kind: `object-policy-${change}`, object: objectRef(holder), owners, ...policyOf(target) }];
  }
  if (!after.users.has(edge.holderId)) return [];
  const user = userRef(story, edge.holderId);
  switch (edge.edge) {
    case "group":
      return [{ kind: `group-${change}`, user, owners, group: target.code }];
    case "role":
      return [
        {
          kind: `role-${change}`,
          user,
          owners,
          role: target.code,
          namespace: target.namespace ?? defaultNamespace,
        },
      ];
    case "policy":
      return [{ kind: `policy-${change}`, user, owners, ...policyOf(target) }];
  }
}

function policyOf({ code, namespace = defaultNamespace }: PoolObject): { policy: string; namespace: string } {
  return { policy: code, namespace };
}
