import { type Command, inArena } from "./arena.js";
import { atMost, count, type Row, type Section } from "./report.js";

const wide = ["--parallel", "64"];

/** The most requests per user that a command may take. */
const limits: [Command, number][] = [
  ["up", 1.2],
  ["refresh", 0.05],
  ["destroy", 0.15],
];

/**
 * What the large comparison does not cover: runs with checkpoints, in which operations come far apart, and users of many
 * teams, whose groups cannot share their requests.
 */
export async function measureSpread(users: number): Promise<Section> {
  const rows: Row[] = [];
  await inArena(["approw", { users, withAssignments: true }], async (arena) => {
    for (const [command, limit] of limits) {
      const { requests } = await arena.run(command, ...wide);
      rows.push({
        measure: `requests, \`${command}\` with checkpoints`,
        target: `≤ ${count(users * limit)}`,
        ours: count(requests),
        verdict: atMost(requests, users * limit),
      });
    }
  });
  for (const teams of [10, 50]) {
    await inArena(["approw", { users, withAssignments: true, teams }], async (arena) => {
      for (const command of ["up", "destroy"] as const) {
        const { requests } = await arena.runWithoutCheckpoints(command, ...wide);
        rows.push({ measure: `requests, \`${command}\` of users in ${teams} teams`, ours: count(requests) });
      }
    });
  }
  return {
    title: `${count(users)} users with checkpoints, and in many teams`,
    about:
      "The targets are those of the comparison above, per user. One request adds users to one group, so the cost of " +
      "many teams depends on how many of them share a batch.",
    rows,
  };
}
