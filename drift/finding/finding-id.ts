import { createHash } from "node:crypto";

import type { Difference, Owner } from "./finding.js";

/**
 * The id of a difference, the same in each review: `role-foreign/<user>/<namespace>/<role>`. It changes when what was
 * found changes: to accept one email address is not to accept the next one, and to accept an unmanaged user is not to
 * accept the user's next role. It holds ids and codes and no personal data.
 */
export function findingId(difference: Difference): string {
  return [difference.kind, difference.user.id, ...details(difference)].map(encodePart).join("/");
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
      return [difference.field, digest([difference.declared, difference.observed])];
    case "user-gone":
      return [];
    case "user-unmanaged": {
      const roles = difference.roles.map(({ namespace, role, declared }) =>
        JSON.stringify([namespace, role, declared]),
      );
      const held = [[...difference.groups].sort(), roles.sort()];
      return held.flat().length === 0 ? [] : [digest(held)];
    }
    case "user-conflict":
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
  }
}

function digestOf(owners: readonly Owner[]): string {
  return digest(owners.map(({ urn }) => urn).sort());
}

/** 128 bits: with fewer, it would be possible to find another value with the digest of an accepted one. */
function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 32);
}
