import { type Arena, type ArenaOptions, inArena, type Reading } from "./arena.js";
import { declarePool, evenPool, type RealPool, realPool, seedPool } from "./real-pool.js";
import { atMost, count, type Row, type Section } from "./report.js";

/** For the pool in its real size. */
const mostRequests = 120;
const usersOfRealPool = realPool().users;

const mostRequestsPerGroup = 2;

/** Operations that write. */
const writes = ["createUser", "updateUser", "addUserToGroup", "assignRole"];

/** A pool that existed before its program did: what it takes to adopt it, and to add memberships to many small groups. */
export async function measureAdoption(users: number): Promise<Section> {
  const pool = realPool(users);
  const rows: Row[] = [];
  const target = Math.ceil((mostRequests * users) / usersOfRealPool);
  for (const width of [64, 256]) {
    const reading = await adopt(pool, true, width);
    const written = writtenIn(reading);
    rows.push(
      {
        measure: `requests, adoption with \`--parallel ${width}\``,
        target: `≤ ${count(target)}`,
        ours: count(reading.requests),
        verdict: atMost(reading.requests, target),
      },
      { measure: "of these, writes", target: "0", ours: count(written), verdict: atMost(written, 0) },
    );
  }
  const even = evenPool(users);
  const { requests } = await adopt(even, false, 256);
  const perGroup = requests / even.groups;
  rows.push({
    measure: "requests per group, new memberships with `--parallel 256`",
    target: `≤ ${mostRequestsPerGroup}`,
    ours: perGroup.toFixed(2),
    verdict: atMost(perGroup, mostRequestsPerGroup),
  });
  const { groups, memberships } = pool;
  return {
    title: `Adopting ${count(users)} users in ${count(groups)} groups`,
    about:
      `The users and their ${count(memberships.length)} memberships are in the pool before the program declares them, each ` +
      "with a resource of its own, and nothing differs. A few groups are large and most are small. In the last row, the " +
      `memberships are new, and each group gets ${Math.floor(memberships.length / groups)} members. All runs with ` +
      "`PULUMI_SKIP_CHECKPOINTS=true`.",
    rows,
  };
}

async function adopt(pool: RealPool, withMemberships: boolean, width: number): Promise<Reading> {
  const options: ArenaOptions = {
    emulator: { seed: seedPool(pool, withMemberships) },
    config: { "approw:adopt": "true" },
    declaration: declarePool(pool),
  };
  const run = (arena: Arena): Promise<Reading> =>
    arena.runWithoutCheckpoints("up", "--parallel", String(width));
  return await inArena(["approw", { users: pool.users, withAssignments: false }, options], run);
}

function writtenIn({ byOperation }: Reading): number {
  return writes.reduce((sum, operation) => sum + (byOperation[operation] ?? 0), 0);
}
