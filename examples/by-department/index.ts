import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import * as approw from "pulumi-approw";

interface Person extends approw.UserArgs {
  username: string;
  groups: string[];
  roles: string[];
}

/** The stack is named after the department, and so is the file with its people. */
const file = join(__dirname, "people", `${pulumi.getStack()}.json`);
const people = JSON.parse(readFileSync(file, "utf8")) as Person[];

for (const { groups, roles, ...profile } of people) {
  const user = new approw.User(profile.username, profile);
  new approw.UserGroupMembership(profile.username, { userId: user.id, groups });
  new approw.UserRoleAssignment(profile.username, { userId: user.id, roles });
}
