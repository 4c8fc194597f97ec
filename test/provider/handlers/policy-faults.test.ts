import { expect } from "vitest";

import type { Pool } from "../../support/start-pool.js";
import { type Life, liveWithTroubles } from "./fault-matrix.js";

const reading = { resource: "books:*", actions: ["books:read"] };
const lending = { resource: "books:*", actions: ["books:lend"], effect: "DENY" };

/** Nothing of the life is left, under neither of its codes. */
async function expectGone({ admin }: Pool): Promise<void> {
  const { list } = await admin.policies.list(1, 50);
  expect(list.map(({ code }) => code).sort()).toEqual(["lend", "read", "write"]);
}

const policy: Life = {
  kind: "Policy",
  declared: () => ({
    code: "librarian",
    description: "Lends",
    statements: [reading],
    deletionPolicy: "delete",
  }),
  changed: () => ({ code: "librarian", statements: [reading, lending], deletionPolicy: "delete" }),
  expectEnd: expectGone,
};

const ofUser: Life = {
  kind: "PolicyAssignment",
  declared: (userId) => ({ userId, policies: ["read", "write"] }),
  changed: (userId) => ({ userId, policies: ["read", "lend"] }),
  async expectEnd({ admin }, userId) {
    const { list } = await admin.policies.listOfTarget({ targetType: "USER", targetIdentifier: userId });
    expect(list).toEqual([]);
  },
};

const ofGroup: Life = {
  kind: "PolicyAssignment",
  isVariant: true,
  declared: () => ({ group: "engineering", policies: ["read", "write"], exhaustive: true }),
  changed: () => ({ group: "engineering", policies: ["read", "lend"], exhaustive: true }),
  async expectEnd({ admin }) {
    const { list } = await admin.policies.listOfTarget({
      targetType: "GROUP",
      targetIdentifier: "engineering",
    });
    expect(list).toEqual([]);
  },
};

liveWithTroubles({
  Policy: policy,
  "Policy renamed": {
    ...policy,
    isVariant: true,
    changed: (userId) => ({ ...policy.changed(userId), code: "archivist" }),
  },
  PolicyAssignment: ofUser,
  "PolicyAssignment of a group as the whole truth": ofGroup,
});
