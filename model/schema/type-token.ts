/** The kinds of resources: names of the runtime's exports and of the types in every state. Frozen. */
export type Kind = "User" | "UserGroupMembership" | "UserRoleAssignment";

/** The type token that stands in every state. */
export function typeToken(kind: Kind): string {
  return `pulumi-nodejs:dynamic/approw:${kind}`;
}
