import { ManagedPool } from "../drift/compare/managed-pool.js";
import { emptyPolicy } from "../drift/policy/policy.js";
import { composeReport } from "../drift/report/compose.js";
import { renderTable } from "../drift/report/table.js";
import { type Review, reviewPool } from "../drift/review.js";
import { createEmulator, type Emulator, type EmulatorOptions } from "../emulator/index.js";
import { defaultNamespace, ManagementClient } from "../sdk/index.js";
import { defaultPageSize } from "../sdk/page.js";
import { atMost, count, type Row, seconds, type Section } from "./report.js";

const manyNamespaces = 30;

/** One user that fills its cells: in hundreds of groups, with a name that no terminal shows. */
const groupsOfOne = 300;
const longestName = 2000;

const tableSeconds = 1;

/** The drift review: the requests that it takes to read all namespaces, and the time of the table for a terminal. */
export async function measureReview(users: number): Promise<Section> {
  const pages = Math.ceil(users / defaultPageSize);
  // A login, the list of namespaces, the pages, and two requests that verify them.
  const target = pages + 4;
  const rows: Row[] = [];
  for (const namespaces of [0, manyNamespaces]) {
    const { requests, time } = await review(users, namespaces);
    rows.push({
      measure: `requests, roles in ${namespaces + 1} ${namespaces === 0 ? "namespace" : "namespaces"}`,
      target: `≤ ${count(target)}`,
      ours: `${count(requests)} in ${seconds(time)}`,
      verdict: atMost(requests, target),
    });
  }
  const time = await tableTime();
  rows.push({
    measure: `table, 1 user in ${groupsOfOne} groups`,
    target: `≤ ${tableSeconds} s`,
    ours: seconds(time),
    verdict: atMost(time, tableSeconds),
  });
  return {
    title: `Drift review of ${count(users)} users`,
    about:
      "The review runs in the process of the measurement, without the engine. The user in the last row has a username of " +
      `${count(longestName)} characters.`,
    rows,
  };
}

async function review(users: number, namespaces: number): Promise<{ requests: number; time: number }> {
  const codes = Array.from({ length: namespaces }, (_, index) => `namespace-${index}`);
  const seed = {
    namespaces: codes.map((code) => ({ code })),
    roles: [defaultNamespace, ...codes].map((namespace) => ({ code: "member", namespace })),
    users: Array.from({ length: users }, (_, index) => ({ username: `user-${index}`, roles: ["member"] })),
  };
  const { emulator, run } = await open(seed);
  const startMs = performance.now();
  await run();
  const time = (performance.now() - startMs) / 1000;
  const requests = emulator.counters.total();
  await emulator.close();
  return { requests, time };
}

async function tableTime(): Promise<number> {
  const groups = Array.from({ length: groupsOfOne }, (_, index) => `group-${index}`);
  const users = [{ username: "x".repeat(longestName), groups }];
  const { emulator, run } = await open({ groups: groups.map((code) => ({ code })), users });
  const found = await run();
  await emulator.close();
  const report = composeReport({
    reviews: [{ ...found, userPoolId: emulator.userPoolId, host: emulator.url }],
    deployments: [],
    policy: emptyPolicy,
    failOn: "low",
    stats: [],
    version: "",
    now: new Date(),
  });
  const startMs = performance.now();
  renderTable(report, { width: 120, isColoured: true });
  return (performance.now() - startMs) / 1000;
}

type Seed = NonNullable<EmulatorOptions["seed"]>;

async function open(seed: Seed): Promise<{ emulator: Emulator; run: () => Promise<Review> }> {
  const emulator = await createEmulator({ seed });
  const { url: host, userPoolId, secret } = emulator;
  const client = new ManagementClient({ host, userPoolId, secret });
  const options = {
    roleNamespaces: [],
    pageSize: defaultPageSize,
    ignore: [],
    onProgress: () => undefined,
  };
  return { emulator, run: () => reviewPool(client, new ManagedPool([]), options) };
}
