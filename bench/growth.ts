import { inArena } from "./arena.js";
import { drawChart, type Series } from "./chart.js";
import { count, type Section, seconds } from "./report.js";

/** How the time of an `up` grows with the number of users, as a table and a chart. */
export async function measureGrowth(users: number): Promise<Section> {
  const sizes = [users / 50, users / 5, users];
  const withCheckpoints: Series = { label: "with checkpoints", points: [] };
  const without: Series = { label: "PULUMI_SKIP_CHECKPOINTS=true", points: [] };
  for (const size of sizes) {
    const roster = { users: size, withAssignments: false };
    await inArena(["approw", roster], async (arena) => {
      const reading = await arena.runWithoutCheckpoints("up", "--parallel", "64");
      without.points.push({ x: size, y: reading.seconds });
    });
    await inArena(["approw", roster], async (arena) => {
      const reading = await arena.run("up", "--parallel", "64");
      withCheckpoints.points.push({ x: size, y: reading.seconds });
    });
  }
  const chart = drawChart("Seconds of `pulumi up` by the number of new users", [withCheckpoints, without]);
  return {
    title: "Growth: `up` of new users",
    about: "One resource per user, `--parallel 64`.\n\n![Seconds by users](growth.svg)",
    drawing: { file: "growth.svg", text: chart },
    rows: sizes.map((size, index) => ({
      measure: `${count(size)} users, with checkpoints / without`,
      ours: [withCheckpoints, without]
        .map(({ points }) => seconds(points[index]?.y ?? Number.NaN))
        .join(" / "),
    })),
  };
}
