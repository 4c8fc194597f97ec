import { defaultNamespace } from "../../sdk/roles/role.js";
import { codedOptions } from "./coded-options.js";
import { code, identifier, text } from "./field.js";
import type { CodedKind } from "./kind.js";

export const role = {
  name: "Role",
  doc: `A role in one namespace of the user pool.

Refer to it by \`role.code\`, so that roles are assigned after the role is created, and follow when its code changes. A
changed code renames the role in place, and users keep it. A role that users still hold, or a system role, is deleted
only with \`force: true\`.`,
  example: `const deployer = new approw.Role("deployer", { code: "deployer", description: "May deploy" });
new approw.UserRoleAssignment("ada", { userId: ada.id, roles: [deployer.code] });`,
  id: {
    doc: "the namespace of the role and its code when it was created, separated by a slash",
    example: "default/deployer",
  },
  fields: {
    code: code("Code of the role. Unique in its namespace. A change renames the role in place."),
    namespace: identifier(
      "Namespace of the role, called permission group in the console. It must exist. A change replaces the role. " +
        `Default: "${defaultNamespace}".`,
      { onChange: "replace", unset: defaultNamespace },
    ),
    description: text("Description of the role.", { unset: "" }),
    parent: identifier("Code of the role that this one inherits from. Can be set at creation only.", {
      codeOf: "Role",
      onChange: "refuse",
      whenRemoved: "keep",
    }),
  },
  options: codedOptions("role", "users still hold it, or it is a system role"),
  subject: { is: "coded", object: "role", code: "code", scope: "namespace" },
} as const satisfies CodedKind;
