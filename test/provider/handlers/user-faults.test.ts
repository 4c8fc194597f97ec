import { expect } from "vitest";

import type { Pool } from "../../support/start-pool.js";
import { liveWithTroubles, usernames } from "./fault-matrix.js";

async function expectNobody(pool: Pool, username: string): Promise<void> {
  expect(await usernames(pool)).not.toContain(username);
}

const ada = { username: "ada", email: "ada@example.com", nickname: "Ada", city: "London" };
/** Without a declared policy, the account of an adopted user stays in the pool. */
const adopted = { adopt: true, deletionPolicy: "delete" };
const adaLater = { ...ada, nickname: "Countess", city: "Paris" };
const access = { deletionPolicy: "delete" };
const whole = { exhaustiveGroups: true, exhaustiveRoles: true };

liveWithTroubles({
  User: {
    kind: "User",
    // Declared, because the way out of a lost creation is to adopt the user.
    declared: () => ({ ...ada, password: "hush-first", deletionPolicy: "delete" }),
    changed: () => ({ ...adaLater, password: "hush-second", deletionPolicy: "delete" }),
    expectEnd: (pool) => expectNobody(pool, "ada"),
  },
  "User who is adopted": {
    isVariant: true,
    kind: "User",
    declared: () => ({ username: "bearer", nickname: "Ada", city: "London", ...adopted }),
    changed: () => ({ username: "bearer", nickname: "Countess", ...adopted }),
    expectEnd: (pool) => expectNobody(pool, "bearer"),
  },
  "User with groups and roles": {
    isVariant: true,
    kind: "User",
    declared: () => ({
      ...ada,
      ...access,
      groups: ["engineering", "research"],
      roles: ["author", "reviewer"],
    }),
    changed: () => ({ ...ada, ...access, groups: ["engineering", "on-call"], roles: ["author", "admin"] }),
    expectEnd: (pool) => expectNobody(pool, "ada"),
  },
  "User with all groups and roles": {
    isVariant: true,
    kind: "User",
    declared: () => ({ ...ada, ...access, ...whole, groups: ["research"], roles: ["author"] }),
    changed: () => ({ ...ada, ...access, ...whole, groups: ["on-call"], roles: [] }),
    expectEnd: (pool) => expectNobody(pool, "ada"),
  },
  "User with custom data": {
    isVariant: true,
    kind: "User",
    customFields: [
      { key: "badge", dataType: "STRING", label: "Badge" },
      { key: "level", dataType: "NUMBER", label: "Level" },
    ],
    declared: () => ({ ...adopted, adopt: false, username: "ada", customData: { badge: "B-17", level: 3 } }),
    changed: () => ({ ...adopted, adopt: false, username: "ada", customData: { badge: "B-18" } }),
    expectEnd: (pool) => expectNobody(pool, "ada"),
  },
  "User who is blocked in the end": {
    isVariant: true,
    kind: "User",
    declared: () => ({ ...ada, deletionPolicy: "block" }),
    changed: () => ({ ...adaLater, deletionPolicy: "block" }),
    async expectEnd({ admin }) {
      expect(await admin.users.find({ username: "ada" })).toMatchObject({
        blocked: true,
        tokenExpiredAt: expect.stringMatching(/^2000-/u) as string,
      });
    },
  },
});
