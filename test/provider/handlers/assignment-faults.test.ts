import { expect } from "vitest";

import type { Pool } from "../../support/start-pool.js";
import { heldBy, type Life, liveWithTroubles } from "./fault-matrix.js";

async function expectNothingHeld({ admin }: Pool, userId: string): Promise<void> {
  expect(await heldBy(admin, userId)).toEqual({ groups: [], roles: [] });
}

const membership: Life = {
  kind: "UserGroupMembership",
  declared: (userId) => ({ userId, groups: ["engineering", "research"] }),
  changed: (userId) => ({ userId, groups: ["engineering", "on-call"] }),
  expectEnd: expectNothingHeld,
};
const members: Life = {
  kind: "GroupMembers",
  isVariant: true,
  declared: (userId) => ({ group: "on-call", users: [userId] }),
  changed: (userId) => ({ group: "on-call", users: [userId], exhaustive: true }),
  expectEnd: expectNothingHeld,
};
const assignment: Life = {
  kind: "UserRoleAssignment",
  declared: (userId) => ({ userId, roles: ["author", "reviewer"] }),
  changed: (userId) => ({ userId, roles: ["author", "admin"] }),
  expectEnd: expectNothingHeld,
};

function asTheWholeTruth(life: Life): Life {
  return {
    ...life,
    isVariant: true,
    declared: (userId) => ({ ...life.declared(userId), exhaustive: true }),
    changed: (userId) => ({ ...life.changed(userId), exhaustive: true }),
  };
}

liveWithTroubles({
  UserGroupMembership: membership,
  "UserGroupMembership as the whole truth": asTheWholeTruth(membership),
  GroupMembers: members,
  UserRoleAssignment: assignment,
  "UserRoleAssignment as the whole truth": asTheWholeTruth(assignment),
});
