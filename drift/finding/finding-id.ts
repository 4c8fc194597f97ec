import { createHash } from "node:crypto";

import type { Difference } from "./finding.js";
import type { ObjectRef, Owner } from "./parts.js";
import { kindOfObject, objectTypes } from "./objects.js";
import type { Planned } from "./planned.js";

/**
 * The id of a difference or a planned change, the same in each report: `role-foreign/<user>/<namespace>/<role>`, or
 * `object-gone/group/<code>` for an object. It changes when what was found or planned changes: to accept one email address
 * is not to accept the next one, and to accept an unmanaged user is not to accept the user's next role. It holds ids and
 * codes and no personal data.
 */
export function findingId(entry: Difference | Planned): string {
  const subject = "user" in entry ? userId(entry.user.id) : objectId(entry.object);
  return [entry.kind, subject, ...details(entry).map(encodePart)].join("/");
}

/** Before the id of a user who does not exist yet: the name of the resource follows. */
const newUser = "new:";

/** Whether the id is that of a user who does not exist yet. Two pools may each get a user with the same one. */
export function isNewUser(id: string): boolean {
  return id.startsWith(newUser);
}

/** The part of an id that names a user. No other part holds a colon. */
export function userId(id: string): string {
  return isNewUser(id) ? `${newUser}${encodePart(id.slice(newUser.length))}` : encodePart(id);
}

/** The kind and the user or object that an id is about; undefined where the id is too short to name one. */
export function subjectInId(id: string): string | undefined {
  const parts = id.split("/");
  const subject = parts.slice(0, 1 + lengthOfSubject(parts));
  const isWhole = subject.length === 1 + lengthOfSubject(parts) && subject.every((part) => part !== "");
  return isWhole ? subject.join("/") : undefined;
}

/**
 * Users have an id, and some who do not exist yet the pool before it. Objects have a type and a code, some a namespace
 * between them, and some the pool before them.
 */
function lengthOfSubject([kind = "", ...rest]: readonly string[]): number {
  if (!kind.startsWith(objectKinds)) return isNewUser(rest[1] ?? "") ? 2 : 1;
  const [poolOrType, typeAfterPool] = rest.map((part) => objectTypes.find((type) => type === part));
  const type = poolOrType ?? typeAfterPool;
  const isScoped = type !== undefined && kindOfObject(type).subject.scope !== undefined;
  return (poolOrType === undefined && type !== undefined ? 1 : 0) + (isScoped ? 3 : 2);
}

/**
 * The id beside other pools. Users have another id in each pool, but two pools may have an object with the same code, or
 * get a user from a resource with the same name.
 */
export function idInPool(id: string, userPoolId: string): string {
  const [kind = "", subject = ""] = id.split("/");
  const isAmbiguous = kind.startsWith(objectKinds) || isNewUser(subject);
  return isAmbiguous ? id.replace("/", `/${encodePart(userPoolId)}/`) : id;
}

const objectKinds = "object-";

/** The part of an id that names an object: `group/<code>`, `role/<namespace>/<code>`. */
export function objectId({ type, code, namespace }: ObjectRef): string {
  return [type, ...(namespace === undefined ? [] : [namespace]), code].map(encodePart).join("/");
}

/** What a finding is about: its id without the digest of what was found. */
export function withoutDigest(id: string): string {
  const [kind = ""] = id.split("/");
  return digestedKinds.has(kind) ? id.replace(/\/[\da-f]{32}$/u, "") : id;
}

/** Other ids end with a code, and a code may look like a digest. */
const digestedKinds: ReadonlySet<string> = new Set<(Difference | Planned)["kind"]>([
  "field-changed",
  "user-unmanaged",
  "user-conflict",
  "group-conflict",
  "role-conflict",
  "policy-conflict",
  "object-policy-conflict",
  "object-changed",
  "object-conflict",
  "field-set",
  "value-moved",
  "user-refused",
  "object-set",
  "object-deleted",
  "object-refused",
]);

/** Half a surrogate pair has no percent-encoding. It is shown by its number, so that every code has an id of its own. */
function encodePart(part: string): string {
  return part
    .split(/(\p{Cs})/u)
    .map((piece, index) =>
      index % 2 === 0 ? encodeURIComponent(piece) : `%u${piece.charCodeAt(0).toString(16)}`,
    )
    .join("");
}

function details(entry: Difference | Planned): string[] {
  switch (entry.kind) {
    case "field-changed":
    case "object-changed":
      return [entry.field, digest([entry.declared, entry.observed])];
    case "user-gone":
    case "object-gone":
    case "object-unmanaged":
    case "user-created":
    case "user-adopted":
    case "user-released":
    case "user-blocked":
    case "user-unblocked":
    case "user-deleted":
    case "object-created":
    case "object-adopted":
    case "object-released":
      return [];
    case "user-unmanaged": {
      const roles = entry.roles.map(({ namespace, role, declared }) =>
        JSON.stringify([namespace, role, declared]),
      );
      const policies = (entry.policies ?? []).map(({ namespace, policy, declared }) =>
        JSON.stringify([namespace, policy, declared]),
      );
      // Without policies the digest is what it was before they were read, so that acceptances stay valid.
      const held = [
        [...entry.groups].sort(),
        roles.sort(),
        ...(policies.length > 0 ? [policies.sort()] : []),
      ];
      return held.flat().length === 0 ? [] : [digest(held)];
    }
    case "user-conflict":
    case "object-conflict":
      return [digestOf(entry.owners)];
    case "group-added":
    case "group-foreign":
    case "group-removed":
    case "group-given":
    case "group-taken":
      return [entry.group];
    case "group-conflict":
      return [entry.group, digestOf(entry.owners)];
    case "role-added":
    case "role-foreign":
    case "role-removed":
    case "role-given":
    case "role-taken":
      return [entry.namespace, entry.role];
    case "role-conflict":
      return [entry.namespace, entry.role, digestOf(entry.owners)];
    case "policy-added":
    case "policy-foreign":
    case "policy-removed":
    case "object-policy-added":
    case "object-policy-foreign":
    case "object-policy-removed":
    case "policy-given":
    case "policy-taken":
    case "object-policy-given":
    case "object-policy-taken":
      return [entry.namespace, entry.policy];
    case "policy-conflict":
    case "object-policy-conflict":
      return [entry.namespace, entry.policy, digestOf(entry.owners)];
    case "field-set":
    case "object-set":
      return [entry.field, digest([entry.before, entry.after])];
    case "secret-set":
      return [entry.field];
    case "value-moved":
      return [entry.field, digest([entry.value, entry.from.id])];
    case "object-deleted":
      // To accept that a group without users is deleted is not to accept that a user loses it.
      return entry.users === 0 ? [] : [digest(entry.users)];
    case "user-refused":
    case "object-refused":
      return [digest(entry.reason)];
  }
}

function digestOf(owners: readonly Owner[]): string {
  return digest(owners.map(({ urn }) => urn).sort());
}

/** 128 bits: with fewer, it would be possible to find another value with the digest of an accepted one. */
function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 32);
}
