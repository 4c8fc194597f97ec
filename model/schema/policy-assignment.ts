import { defaultNamespace } from "../../sdk/roles/role.js";
import { edgeOptions } from "./edges.js";
import { identifier, policyCodes } from "./field.js";
import type { GrantKind } from "./kind.js";

const replacing =
  "A change replaces the resource: the policies are assigned to the new one, then removed from the previous one.";

export const policyAssignment = {
  name: "PolicyAssignment",
  doc: `The policies that are assigned to one user, group or role, in one namespace.

Declare exactly one of \`userId\`, \`group\` and \`role\`. The resource manages the policies that it declares, including
policies that were already assigned. It does not change policies that are assigned outside this resource. With
\`exhaustive: true\`, it removes every policy of the namespace that is not declared. When you remove the resource, the
policies that it manages are removed from the user, group or role.`,
  example: `new approw.PolicyAssignment("engineering", { group: "engineering", policies: ["read-books"] });`,
  id: {
    doc:
      "the word `user`, `group` or `role`, the id of the user or the code of the group or role when the resource was created, " +
      "and the namespace, separated by slashes",
    example: "group/engineering/default",
  },
  fields: {
    userId: identifier(`Id of the user who has the policies: \`user.id\`. ${replacing}`, {
      onChange: "replace",
    }),
    group: identifier(`Code of the group that has the policies: \`group.code\`. ${replacing}`, {
      onChange: "replace",
    }),
    role: identifier(
      `Code of the role that has the policies: \`role.code\`. The role must be in the namespace of the policies. ${replacing}`,
      { onChange: "replace" },
    ),
    policies: policyCodes("Policies that are assigned: their codes, or `Policy` resources of the namespace."),
    namespace: identifier(
      "Namespace of the policies, called permission group in the console. A change replaces the resource. " +
        `Default: "${defaultNamespace}".`,
      { onChange: "replace", unset: defaultNamespace },
    ),
  },
  options: {
    exhaustive: {
      ...edgeOptions.exhaustive,
      doc:
        "Whether the declared policies are the complete set. False manages the declared policies only and does not change " +
        "policies that are assigned outside this resource; true removes every policy that is not declared. If true, no other " +
        "resource may declare policies of the same user, group or role in the same namespace. Default: false.",
    },
  },
  subject: {
    is: "grants",
    edge: "policy",
    holders: { user: "userId", group: "group", role: "role" },
    codes: "policies",
    scope: "namespace",
  },
} as const satisfies GrantKind;
