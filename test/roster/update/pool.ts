import type { PoolContents } from "../../../roster/write/pool-contents.js";

export { poolOf, userOf } from "../write/pool-of.js";

export function groupOf(code: string, name: string | null = null): PoolContents["groups"][number] {
  return { code, name: name ?? code, description: null };
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
