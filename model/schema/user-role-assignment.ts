import { defaultNamespace } from "../../sdk/roles/role.js";
import { edgeOptions, userId } from "./edges.js";
import { identifier, roleCodes } from "./field.js";
import type { EdgeKind } from "./kind.js";

export const userRoleAssignment = {
  name: "UserRoleAssignment",
  doc: `The roles that one user holds in one namespace.

The resource manages the roles that it declares, including roles that the user already had. It does not change roles that
are assigned outside this resource. With \`exhaustive: true\`, it revokes every role of the namespace that is not declared.
When you remove the resource, the roles that it manages are revoked.`,
  example: `new approw.UserRoleAssignment("ada", { userId: ada.id, roles: ["deployer"] });`,
  id: {
    doc: "the id of the user and the namespace, separated by a slash",
    example: "5f702fcc913544e358cef3ab/default",
  },
  fields: {
    userId,
    roles: roleCodes("Roles that the user holds: their codes, or `Role` resources of the namespace.", {
      required: true,
      whenRemoved: "keep",
    }),
    namespace: identifier(
      "Namespace of the roles, called permission group in the console. A change replaces the resource. " +
        `Default: "${defaultNamespace}".`,
      { onChange: "replace", unset: defaultNamespace },
    ),
  },
  options: edgeOptions,
  subject: { is: "edges", edge: "role", user: "userId", codes: "roles", scope: "namespace" },
} as const satisfies EdgeKind;
