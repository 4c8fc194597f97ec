import { defaultNamespace } from "../../sdk/roles/role.js";
import { codedOptions } from "./coded-options.js";
import { code, identifier, statements, text } from "./field.js";
import type { CodedKind } from "./kind.js";

export const policy = {
  name: "Policy",
  doc: `A policy in one namespace of the user pool: which actions on which resources it allows or denies.

Refer to it by \`policy.code\`, so that it is assigned after it is created, and assignments follow when its code changes. A
changed code renames the policy in place, and its assignments stay. A policy that is still assigned is deleted only with
\`force: true\`. Policies that are built in cannot be created, adopted, changed or deleted.`,
  example: `const readBooks = new approw.Policy("read-books", {
  code: "read-books",
  statements: [{ resource: "books:*", actions: ["books:read"] }],
});
new approw.PolicyAssignment("ada", { userId: ada.id, policies: [readBooks] });`,
  id: {
    doc: "the namespace of the policy and its code when it was created, separated by a slash",
    example: "default/read-books",
  },
  fields: {
    code: code("Code of the policy. Unique in its namespace. A change renames the policy in place."),
    namespace: identifier(
      "Namespace of the policy, called permission group in the console. It must exist. A change replaces the policy. " +
        `Default: "${defaultNamespace}".`,
      { onChange: "replace", unset: defaultNamespace },
    ),
    description: text("Description of the policy.", { unset: "" }),
    statements: statements(
      "Statements of the policy: at least one. Each has a `resource` and `actions`, and optionally an `effect` (`ALLOW` or " +
        "`DENY`, by default `ALLOW`) and a `condition`: a list of objects with `param`, `operator` and `value`. The order of " +
        "statements, actions and conditions has no meaning.",
    ),
  },
  options: codedOptions("policy", "it is still assigned", "assignments"),
  subject: { is: "coded", object: "policy", code: "code", scope: "namespace" },
} as const satisfies CodedKind;
