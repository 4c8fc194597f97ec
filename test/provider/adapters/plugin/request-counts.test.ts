import { expect, test } from "vitest";

import type { Session } from "../../../../provider/session.js";
import { type Door, sessionDoor } from "../../../support/door.js";
import { contextOf } from "../../../support/handler-context.js";
import { pluginDoor } from "../../../support/plugin-door.js";
import { SmallEngine } from "../../../support/small-engine.js";
import { startPool } from "../../../support/start-pool.js";

const people = Array.from({ length: 40 }, (_person, index) => `person-${index}`);

/** The operations of each phase of a stack with 40 users, their groups and their roles. */
async function requestsOf(door: (session: Session) => Door): Promise<Record<string, unknown>> {
  const pool = await startPool();
  const client = pool.admin;
  let run = contextOf(pool, { client });
  const users = people.map(() => new SmallEngine("User", () => run, door));
  const memberships = people.map(() => new SmallEngine("UserGroupMembership", () => run, door));
  const assignments = people.map(() => new SmallEngine("UserRoleAssignment", () => run, door));
  const phases: Record<string, unknown> = {};
  const phase = async (name: string, ...works: (() => Promise<unknown>[])[]): Promise<void> => {
    run = contextOf(pool, { client });
    pool.emulator.counters.reset();
    for (const work of works) await Promise.all(work());
    phases[name] = pool.emulator.counters.byOperation();
  };
  const idOf = (index: number): string => users[index]?.kept?.id ?? "";
  const up = [
    () => users.map((user, index) => user.up({ username: people[index], name: "A" })),
    () => memberships.map((each, index) => each.up({ userId: idOf(index), groups: ["research"] })),
    () => assignments.map((each, index) => each.up({ userId: idOf(index), roles: ["author"] })),
  ];
  await phase("up", ...up);
  await phase("up without changes", ...up);
  await phase("refresh", () => [...users, ...memberships, ...assignments].map((each) => each.refresh()));
  await phase(
    "destroy",
    () => [...memberships, ...assignments].map((each) => each.destroy()),
    () => users.map((each) => each.destroy()),
  );
  return phases;
}

test("each phase of a stack sends the requests that it sends with dynamic resources", async () => {
  const [plugin, dynamic] = [await requestsOf(pluginDoor), await requestsOf(sessionDoor)];

  expect(plugin).toEqual(dynamic);
  expect(plugin["up without changes"]).toEqual({});
  expect(plugin["refresh"]).toEqual({ userBatch: 1 });
});
