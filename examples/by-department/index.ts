import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import * as approw from "pulumi-approw";

interface Member extends approw.UserArgs {
  username: string;
  groups: string[];
  roles: string[];
}

/** The stack and the file with its users have the name of the department. */
const file = join(__dirname, "people", `${pulumi.getStack()}.json`);
const users = JSON.parse(readFileSync(file, "utf8")) as Member[];

// The username names the resources. When it changes, add the previous one as an alias: see docs/deleting-people.md.
for (const { groups, roles, ...profile } of users) {
  const user = new approw.User(profile.username, profile);
  new approw.UserGroupMembership(profile.username, { userId: user.id, groups });
  new approw.UserRoleAssignment(profile.username, { userId: user.id, roles });
}
