import { codedOptions } from "./coded-options.js";
import { code, identifier, text } from "./field.js";
import type { CodedKind } from "./kind.js";

export const group = {
  name: "Group",
  doc: `A group of the user pool.

Refer to it by \`group.code\`, so that memberships are set after the group is created, and follow when its code changes. A
changed code renames the group in place, and its members stay. A group that still has members is deleted only
with \`force: true\`.`,
  example: `const engineering = new approw.Group("engineering", { code: "engineering", name: "Engineering" });
new approw.UserGroupMembership("ada", { userId: ada.id, groups: [engineering.code] });`,
  id: { doc: "the code of the group when it was created", example: "engineering" },
  fields: {
    code: code("Code of the group. Unique in the user pool. A change renames the group in place."),
    name: identifier("Name of the group. If it is not declared, a new group is named like its code.", {
      whenRemoved: "keep",
    }),
    description: text("Description of the group.", { unset: "" }),
  },
  options: codedOptions("group", "users are still in it"),
  subject: { is: "coded", object: "group", code: "code", scope: undefined },
} as const satisfies CodedKind;
