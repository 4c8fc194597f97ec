import { ManagementClient } from "../sdk/index.js";
import { type Arena, inArena, type Reading } from "./arena.js";
import { resourceCount, type Roster } from "./candidate.js";
import { count, type Row, type Section, seconds } from "./report.js";

const requestsPerSecond = 20;

/** A request in the emulator's log. */
interface Arrival {
  readonly atMs: number;
  readonly operation: string;
  readonly isThrottled: boolean;
}

/** With a low rate limit: is everything created, and only once, and does the provider use the rate that is allowed? */
export async function measureStorm(users: number): Promise<Section> {
  const arrivals: Arrival[] = [];
  const emulator = {
    requestsPerSecond,
    log(line: string) {
      const [time = "", operation = "", result] = line.split(" ");
      arrivals.push({ atMs: Date.parse(time), operation, isThrottled: result === "429" });
    },
  };
  const roster: Roster = { users, withAssignments: true };
  const rows = await inArena(["approw", roster, { emulator }], async (arena) => {
    const up = await arena.runWithoutCheckpoints("up", "--parallel", "64");
    const used = usedShare(arrivals);
    const mistakesOfUp = await mistakesIn(arena);
    const refresh = await arena.runWithoutCheckpoints("refresh", "--parallel", "64");
    const destroy = await arena.runWithoutCheckpoints("destroy", "--parallel", "64");
    const left = await usersIn(arena);
    const unchanged = refresh.changes["same"] ?? 0;
    return [
      mistakesRow("users lost, duplicated", `${mistakesOfUp.lost}, ${mistakesOfUp.duplicated}`, "0, 0"),
      mistakesRow("resources changed by the refresh", count(resourceCount(roster) + 1 - unchanged), "0"),
      mistakesRow("users left after `destroy`", count(left.length), "0"),
      {
        measure: "used share of the allowed rate",
        target: "≥ 90 %",
        ours: `${Math.round(used * 100)} %`,
        verdict: used >= 0.9 ? "met" : "missed",
      } satisfies Row,
      ...Object.entries({ up, refresh, destroy }).map(([command, reading]) => readingRow(command, reading)),
    ];
  });
  return {
    title: `${count(users)} users, and a service that accepts ${requestsPerSecond} requests per second`,
    about:
      "Every command succeeded; a failure would end the measurement. Lost: users, memberships and roles that the " +
      "program declares and that are not in the pool. Duplicated: users that are in the pool twice or that the state " +
      "does not know. The share is that of the accepted requests, from the first creation to the last.",
    rows,
  };
}

function mistakesRow(measure: string, ours: string, target: string): Row {
  return { measure, target, ours, verdict: ours === target ? "met" : "missed" };
}

function readingRow(command: string, reading: Reading): Row {
  const { requests, throttled } = reading;
  return {
    measure: `requests of \`${command}\`, throttled, time`,
    ours: `${count(requests)}, ${count(throttled)}, ${seconds(reading.seconds)}`,
  };
}

/** While users are created, there is always a request that waits to be accepted. */
function usedShare(arrivals: readonly Arrival[]): number {
  const creations = arrivals.filter(({ operation }) => operation === "createUser");
  const [first, last] = [creations.at(0)?.atMs ?? 0, creations.at(-1)?.atMs ?? 0];
  const accepted = arrivals.filter(({ atMs, isThrottled }) => !isThrottled && atMs >= first && atMs <= last);
  // At the start, the emulator accepts the requests of one second at once.
  const allowed = requestsPerSecond * (1 + (last - first) / 1000);
  return accepted.length / allowed;
}

async function mistakesIn(arena: Arena): Promise<{ lost: number; duplicated: number }> {
  const users = await usersIn(arena);
  const { resources } = await arena.state();
  const known = new Set(resources.map(({ id }) => id));
  const names = new Set(users.map(({ username }) => username));
  const complete = users.filter(({ groups, roles }) => groups === 2 && roles === 1);
  const foreign = users.filter(({ id }) => !known.has(id));
  return {
    lost: arena.roster.users - complete.length,
    duplicated: users.length - names.size + foreign.length,
  };
}

interface UserInPool {
  readonly id: string;
  readonly username: string | null | undefined;
  readonly groups: number;
  readonly roles: number;
}

async function usersIn({ emulator }: Arena): Promise<UserInPool[]> {
  const { url: host, userPoolId, secret } = emulator;
  const client = new ManagementClient({ host, userPoolId, secret });
  const users: UserInPool[] = [];
  const selection = { fields: ["username"], groups: true, roleNamespaces: ["default"] } as const;
  for await (const { snapshots } of client.users.snapshotPages(selection)) {
    for (const { id, fields, groups = [], roles = {} } of snapshots) {
      const held = roles["default"] ?? [];
      users.push({ id, username: fields.username, groups: groups.length, roles: held.length });
    }
  }
  return users;
}
