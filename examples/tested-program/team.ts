import * as approw from "pulumi-approw";

export interface Member {
  username: string;
  email: string;
  /** The code of a group of the user pool. */
  team: string;
  isLead?: boolean;
}

/** Puts each member into the group of their team and makes leads reviewers. Those who leave are blocked, not deleted. */
export function declareTeam(members: Member[]): void {
  // The username names the resources. When it changes, add the previous one as an alias.
  for (const { username, email, team, isLead = false } of members) {
    const user = new approw.User(username, { username, email, deletionPolicy: "block" });
    new approw.UserGroupMembership(username, { userId: user.id, groups: [team] });
    if (isLead) new approw.UserRoleAssignment(username, { userId: user.id, roles: ["reviewer"] });
  }
}
