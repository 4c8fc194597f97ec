import { edgeOptions } from "./edges.js";
import { identifier, userIds } from "./field.js";
import type { MembersKind } from "./kind.js";

export const groupMembers = {
  name: "GroupMembers",
  doc: `The users who belong to one group.

The resource manages the users that it declares, including users who were already in the group. It does not change users
who are added outside this resource. With \`exhaustive: true\`, it removes every user who is not declared. When you remove
the resource, the users that it manages are removed from the group. Of one user, either this resource or a
\`UserGroupMembership\` may declare the group, not both.`,
  example: `new approw.GroupMembers("engineering", { group: engineering.code, users: [ada.id, alan.id] });`,
  id: { doc: "the code of the group when the resource was created", example: "engineering" },
  fields: {
    group: identifier(
      "Code of the group: `group.code`. Another group replaces the resource: the users are added to the new group, then " +
        "removed from the previous one.",
      { onChange: "replace", required: true, whenRemoved: "keep" },
    ),
    users: userIds("Users who belong to the group: their ids, or `User` resources."),
  },
  options: {
    exhaustive: {
      ...edgeOptions.exhaustive,
      doc:
        "Whether the declared users are the complete set. False manages the declared users only and does not change users " +
        "who are added outside this resource; true removes every user who is not declared. If true, no other resource may " +
        "declare users of the same group. Default: false.",
    },
  },
  subject: { is: "members", edge: "group", code: "group", users: "users" },
} as const satisfies MembersKind;
