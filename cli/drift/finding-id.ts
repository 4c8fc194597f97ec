import { createHash } from "node:crypto";

import type { Difference } from "./finding.js";

/**
 * The name of a difference, the same in each review: `role-foreign/<person>/<namespace>/<role>`. It changes when what
 * was found changes, so that whoever accepted an email address has not accepted the next one, and whoever accepted an
 * outsider has not accepted the outsider's next role. It holds ids and codes and no personal data.
 */
export function findingId(difference: Difference): string {
  return [difference.kind, difference.person.id, ...details(difference)].map(encodePart).join("/");
}

/** Half a surrogate pair has no percent-encoding: it is shown by its number, so that every code has an id of its own. */
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
    case "person-gone":
      return [];
    case "person-unmanaged": {
      const roles = difference.roles.map(({ namespace, role, declared }) =>
        JSON.stringify([namespace, role, declared]),
      );
      const held = [[...difference.groups].sort(), roles.sort()];
      return held.flat().length === 0 ? [] : [digest(held)];
    }
    case "person-conflict":
      return [digest(difference.owners.map(({ urn }) => urn).sort())];
    case "group-added":
    case "group-foreign":
    case "group-removed":
      return [difference.group];
    case "group-conflict":
      return [difference.group, digest(difference.owners.map(({ urn }) => urn).sort())];
    case "role-added":
    case "role-foreign":
    case "role-removed":
      return [difference.namespace, difference.role];
    case "role-conflict":
      return [difference.namespace, difference.role, digest(difference.owners.map(({ urn }) => urn).sort())];
  }
}

/** 128 bits: with fewer, somebody could look for a value that has the digest of one that was accepted. */
function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 32);
}
