import { createHash } from "node:crypto";

import type { Difference } from "./finding.js";
import type { ObjectRef, Owner } from "./parts.js";
import { kindOfObject, objectTypes } from "./objects.js";

/**
 * The id of a difference, the same in each review: `role-foreign/<user>/<namespace>/<role>`, or `object-gone/group/<code>`
 * for an object. It changes when what was
 * found changes: to accept one email address is not to accept the next one, and to accept an unmanaged user is not to
 * accept the user's next role. It holds ids and codes and no personal data.
 */
export function findingId(difference: Difference): string {
  const subject = "user" in difference ? encodePart(difference.user.id) : objectId(difference.object);
  return [difference.kind, subject, ...details(difference).map(encodePart)].join("/");
}

/** The kind and the user or object that an id is about; undefined where the id is too short to name one. */
export function subjectInId(id: string): string | undefined {
  const parts = id.split("/");
  const subject = parts.slice(0, 1 + lengthOfSubject(parts));
  const isWhole = subject.length === 1 + lengthOfSubject(parts) && subject.every((part) => part !== "");
  return isWhole ? subject.join("/") : undefined;
}

/** Users have an id. Objects have a type and a code, some a namespace between them, and some the pool before them. */
function lengthOfSubject([kind = "", ...rest]: readonly string[]): number {
  if (!kind.startsWith(objectKinds)) return 1;
  const [poolOrType, typeAfterPool] = rest.map((part) => objectTypes.find((type) => type === part));
  const type = poolOrType ?? typeAfterPool;
  const isScoped = type !== undefined && kindOfObject(type).subject.scope !== undefined;
  return (poolOrType === undefined && type !== undefined ? 1 : 0) + (isScoped ? 3 : 2);
}

/** The id beside other pools. Users have another id in each pool, but two pools may have an object with the same code. */
export function idInPool(id: string, userPoolId: string): string {
  return id.startsWith(objectKinds) ? id.replace("/", `/${encodePart(userPoolId)}/`) : id;
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
const digestedKinds: ReadonlySet<string> = new Set<Difference["kind"]>([
  "field-changed",
  "user-unmanaged",
  "user-conflict",
  "group-conflict",
  "role-conflict",
  "policy-conflict",
  "object-policy-conflict",
  "object-changed",
  "object-conflict",
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

function details(difference: Difference): string[] {
  switch (difference.kind) {
    case "field-changed":
    case "object-changed":
      return [difference.field, digest([difference.declared, difference.observed])];
    case "user-gone":
    case "object-gone":
    case "object-unmanaged":
      return [];
    case "user-unmanaged": {
      const roles = difference.roles.map(({ namespace, role, declared }) =>
        JSON.stringify([namespace, role, declared]),
      );
      const policies = (difference.policies ?? []).map(({ namespace, policy, declared }) =>
        JSON.stringify([namespace, policy, declared]),
      );
      // Without policies the digest is what it was before they were read, so that acceptances stay valid.
      const held = [
        [...difference.groups].sort(),
        roles.sort(),
        ...(policies.length > 0 ? [policies.sort()] : []),
      ];
      return held.flat().length === 0 ? [] : [digest(held)];
    }
    case "user-conflict":
    case "object-conflict":
      return [digestOf(difference.owners)];
    case "group-added":
    case "group-foreign":
    case "group-removed":
      return [difference.group];
    case "group-conflict":
      return [difference.group, digestOf(difference.owners)];
    case "role-added":
    case "role-foreign":
    case "role-removed":
      return [difference.namespace, difference.role];
    case "role-conflict":
      return [difference.namespace, difference.role, digestOf(difference.owners)];
    case "policy-added":
    case "policy-foreign":
    case "policy-removed":
    case "object-policy-added":
    case "object-policy-foreign":
    case "object-policy-removed":
      return [difference.namespace, difference.policy];
    case "policy-conflict":
    case "object-policy-conflict":
      return [difference.namespace, difference.policy, digestOf(difference.owners)];
  }
}

function digestOf(owners: readonly Owner[]): string {
  return digest(owners.map(({ urn }) => urn).sort());
}

/** 128 bits: with fewer, it would be possible to find another value with the digest of an accepted one. */
function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 32);
}
