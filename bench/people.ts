import { type Arena, type Command, inArena, type Reading } from "./arena.js";
import type { Roster } from "./candidate.js";
import { atMost, count, median, type Row, seconds, type Section, timesFloor } from "./report.js";

const latency = { operation: "*", kind: "latency", ms: 50, times: Infinity } as const;

/** Other processes disturb single measurements, so times are medians of rounds in which the candidates take turns. */
const rounds = 3;

const wide = ["--parallel", "64"];

const newUsers = "requests, `up` of new users";

interface Arenas {
  readonly ours: Arena;
  readonly floor: Arena;
  readonly naive: Arena;
}

/**
 * Requests, times and state bytes of users with two groups and a role each, in one stack per candidate. The stacks are
 * filled without checkpoints, which change neither what a refresh requests nor what an `up` compares.
 */
export async function measurePeople(users: number): Promise<Section> {
  const roster: Roster = { users, withAssignments: true };
  const rows = await inArena(["approw", roster], (ours) =>
    inArena(["floor", roster], (floor) =>
      inArena(["naive", roster], (naive) => measureAll({ ours, floor, naive }, users)),
    ),
  );
  const alone = await inArena(["approw", roster, { config: { "approw:bulkCreate": "never" } }], (ours) =>
    ours.runWithoutCheckpoints("up", ...wide),
  );
  rows.splice(rows.findIndex(({ measure }) => measure === newUsers) + 1, 0, {
    measure: "the same with `approw:bulkCreate: never`",
    target: `≤ ${count(users * 1.2)}`,
    ours: count(alone.requests),
    verdict: atMost(alone.requests, users * 1.2),
  });
  return {
    title: `${count(users)} users, each with 2 groups and 1 role: ${count(users * 3)} resources`,
    about:
      `The emulator counts the requests, including logins. Times are medians of ${rounds} rounds in which the candidates ` +
      "took turns. For the refresh, the service took 50 ms per request. Unless stated otherwise, the engine ran with " +
      "`--parallel 64`, and `up` and `destroy` with `PULUMI_SKIP_CHECKPOINTS=true`.",
    rows,
  };
}

async function measureAll(arenas: Arenas, users: number): Promise<Row[]> {
  const { ours, floor, naive } = arenas;
  await floor.runWithoutCheckpoints("up", ...wide);
  const created = await requestsOf(arenas, "up");
  const read = await requestsOf(arenas, "refresh");
  const readNarrowly = [
    await ours.run("refresh", "--parallel", "16"),
    await ours.run("refresh", "--parallel", "4"),
  ];
  const bytes = await Promise.all([ours, floor, naive].map((arena) => arena.stateBytesPerResource()));
  const unchanged = await timesOf([ours, floor], "up");
  const slow = await inSlowService(arenas, async () => ({
    times: await timesOf([ours, floor], "refresh"),
    naive: await naive.run("refresh", ...wide),
  }));
  const deleted = await requestsOf(arenas, "destroy");
  return [
    requestsRow("requests, refresh without changes", read, users / 20),
    ...["16", "4"].map((width, index) => ({
      measure: `the same with \`--parallel ${width}\``,
      ours: count(readNarrowly[index]?.requests ?? Number.NaN),
    })),
    requestsRow(newUsers, created, users * 0.15),
    requestsRow("requests, `destroy`", deleted, users * 0.15),
    {
      ...timesRow("time of this refresh, 50 ms per request", slow.times, 2),
      naive: seconds(slow.naive.seconds),
    },
    timesRow("time of `up` without changes", unchanged, 1.1),
    bytesRow(bytes),
  ];
}

/** The same command with our provider and with the naive one. */
async function requestsOf({ ours, naive }: Arenas, command: Command): Promise<Compared> {
  return {
    ours: await ours.runWithoutCheckpoints(command, ...wide),
    naive: await naive.runWithoutCheckpoints(command, ...wide),
  };
}

interface Compared {
  readonly ours: Reading;
  readonly naive: Reading;
}

/** Seconds of a command that changes nothing, for each of the arenas. */
async function timesOf(arenas: readonly Arena[], command: Command): Promise<number[]> {
  const times = arenas.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, arena] of arenas.entries()) {
      const reading = await arena.run(command, ...wide);
      times[index]?.push(reading.seconds);
    }
  }
  return times.map(median);
}

async function inSlowService<Result>(arenas: Arenas, run: () => Promise<Result>): Promise<Result> {
  const emulators = [arenas.ours, arenas.floor, arenas.naive].map(({ emulator }) => emulator);
  for (const { faults } of emulators) faults.add(latency);
  try {
    return await run();
  } finally {
    for (const { faults } of emulators) faults.clear();
  }
}

function requestsRow(measure: string, { ours, naive }: Compared, limit: number): Row {
  return {
    measure,
    target: `≤ ${count(limit)}`,
    ours: count(ours.requests),
    floor: "0",
    naive: count(naive.requests),
    verdict: atMost(ours.requests, limit),
  };
}

function timesRow(measure: string, times: readonly number[], limit: number): Row {
  const [ours = Number.NaN, floor = Number.NaN] = times;
  return {
    measure,
    target: `≤ ${limit} × floor`,
    ours: `${seconds(ours)} (${timesFloor(ours, floor)})`,
    floor: seconds(floor),
    verdict: atMost(ours / floor, limit),
  };
}

function bytesRow([ours = Number.NaN, floor = Number.NaN, naive = Number.NaN]: readonly number[]): Row {
  return {
    measure: "state bytes per resource",
    target: "≤ 1.3 × floor",
    ours: `${count(ours)} (${timesFloor(ours, floor)})`,
    floor: count(floor),
    naive: count(naive),
    verdict: atMost(ours / floor, 1.3),
  };
}
