import type { EmulatorOptions } from "../../../emulator/index.js";
import { type Pool, startPool } from "../../support/start-pool.js";

/** A pool with this number of users, all in the group `staff` and with the role `member`. */
export async function startPopulatedPool(
  count: number,
  options: EmulatorOptions = {},
  moreGroups: readonly { readonly code: string }[] = [],
): Promise<{ pool: Pool; ids: string[] }> {
  const users = Array.from({ length: count }, (_, index) => ({
    username: `user-${index}`,
    groups: ["staff"],
    roles: ["member"],
  }));
  const seed = { groups: [{ code: "staff" }, ...moreGroups], roles: [{ code: "member" }], users };
  const pool = await startPool({ ...options, seed });
  const ids: string[] = [];
  for await (const { snapshots } of pool.admin.users.snapshotPages({}))
    ids.push(...snapshots.map(({ id }) => id));
  pool.emulator.counters.reset();
  return { pool, ids };
}
