import { type Command, inArena } from "./arena.js";
import { atMost, count, type Row, type Section } from "./report.js";

const wide = ["--parallel", "64"];

/** The most requests for each person that a command may take. */
const limits: [Command, number][] = [
  ["up", 1.2],
  ["refresh", 0.05],
  ["destroy", 0.15],
];

/**
 * What the large comparison leaves out: a run with checkpoints, in which operations come far apart, and people of many
 * teams, whose groups cannot share their requests.
 */
export async function measureSpread(people: number): Promise<Section> {
  const rows: Row[] = [];
  await inArena(["approw", { people, withAssignments: true }], async (arena) => {
    for (const [command, limit] of limits) {
      const { requests } = await arena.run(command, ...wide);
      rows.push({
        measure: `requests, \`${command}\` with checkpoints`,
        toReach: `≤ ${count(people * limit)}`,
        ours: count(requests),
        verdict: atMost(requests, people * limit),
      });
    }
  });
  for (const teams of [10, 50]) {
    await inArena(["approw", { people, withAssignments: true, teams }], async (arena) => {
      for (const command of ["up", "destroy"] as const) {
        const { requests } = await arena.runWithoutCheckpoints(command, ...wide);
        rows.push({ measure: `requests, \`${command}\` of users in ${teams} teams`, ours: count(requests) });
      }
    });
  }
  return {
    title: `${count(people)} users with checkpoints, and in many teams`,
    about:
      "The targets are those of the comparison above, per user. One request adds users to one group, so the cost of " +
      "many teams depends on how many of them share a batch.",
    rows,
  };
}
