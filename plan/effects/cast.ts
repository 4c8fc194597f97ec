import type { ObjectRef, Owner, UserRef } from "../../drift/finding/parts.js";
import type { Properties } from "../../model/rules/record.js";
import { schemaOf } from "../../model/schema/index.js";
import { uniqueUserFields } from "../../sdk/index.js";
import { mentionedCodes } from "../copy/mentioned.js";
import { nameIn } from "../preview/resource.js";
import { isStandIn } from "../rehearsal/known-values.js";
import type { Act } from "../rehearsal/rehearse.js";
import type { IndexedPool, PoolEdge, PoolObject } from "./indexed-pool.js";

/** A pool before and after a run, and what the run did. */
export interface Story {
  readonly before: IndexedPool;
  readonly after: IndexedPool;
  readonly acts: readonly Act[];
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
    : acts.find((act) => act.kind === "User" && act.newId === id);
  const ref: UserRef = { id: creation === undefined ? id : newUserId(creation.urn) };
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

/** Stands for the id of a user who does not exist yet. */
export function newUserId(urn: string): string {
  return `new:${nameIn(urn)}`;
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
  return toOwners(
    acts.filter((act) => act.kind === "User" && (act.id === id || act.newId === id)),
    source,
  );
}

/** The resources whose operations are about an object. */
export function ownersOfObject(story: Story, { type, code, namespace = "" }: PoolObject): Owner[] {
  const acts = story.acts.filter((act) => {
    const { subject } = schemaOf(act.kind);
    if (subject.is !== "coded" || subject.object !== type) return false;
    return [act.before, act.after].some(
      (held) =>
        held[subject.code] === code &&
        (namespace === "" || (held[subject.scope ?? ""] ?? "default") === namespace),
    );
  });
  return toOwners(acts, story.source);
}

/** The resources that give or take what an edge stands for; otherwise those of its ends. */
export function ownersOfEdge(story: Story, edge: PoolEdge, target: PoolObject): Owner[] {
  const naming = story.acts.filter(
    ({ kind, before, after, id, newId }) =>
      [before, after].some((held) =>
        mentionedCodes(kind, held).some(
          ({ object, namespace, code }) =>
            object === target.type && code === target.code && namespace === (target.namespace ?? ""),
        ),
      ) && isAbout({ kind, before, after, id, newId }, edge),
  );
  return naming.length > 0 ? toOwners(naming, story.source) : ownersOfObject(story, target);
}

/** Whether a resource says what the holder of an edge has. */
function isAbout(
  { kind, before, after, id, newId }: Pick<Act, "after" | "before" | "id" | "kind" | "newId">,
  { holderType, holderId }: PoolEdge,
): boolean {
  const { subject } = schemaOf(kind);
  const has = (name: string): boolean => [before, after].some((held) => isIn(held, name, holderId));
  switch (subject.is) {
    case "user":
      return holderType === "USER" && (id === holderId || newId === holderId);
    case "edges":
      return has(subject.user);
    case "members":
      return has(subject.users);
    case "grants":
      return holderType !== "USER" || has(subject.holders.user);
    case "coded":
      return false;
  }
}

function isIn(held: Properties, name: string, id: string): boolean {
  const value = held[name];
  return Array.isArray(value) ? value.includes(id) : value === id;
}

function toOwners(acts: readonly Act[], source: string): Owner[] {
  return [...new Set(acts.map(({ urn }) => urn))].map((urn) => ({ source, urn }));
}
