import { spawn } from "node:child_process";
import { once } from "node:events";
import { statSync } from "node:fs";
import { join } from "node:path";

import { type Arena, type Command, inArena, type Reading } from "./arena.js";
import type { Roster } from "./candidate.js";
import { atMost, count, median, type Row, seconds, type Section } from "./report.js";

const rounds = 3;

const wide = ["--parallel", "64"];

/** Each command that a user runs, and what the plugin may take of the CPU time of dynamic resources. */
const repeated: readonly { command: Command; measure: string; share?: number }[] = [
  { command: "up", measure: "CPU, `up` without changes", share: 0.85 },
  { command: "preview", measure: "CPU, `preview` without changes" },
  { command: "refresh", measure: "CPU, `refresh` without changes", share: 0.8 },
];

/** The same users by the plugin and as dynamic resources. */
export async function measurePlugin(users: number): Promise<Section> {
  const roster: Roster = { users, withAssignments: true };
  const options = { measureCpu: true };
  const rows = await inArena(["plugin", roster, options], (plugin) =>
    inArena(["approw", roster, options], (dynamic) => compare(plugin, dynamic)),
  );
  return {
    title: `${count(users)} users with 2 groups and 1 role: the plugin, or dynamic resources`,
    about:
      "CPU seconds of the engine, the program and the provider together, medians of " +
      `${rounds} rounds in which the two took turns. The engine writes its state once, at the end of \`up\` and \`destroy\`.`,
    rows: [...rows, ...(await measureStart())],
  };
}

async function compare(plugin: Arena, dynamic: Arena): Promise<Row[]> {
  const created = await both(plugin, dynamic, (arena) => arena.runWithoutCheckpoints("up", ...wide));
  const rows: Row[] = [
    cpuRow("CPU, `up` of new users", created),
    requestsRow("requests, `up` of new users", created),
  ];
  for (const { command, measure, share } of repeated) {
    const readings: [Reading, Reading][] = [];
    for (let round = 0; round < rounds; round += 1) {
      readings.push(await both(plugin, dynamic, (arena) => arena.run(command, ...wide)));
    }
    const middle = (index: 0 | 1): number => median(readings.map((pair) => cpuOf(pair[index])));
    rows.push(shareRow(measure, [middle(0), middle(1)], seconds, share));
    if (command === "refresh") rows.push(requestsRow("requests, `refresh`", readings[0]));
  }
  const [ofPlugin, ofDynamic] = await both(plugin, dynamic, (arena) => arena.stateBytesPerResource());
  const deleted = await both(plugin, dynamic, (arena) => arena.runWithoutCheckpoints("destroy", ...wide));
  return [
    ...rows,
    cpuRow("CPU, `destroy`", deleted),
    requestsRow("requests, `destroy`", deleted),
    shareRow("state bytes per resource", [ofPlugin, ofDynamic], count, 0.85),
  ];
}

async function both<Result>(
  plugin: Arena,
  dynamic: Arena,
  measure: (arena: Arena) => Promise<Result>,
): Promise<[Result, Result]> {
  return [await measure(plugin), await measure(dynamic)];
}

function cpuOf({ cpuSeconds = Number.NaN }: Reading): number {
  return cpuSeconds;
}

function cpuRow(measure: string, [plugin, dynamic]: readonly [Reading, Reading]): Row {
  return shareRow(measure, [cpuOf(plugin), cpuOf(dynamic)], seconds);
}

function shareRow(
  measure: string,
  [plugin, dynamic]: readonly [number, number],
  show: (value: number) => string,
  share?: number,
): Row {
  const ours = `${show(plugin)} (${(plugin / dynamic).toFixed(2)} × ${show(dynamic)})`;
  if (share === undefined) return { measure, ours };
  return { measure, target: `≤ ${share} × dynamic`, ours, verdict: atMost(plugin / dynamic, share) };
}

function requestsRow(measure: string, pair: readonly [Reading, Reading] | undefined): Row {
  const [plugin, dynamic] = (pair ?? []).map(({ requests }) => requests);
  return { measure, ours: `${count(plugin ?? 0)} (dynamic: ${count(dynamic ?? 0)})` };
}

const bundle = join(__dirname, "../dist/plugin");

/** How long the plugin takes until the engine can call it, and how large it is. */
async function measureStart(): Promise<Row[]> {
  const starts: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now();
    const child = spawn(join(bundle, "pulumi-resource-approw"), ["127.0.0.1:1"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    await once(child.stdout, "data");
    starts.push((performance.now() - startedAt) / 1000);
    child.kill();
    await once(child, "close");
  }
  const { size } = statSync(join(bundle, "provider.js"));
  return [
    { measure: "start of the plugin", ours: `${(median(starts) * 1000).toFixed(0)} ms` },
    { measure: "size of the plugin", ours: `${count(size / 1000)} kB` },
  ];
}
