import type { ObjectRef, Owner, UserRef } from "../../drift/finding/parts.js";
import { nameInUrn } from "../../model/rules/urn.js";
import { uniqueUserFields } from "../../sdk/index.js";
import { isStandIn } from "../rehearsal/known-values.js";
import type { Act } from "../rehearsal/rehearse.js";
import type { IndexedActs } from "./indexed-acts.js";
import type { IndexedPool, PoolEdge, PoolObject } from "./indexed-pool.js";

/** A pool before and after a run, and what the run did. */
export interface Story {
  readonly before: IndexedPool;
  readonly after: IndexedPool;
  readonly acts: IndexedActs;
  /** The stack, as reports name it. */
  readonly source: string;
  /** Ids of the users that resources of the program own after the run. */
  readonly ownedIds: ReadonlySet<string>;
  /** The fields of users that are secrets, by the id of the user: no report shows them. */
  readonly secretFields: ReadonlyMap<string, ReadonlySet<string>>;
}

const names = [...uniqueUserFields, "name"] as const;

/** The user of an id, as reports name users. One who is new has no id yet. */
export function userRef({ before, after, acts, secretFields }: Story, id: string): UserRef {
  const { fields } = after.users.get(id) ?? before.users.get(id) ?? { fields: {} };
  const creation = before.users.has(id)
    ? undefined
    : acts.ofUser(id).find((act) => act.newId === id && act.id !== id);
  const ref: UserRef = { id: creation === undefined ? id : newUserId({ acts }, creation.urn) };
  for (const [name, value] of Object.entries(fields)) {
    const known = names.find((each) => each === name);
    if (
      known !== undefined &&
      typeof value === "string" &&
      value !== "" &&
      !isHidden(secretFields, id, name, value)
    )
      ref[known] = value;
  }
  return ref;
}

/** Whether a value is a secret, or stands for one. */
export function isHidden(
  secretFields: Story["secretFields"],
  id: string,
  field: string,
  value: unknown,
): boolean {
  return isStandIn(value) || secretFields.get(id)?.has(field) === true;
}

/** Stands for the id of a user who does not exist yet. The types of its parents tell a resource from its namesakes. */
export function newUserId({ acts }: Pick<Story, "acts">, urn: string): string {
  return `new:${acts.hasNamesake(urn) ? urn.split("::").slice(2).join("::") : nameInUrn(urn)}`;
}

export function objectRef({ type, code, namespace, values }: PoolObject): ObjectRef {
  const { name } = values;
  return {
    type,
    code,
    ...(namespace !== undefined && { namespace }),
    ...(typeof name === "string" && { name }),
  };
}

/** The resources whose operations are about a user. */
export function ownersOfUser({ acts, source }: Story, id: string): Owner[] {
  return toOwners(acts.ofUser(id), source);
}

/** The resources whose operations are about an object. */
export function ownersOfObject({ acts, source }: Story, object: PoolObject): Owner[] {
  return toOwners(acts.ofObject(object), source);
}

/** The resources that give or take what an edge stands for; otherwise those of its ends. */
export function ownersOfEdge(story: Story, edge: PoolEdge, target: PoolObject): Owner[] {
  const acts = story.acts.ofEdge(edge, target);
  return acts.length > 0 ? toOwners(acts, story.source) : ownersOfObject(story, target);
}

function toOwners(acts: readonly Act[], source: string): Owner[] {
  return [...new Set(acts.map(({ urn }) => urn))].map((urn) => ({ source, urn }));
}
