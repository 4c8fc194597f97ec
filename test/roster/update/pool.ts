import type { PoolContents, PoolUser } from "../../../roster/write/pool-contents.js";

/** A pool with some contents. */
export function poolOf(contents: Partial<PoolContents>): PoolContents {
  return { users: [], groups: [], roles: [], policies: [], customFields: [], grants: [], ...contents };
}

/** A user whose id is made of a number. */
export function userOf(number: number, fields: PoolUser["fields"], rest: Partial<PoolUser> = {}): PoolUser {
  const id = `5f702fcc913544e3${number.toString(16).padStart(8, "0")}`;
  return { id, fields, groups: [], roles: [], customData: [], mistyped: [], ...rest };
}

export function groupOf(code: string, name: string | null = null): PoolContents["groups"][number] {
  return { code, name: name ?? code, description: null } as PoolContents["groups"][number];
}

export function roleOf(code: string, namespace = "default"): PoolContents["roles"][number] {
  return { code, namespace, description: null, parent: null, isSystem: false };
}

export function policyOf(code: string, namespace = "default"): PoolContents["policies"][number] {
  return {
    code,
    namespace,
    description: null,
    isDefault: false,
    statements: [{ resource: "book:*", actions: ["book:read"], effect: "ALLOW" }],
  };
}
