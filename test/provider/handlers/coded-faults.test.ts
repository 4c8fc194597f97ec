import { expect } from "vitest";

import type { Pool } from "../../support/start-pool.js";
import { type Life, liveWithTroubles } from "./fault-matrix.js";

async function codesIn({ admin }: Pool): Promise<{ groups: string[]; roles: string[] }> {
  const [groups, roles] = await Promise.all([admin.groups.list(1, 50), admin.roles.list(1, 50)]);
  return { groups: groups.list.map(({ code }) => code), roles: roles.list.map(({ code }) => code) };
}

/** Nothing of the life is left, under neither of its codes. */
async function expectGone(pool: Pool): Promise<void> {
  const { groups, roles } = await codesIn(pool);
  for (const code of ["design", "product"]) expect([...groups, ...roles]).not.toContain(code);
}

const shared = { deletionPolicy: "delete", description: "Those who draw" };

const group: Life = {
  kind: "Group",
  declared: () => ({ ...shared, code: "design", name: "Design" }),
  changed: () => ({ ...shared, code: "design", name: "Product", description: "Those who plan" }),
  expectEnd: expectGone,
};
const role: Life = {
  kind: "Role",
  declared: () => ({ ...shared, code: "design", parent: "author" }),
  changed: () => ({ ...shared, code: "design", parent: "author", description: "Those who plan" }),
  expectEnd: expectGone,
};

const userField: Life = {
  kind: "UserField",
  declared: () => ({ deletionPolicy: "delete", force: true, key: "badge", type: "string", label: "Badge" }),
  changed: () => ({ deletionPolicy: "delete", force: true, key: "badge", type: "string", label: "Number" }),
  async expectEnd({ admin }) {
    expect(await admin.udf.list("USER")).toEqual([]);
  },
};

function renamed(life: Life): Life {
  return {
    ...life,
    isVariant: true,
    changed: (userId) => ({ ...life.changed(userId), code: "product" }),
  };
}

liveWithTroubles({
  Group: group,
  "Group renamed": renamed(group),
  Role: role,
  "Role renamed": renamed(role),
  UserField: userField,
});
