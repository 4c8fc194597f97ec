import * as approw from "pulumi-approw";

/**
 * The users, with their groups and roles. The groups and roles must exist in the pool. `key` names the resources of a
 * user. Keep it when the username changes, because a resource with a new name counts as another user.
 */
const users = [
  {
    key: "ada",
    username: "ada",
    email: "ada@example.com",
    name: "Ada Lovelace",
    nickname: "Ada",
    groups: ["engineering", "research"],
    roles: ["author"],
  },
  {
    key: "grace",
    username: "grace",
    email: "grace@example.com",
    name: "Grace Hopper",
    nickname: "Grace",
    groups: ["engineering"],
    roles: ["author", "reviewer"],
  },
  {
    key: "alan",
    username: "alan",
    email: "alan@example.com",
    name: "Alan Turing",
    nickname: "Alan",
    groups: ["research"],
    roles: ["reviewer"],
  },
];

for (const { key, groups, roles, ...profile } of users) {
  const user = new approw.User(key, profile);
  new approw.UserGroupMembership(key, { userId: user.id, groups });
  new approw.UserRoleAssignment(key, { userId: user.id, roles });
}
