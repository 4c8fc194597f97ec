import type { EmulatorOptions } from "../../../emulator/index.js";
import { type Pool, startPool } from "../../support/start-pool.js";

/** A pool with so many people, who are all in the group `staff` and hold the role `member`. */
export async function startPopulatedPool(
  people: number,
  options: EmulatorOptions = {},
): Promise<{ pool: Pool; ids: string[] }> {
  const users = Array.from({ length: people }, (_, index) => ({
    username: `person-${index}`,
    groups: ["staff"],
    roles: ["member"],
  }));
  const seed = { groups: [{ code: "staff" }], roles: [{ code: "member" }], users };
  const pool = await startPool({ ...options, seed });
  const ids: string[] = [];
  for await (const { snapshots } of pool.admin.users.snapshotPages({}))
    ids.push(...snapshots.map(({ id }) => id));
  pool.emulator.counters.reset();
  return { pool, ids };
}
