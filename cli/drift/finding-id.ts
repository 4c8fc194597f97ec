import { createHash } from "node:crypto";

import type { Difference } from "./finding.js";

/**
 * The name of a difference, the same in each review: `role-foreign/<person>/<namespace>/<role>`. It changes when what
 * was found changes, so that whoever accepted an email address has not accepted the next one, and whoever accepted an
 * outsider has not accepted the outsider's next role. It holds ids and codes and no personal data.
 */
export function findingId(difference: Difference): string {
  return [difference.kind, difference.person.id, ...details(difference)].map(encodeURIComponent).join("/");
}

function details(difference: Difference): string[] {
  switch (difference.kind) {
    case "field-changed":
      return [difference.field, digest([difference.declared, difference.observed])];
    case "person-gone":
      return [];
    case "person-unmanaged": {
      const roles = difference.roles.map(({ namespace, role }) => `${namespace}/${role}`);
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

function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 8);
}
