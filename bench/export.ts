import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createEmulator, type EmulatorOptions } from "../emulator/index.js";
import { defaultPageSize } from "../sdk/page.js";
import { compiledProgram } from "../tools/engine/compiled-program.js";
import { peakKiB } from "./memory-watch.js";
import { atMost, count, type Row, seconds, type Section } from "./report.js";

const groups = 1000;
const roles = 20;

/** A long list costs two requests more than it has pages, which show that it is complete. */
const toVerify = 2;

/** Logins, the first contact, fields of users, namespaces, roles, policies and custom fields. */
const otherRequests = groups / defaultPageSize + toVerify + 10;

const limitMiB = 300;

/** What it costs to export a pool: a process of the command line, as users run it. */
export async function measureExport(users: number): Promise<Section> {
  const emulator = await createEmulator({ seed: poolOf(users) });
  const directory = await mkdtemp(join(tmpdir(), "approw-bench-"));
  try {
    const { url, userPoolId, secret } = emulator;
    const startMs = performance.now();
    const { peakMiB } = await run(directory, {
      APPROW_HOST: url,
      APPROW_USERPOOL_ID: userPoolId,
      APPROW_USERPOOL_SECRET: secret,
    });
    const time = (performance.now() - startMs) / 1000;
    const requests = emulator.counters.total();
    const most = Math.ceil(users / defaultPageSize) + toVerify + otherRequests;
    const rows: Row[] = [
      {
        measure: "requests",
        target: `≤ ${count(most)}`,
        ours: `${count(requests)} in ${seconds(time)}`,
        verdict: atMost(requests, most),
      },
    ];
    if (peakMiB !== undefined)
      rows.push({
        measure: "peak memory",
        target: `≤ ${limitMiB} MiB`,
        ours: `${count(peakMiB)} MiB`,
        verdict: atMost(peakMiB, limitMiB),
      });
    return {
      title: `Export of ${count(users)} users`,
      about:
        `The pool has ${count(groups)} groups and ${roles} roles. Each user has 3 groups and 1 role. \`pulumi-approw export --layout by-group\` ` +
        "runs in a process of its own; the peak of its resident memory is `VmHWM` (Linux only).",
      rows,
    };
  } finally {
    await emulator.close();
    await rm(directory, { recursive: true });
  }
}

function poolOf(users: number): NonNullable<EmulatorOptions["seed"]> {
  return {
    groups: Array.from({ length: groups }, (_, index) => ({
      code: `group-${index}`,
      name: `Group ${index}`,
    })),
    roles: Array.from({ length: roles }, (_, index) => ({ code: `role-${index}` })),
    users: Array.from({ length: users }, (_, index) => ({
      username: `user-${index}`,
      email: `user-${index}@example.com`,
      name: `User ${index}`,
      company: "ACME",
      groups: [0, 1, 2].map((step) => `group-${(index + step * 37) % groups}`),
      roles: [`role-${index % roles}`],
    })),
  };
}

async function run(cwd: string, env: Record<string, string>): Promise<{ peakMiB: number | undefined }> {
  const child = spawn(
    process.execPath,
    [compiledProgram, "export", "--out", "pool", "--layout", "by-group"],
    {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  let peak: number | undefined;
  const timer = setInterval(() => {
    void peakKiB(child.pid ?? 0).then((found) => {
      if (found !== undefined) peak = Math.max(peak ?? 0, found);
    });
  }, 50);
  const code = await new Promise<number | null>((resolve, reject) =>
    child.on("close", resolve).on("error", reject),
  );
  clearInterval(timer);
  if (code !== 0) throw new Error(`the export ended with ${code}`);
  return { peakMiB: peak === undefined ? undefined : peak / 1024 };
}
