import { edgeOptions, userId } from "./edges.js";
import { codes } from "./field.js";
import type { EdgeKind } from "./kind.js";

export const userGroupMembership = {
  name: "UserGroupMembership",
  doc: `The groups that one user belongs to.

It holds the groups that it declares, including those that the user belonged to before, and leaves alone what was given
elsewhere. With \`exhaustive: true\` it removes the user from every group that is not declared. When it is deleted, the
user leaves the groups that it holds.`,
  example: `new approw.UserGroupMembership("ada", { userId: ada.id, groups: ["engineering", "research"] });`,
  id: { doc: "the id of the user", example: "5f702fcc913544e358cef3ab" },
  fields: { userId, groups: codes("Codes of the groups that the user belongs to.") },
  options: edgeOptions,
  subject: { is: "edges", edge: "group", user: "userId", codes: "groups", scope: undefined },
} as const satisfies EdgeKind;
