import { describe, expect, test } from "vitest";

import type { EmulatorOptions } from "../../../../emulator/index.js";
import { mutationNames } from "../../../../emulator/operation-names.js";
import type { Properties } from "../../../../model/rules/record.js";
import type { KindName } from "../../../../model/schema/index.js";
import { contextOf } from "../../../support/handler-context.js";
import { pluginDoor } from "../../../support/plugin-door.js";
import { SmallEngine } from "../../../support/small-engine.js";
import { type Pool, startPool } from "../../../support/start-pool.js";

const statements = [{ resource: "books:*", actions: ["books:read"] }];

const seed: NonNullable<EmulatorOptions["seed"]> = {
  customFields: [
    { key: "badge", dataType: "STRING", label: "Badge" },
    { key: "level", dataType: "NUMBER", label: "Level" },
  ],
  policies: [
    { code: "read", statements, description: "May read" },
    { code: "write", statements },
  ],
  users: [
    {
      username: "ada",
      email: "ada@example.com",
      nickname: "Ada",
      city: "London",
      gender: "F",
      photo: "https://example.com/ada.png",
      groups: ["engineering", "research"],
      roles: ["author", "reviewer"],
    },
  ],
};

interface Case {
  readonly id: (userId: string) => string;
  /** What a program declares that has less than the import brought. */
  readonly fewer: (userId: string) => Properties;
  /** What the same program removes afterwards. */
  readonly stillFewer: (userId: string) => Properties;
}

/** Of each kind whose import brings more than a program has to declare. */
const cases: Partial<Record<KindName, Case>> = {
  User: {
    id: (userId) => userId,
    fewer: () => ({ username: "ada", nickname: "Ada", customData: { badge: "B-17" } }),
    stillFewer: () => ({ username: "ada", customData: {} }),
  },
  UserGroupMembership: {
    id: (userId) => userId,
    fewer: (userId) => ({ userId, groups: ["research"] }),
    stillFewer: (userId) => ({ userId, groups: [] }),
  },
  UserRoleAssignment: {
    id: (userId) => `${userId}/default`,
    fewer: (userId) => ({ userId, roles: ["author"] }),
    stillFewer: (userId) => ({ userId, roles: [] }),
  },
  GroupMembers: {
    id: () => "engineering",
    fewer: () => ({ group: "engineering", users: [] }),
    stillFewer: () => ({ group: "engineering", users: [] }),
  },
  Group: {
    id: () => "design",
    fewer: () => ({ code: "design", description: "Draws" }),
    stillFewer: () => ({ code: "design" }),
  },
  Role: {
    id: () => "default/drawer",
    fewer: () => ({ code: "drawer", description: "May draw" }),
    stillFewer: () => ({ code: "drawer" }),
  },
  Policy: {
    id: () => "default/read",
    fewer: () => ({ code: "read", statements }),
    stillFewer: () => ({ code: "read", statements }),
  },
  PolicyAssignment: {
    id: (userId) => `user/${userId}/default`,
    fewer: (userId) => ({ userId, policies: ["read"] }),
    stillFewer: (userId) => ({ userId, policies: [] }),
  },
};

/** Everything about the user and the objects that an import can lose. */
async function contentOf({ admin }: Pool, userId: string): Promise<unknown> {
  const [user, groups, roles, policies, customData] = await Promise.all([
    admin.users.detail(userId),
    admin.users.listGroups(userId),
    admin.users.listRoles(userId),
    admin.users.listPolicies(userId),
    admin.udf.values("USER", userId),
  ]);
  const codes = [groups, roles].map(({ list }) => list.map(({ code }) => code).sort());
  const objects = await Promise.all([
    admin.groups.detail("design"),
    admin.roles.detail("drawer"),
    admin.policies.detail("read"),
  ]);
  return JSON.parse(JSON.stringify([user, codes, policies.list, [...customData], objects], withoutTimes));
}

function withoutTimes(key: string, value: unknown): unknown {
  return key === "updatedAt" ? undefined : value;
}

async function startedPool(): Promise<{ pool: Pool; userId: string }> {
  const pool = await startPool({ seed });
  const { admin } = pool;
  const { id: userId } = (await admin.users.find({ username: "ada" }))!;
  await admin.udf.setMany("USER", [
    { targetId: userId, key: "badge", value: "B-17" },
    { targetId: userId, key: "level", value: 3 },
  ]);
  await admin.users.addPolicies(userId, ["read", "write"]);
  await admin.groups.create({ code: "design", name: "Design", description: "Draws" });
  await admin.roles.create({ code: "drawer", description: "May draw" });
  pool.emulator.counters.reset();
  return { pool, userId };
}

/** The operations since the start that change something. */
function writesIn({ emulator }: Pool): string[] {
  const writes: readonly string[] = mutationNames;
  return Object.keys(emulator.counters.byOperation()).filter((operation) => writes.includes(operation));
}

describe.each(Object.entries(cases))("the import of a %s", (kind, { id, fewer, stillFewer }) => {
  test.each(["", ", after a refresh"])(
    "a program with fewer fields clears nothing in the first up%s",
    async (refresh) => {
      const { pool, userId } = await startedPool();
      const engine = new SmallEngine(kind as KindName, () => contextOf(pool), pluginDoor);
      const before = await contentOf(pool, userId);
      await engine.import(id(userId));
      if (refresh !== "") expect(await engine.refresh()).toBe("same");

      expect(await engine.up(fewer(userId))).toBe("same");

      expect(writesIn(pool)).toEqual([]);
      expect(await engine.refresh()).toMatch(/same|changed/u);
      expect(await engine.refresh()).toBe("same");
      expect(await engine.up(fewer(userId))).toBe("same");
      expect(writesIn(pool)).toEqual([]);
      expect(await contentOf(pool, userId)).toEqual(before);
    },
  );

  test("what the program declared and removes later is taken, and nothing else", async () => {
    const { pool, userId } = await startedPool();
    const engine = new SmallEngine(kind as KindName, () => contextOf(pool), pluginDoor);
    const inputs = fewer(userId);
    await engine.import(id(userId));
    await engine.up(inputs);
    const before = (await contentOf(pool, userId)) as unknown[];

    const removed = await engine.up(stillFewer(userId));

    const after = (await contentOf(pool, userId)) as unknown[];
    const isSmaller = JSON.stringify(stillFewer(userId)) !== JSON.stringify(inputs);
    expect(removed).toBe(isSmaller ? "update" : "same");
    expect(after.filter((part, index) => JSON.stringify(part) !== JSON.stringify(before[index])).length).toBe(
      isSmaller ? (kind === "User" ? 2 : 1) : 0,
    );
    expect(await engine.up(stillFewer(userId))).toBe("same");
  });
});

describe("the import of a user", () => {
  test("brings what is set, without what the service changes by itself, and no secrets", async () => {
    const { pool, userId } = await startedPool();
    const engine = new SmallEngine("User", () => contextOf(pool), pluginDoor);

    await engine.import(userId);

    expect(engine.kept?.inputs).toEqual({
      __imported: true,
      username: "ada",
      email: "ada@example.com",
      nickname: "Ada",
      city: "London",
      gender: "F",
      photo: "https://example.com/ada.png",
      customData: { badge: "B-17", level: 3 },
    });
  });

  test("leaves the password as it is until its declared value changes", async () => {
    const { pool, userId } = await startedPool();
    const engine = new SmallEngine("User", () => contextOf(pool), pluginDoor);
    await engine.import(userId);

    expect(await engine.up({ username: "ada", password: "first-one" })).toBe("same");
    expect(await engine.up({ username: "ada", password: "first-one" })).toBe("same");
    expect(pool.emulator.counters.of("updateUser")).toBe(0);
    expect(await engine.up({ username: "ada", password: "second-one" })).toBe("update");

    expect(pool.emulator.counters.of("updateUser")).toBe(1);
    expect(await engine.up({ username: "ada", password: "second-one" })).toBe("same");
  });

  test("keeps the account when the resource is removed, as that of an adopted user", async () => {
    const { pool, userId } = await startedPool();
    const engine = new SmallEngine("User", () => contextOf(pool), pluginDoor);
    await engine.import(userId);
    await engine.up({ username: "ada" });

    await engine.destroy();

    expect(await pool.admin.users.detail(userId)).toMatchObject({ username: "ada", city: "London" });
  });

  test("fails for a user who does not exist", async () => {
    const { pool } = await startedPool();
    const engine = new SmallEngine("User", () => contextOf(pool), pluginDoor);

    await expect(engine.import("5f702fcc913544e358cef3ab")).rejects.toThrow(
      "User 5f702fcc913544e358cef3ab does not exist in user pool",
    );
  });
});

test("40 imports share requests", async () => {
  const users = Array.from({ length: 40 }, (_user, index) => ({ username: `person-${index}` }));
  const pool = await startPool({ seed: { users } });
  const { list } = await pool.admin.users.list(1, 50);
  const context = contextOf(pool, { client: pool.admin });
  pool.emulator.counters.reset();

  await Promise.all(list.map(({ id }) => new SmallEngine("User", () => context, pluginDoor).import(id)));

  expect(pool.emulator.counters.byOperation()).toEqual({ udf: 1, userBatch: 1 });
});
