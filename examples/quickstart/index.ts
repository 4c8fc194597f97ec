import * as approw from "pulumi-approw";

/** The users, with their groups and roles. The groups and roles must exist in the pool. */
const users = [
  {
    username: "ada",
    email: "ada@example.com",
    name: "Ada Lovelace",
    nickname: "Ada",
    groups: ["engineering", "research"],
    roles: ["author"],
  },
  {
    username: "grace",
    email: "grace@example.com",
    name: "Grace Hopper",
    nickname: "Grace",
    groups: ["engineering"],
    roles: ["author", "reviewer"],
  },
  {
    username: "alan",
    email: "alan@example.com",
    name: "Alan Turing",
    nickname: "Alan",
    groups: ["research"],
    roles: ["reviewer"],
  },
];

for (const { groups, roles, ...profile } of users) {
  const user = new approw.User(profile.username, profile);
  new approw.UserGroupMembership(profile.username, { userId: user.id, groups });
  new approw.UserRoleAssignment(profile.username, { userId: user.id, roles });
}
