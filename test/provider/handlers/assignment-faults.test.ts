import { expect } from "vitest";

import { userGroupMembership } from "../../../provider/handlers/user-group-membership.js";
import { userRoleAssignment } from "../../../provider/handlers/user-role-assignment.js";
import type { Pool } from "../../support/start-pool.js";
import { heldBy, liveWithTroubles } from "./fault-matrix.js";

async function expectNothingHeld({ admin }: Pool, userId: string): Promise<void> {
  expect(await heldBy(admin, userId)).toEqual({ groups: [], roles: [] });
}

liveWithTroubles({
  UserGroupMembership: {
    handler: userGroupMembership,
    declared: (userId) => ({ userId, groups: ["engineering", "research"] }),
    changed: (userId) => ({ userId, groups: ["engineering", "on-call"] }),
    expectEnd: expectNothingHeld,
  },
  "UserGroupMembership as the whole truth": {
    isVariant: true,
    handler: userGroupMembership,
    declared: (userId) => ({ userId, groups: ["engineering", "research"], exhaustive: true }),
    changed: (userId) => ({ userId, groups: ["engineering", "on-call"], exhaustive: true }),
    expectEnd: expectNothingHeld,
  },
  UserRoleAssignment: {
    handler: userRoleAssignment,
    declared: (userId) => ({ userId, roles: ["author", "reviewer"] }),
    changed: (userId) => ({ userId, roles: ["author", "admin"] }),
    expectEnd: expectNothingHeld,
  },
  "UserRoleAssignment as the whole truth": {
    isVariant: true,
    handler: userRoleAssignment,
    declared: (userId) => ({ userId, roles: ["author", "reviewer"], exhaustive: true }),
    changed: (userId) => ({ userId, roles: ["author", "admin"], exhaustive: true }),
    expectEnd: expectNothingHeld,
  },
});
