import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";

import { ManagementClient } from "../../../../sdk/index.js";
import { runProgram } from "../../run-program.js";

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "approw-cli-"));
});

afterEach(async () => {
  await rm(directory, { recursive: true });
});

/** The program as a process of its own, and the settings of the line that it writes when it is ready. */
async function startEmulator(...args: string[]): Promise<{
  child: ChildProcess;
  settings: { host: string; userPoolId: string; secret: string };
  lines: string[];
}> {
  const child = spawn(process.execPath, ["--import", "tsx", "cli/main.ts", "emulator", ...args]);
  onTestFinished(() => void child.kill("SIGKILL"));
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
  await once(reader, "line");
  const [, host = "", userPoolId = "", secret = ""] =
    /^ready: APPROW_HOST=(\S+) APPROW_USERPOOL_ID=(\S+) APPROW_USERPOOL_SECRET=(\S+)$/u.exec(
      lines[0] ?? "",
    ) ?? [];
  return { child, settings: { host, userPoolId, secret }, lines };
}

async function stop(child: ChildProcess, signal: "SIGINT" | "SIGTERM"): Promise<unknown> {
  child.kill(signal);
  const exit: unknown[] = await once(child, "exit");
  return exit[0];
}

describe("pulumi-approw emulator", () => {
  test("writes one line with URL, pool and secret, which are all that a client needs", async () => {
    const { child, settings, lines } = await startEmulator();

    const { totalCount } = await new ManagementClient(settings).users.list();

    expect(totalCount).toBe(0);
    expect(await stop(child, "SIGTERM")).toBe(0);
    expect(lines).toHaveLength(1);
  });

  test("listens on the port and serves the pool that it is told, logging requests when asked", async () => {
    const port = await freePort();
    const [userPoolId, secret] = ["59f86b4832eb28071bdd9214", "another-secret"];
    const flags = ["--port", String(port), "--user-pool-id", userPoolId, "--secret", secret, "--log"];
    const { child, settings } = await startEmulator(...flags);
    let log = "";
    child.stderr?.on("data", (chunk: Buffer) => (log += chunk.toString()));

    await new ManagementClient(settings).users.list();

    expect(settings).toEqual({ host: `http://127.0.0.1:${port}`, userPoolId, secret });
    expect(await stop(child, "SIGINT")).toBe(0);
    expect(log).toMatch(/ users 200 \d+ms/u);
    expect(log).not.toContain(secret);
  });

  test("keeps the users of its seed in its data file, and finds them there the next time", async () => {
    const seed = join(directory, "seed.yaml");
    await writeFile(seed, "groups: [{ code: staff }]\nusers: [{ username: ada, groups: [staff] }]\n");
    const flags = ["--data", join(directory, "pool.json"), "--seed", seed];
    const first = await startEmulator(...flags);
    await new ManagementClient(first.settings).users.create({ username: "bob" });
    await stop(first.child, "SIGTERM");

    const second = await startEmulator(...flags);

    const { list } = await new ManagementClient(second.settings).users.list();
    expect(list.map(({ username }) => username).sort()).toEqual(["ada", "bob"]);
  });

  test("loses nothing that it has answered when it is killed", async () => {
    const flags = ["--data", join(directory, "pool.json")];
    const { child, settings } = await startEmulator(...flags);
    const client = new ManagementClient(settings);
    const names = Array.from({ length: 20 }, (_, index) => `user-${index}`);
    await Promise.all(names.map((username) => client.users.create({ username })));
    child.kill("SIGKILL");
    await once(child, "exit");

    const again = await startEmulator(...flags);

    expect((await new ManagementClient(again.settings).users.list()).totalCount).toBe(names.length);
  });

  const args = [process.execPath, "--import", "tsx", "cli/main.ts", "emulator"];

  test.each([
    { between: "with nothing between them", command: args },
    { between: "with a shell between them", command: ["sh", "-c", '"$@"; exit $?', "sh", ...args] },
  ])("ends when the npx that started it is killed, $between", async ({ command }) => {
    const env = { ...process.env, npm_lifecycle_event: "npx" };
    const script = `
      const [file, ...args] = ${JSON.stringify(command)};
      require("node:child_process").spawn(file, args, { stdio: "inherit" });
      setInterval(() => {}, 1000);
    `;
    const npx = spawn(process.execPath, ["-e", script], { env });
    onTestFinished(() => void npx.kill("SIGKILL"));
    const [line] = (await once(createInterface({ input: npx.stdout }), "line")) as [string];
    const host = /APPROW_HOST=(\S+)/u.exec(line)?.[1] ?? "";
    expect((await fetch(`${host}/api/v2/.well-known`)).status).toBe(200);

    npx.kill("SIGKILL");

    await expect.poll(() => fetch(host).then(String, () => "ended"), { timeout: 10_000 }).toBe("ended");
  });

  test("refuses a data file that a running emulator uses, and names the process", async () => {
    const flags = ["--data", join(directory, "pool.json")];
    const { child } = await startEmulator(...flags);

    const { code, stderr } = await runProgram(["emulator", ...flags]);

    expect(code).toBe(1);
    expect(stderr).toBe(
      `pulumi-approw: ${flags[1]} is used by another emulator (process ${child.pid}); stop that one, or use another file\n`,
    );
  });

  test.each([
    { seed: "users: [{ username: 7 }]", mistake: "users[0].username" },
    { seed: "users:\n  - { username: ada, groups: [staff] }", mistake: "users[0].groups[0]" },
    { seed: "users: [", mistake: "seed.yaml:1:9: " },
  ])("refuses the seed $seed in one line that says where", async ({ seed, mistake }) => {
    await writeFile(join(directory, "seed.yaml"), seed);

    const { code, stderr } = await runProgram(["emulator", "--seed", "seed.yaml"], { cwd: directory });

    expect(code).toBe(1);
    expect(stderr).toMatch(/^pulumi-approw: seed\.yaml.*\n$/u);
    expect(stderr).toContain(mistake);
  });

  test.each([
    { flags: ["--seed", "none.yaml"], line: "none.yaml does not exist" },
    { flags: ["--data", "foreign.json"], line: "foreign.json is not a data file" },
    { flags: ["--data", "missing/pool.json"], line: "pool.json: ENOENT" },
  ])("says in one line what is wrong with $flags", async ({ flags, line }) => {
    await writeFile(join(directory, "foreign.json"), "{}");

    const { code, stderr } = await runProgram(["emulator", ...flags], { cwd: directory });

    expect(code).toBe(1);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(stderr).toContain(line);
  });

  test("says that a port is in use", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => void server.close());

    const { code, stderr } = await runProgram(["emulator", "--port", String(portOf(server))]);

    expect(code).toBe(1);
    expect(stderr).toMatch(/^pulumi-approw: port \d+ is in use: choose another one with --port\n$/u);
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const port = portOf(server);
  server.close();
  await once(server, "close");
  return port;
}

function portOf(server: ReturnType<typeof createServer>): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}
