import { edgeOptions, userId } from "./edges.js";
import { groupCodes } from "./field.js";
import type { EdgeKind } from "./kind.js";

export const userGroupMembership = {
  name: "UserGroupMembership",
  doc: `The groups that one user belongs to.

The resource manages the groups that it declares, including groups that the user already belonged to. It does not change
groups that are assigned outside this resource. With \`exhaustive: true\`, it removes the user from every group that is not
declared. When you remove the resource, the user is removed from the groups that it manages.`,
  example: `new approw.UserGroupMembership("ada", { userId: ada.id, groups: ["engineering", "research"] });`,
  id: { doc: "the id of the user", example: "5f702fcc913544e358cef3ab" },
  fields: {
    userId,
    groups: groupCodes("Groups that the user belongs to: their codes, or `Group` resources.", {
      required: true,
      whenRemoved: "keep",
    }),
  },
  options: edgeOptions,
  subject: { is: "edges", edge: "group", user: "userId", codes: "groups", scope: undefined },
} as const satisfies EdgeKind;
