import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";

import { engineEnvironment, sparingEnvironment } from "../../tools/engine/environment.js";
import { type KeyService, serveKeys } from "../../tools/engine/key-service.js";
import { Run, type RunResult } from "../../tools/engine/run.js";
import { pulumiCli } from "../../tools/engine/stack.js";
import { openPool, type Pool } from "../support/start-pool.js";
import { step } from "./step.js";

const root = resolve(__dirname, "../..");
const example = join(root, "examples/by-department");
const departments = ["engineering", "research"];

const roster = z.array(z.looseObject({ username: z.string(), groups: z.array(z.string()) }));
const exported = z.looseObject({
  deployment: z.looseObject({ resources: z.array(z.looseObject({ urn: z.string() })) }),
});
const workflow = z.looseObject({
  jobs: z.record(
    z.string(),
    z.looseObject({
      strategy: z.looseObject({ matrix: z.looseObject({ department: z.array(z.string()) }) }),
    }),
  ),
});

let pool: Pool;
let keys: KeyService;
let project: string;
let pulumi: (...args: string[]) => Promise<RunResult>;

beforeAll(async () => {
  const cli = pulumiCli();
  pool = await openPool();
  keys = await serveKeys();
  project = await realpath(await mkdtemp(join(tmpdir(), "approw-departments-")));
  await cp(example, project, { recursive: true, filter: (path) => !path.includes("node_modules") });
  await symlink(join(root, "node_modules"), join(project, "node_modules"), "junction");
  await mkdir(join(project, "state"));
  const { url, userPoolId, secret } = pool.emulator;
  const env = {
    ...engineEnvironment(cli, project),
    ...sparingEnvironment(),
    ...keys.env,
    APPROW_HOST: url,
    APPROW_USERPOOL_ID: userPoolId,
    APPROW_USERPOOL_SECRET: secret,
  };
  pulumi = async (...args) => {
    const flags = ["--non-interactive", "--color", "never"];
    const ended = await new Run(cli.command, [...args, ...flags], { directory: project, env }).result;
    expect(ended.code, ended.stdout + ended.stderr).toBe(0);
    return ended;
  };
  for (const department of departments) {
    await pulumi("stack", "init", department, "--secrets-provider", keys.provider);
  }
});

afterAll(async () => {
  await pool.emulator.close();
  keys.close();
  await rm(project, { recursive: true });
});

async function up(department: string, ...flags: string[]): Promise<void> {
  await pulumi("up", "--stack", department, "--yes", "--skip-preview", ...flags);
}

async function idsByName(): Promise<Record<string, string>> {
  const ids: Record<string, string> = {};
  for await (const { id, username } of pool.admin.users.listAll()) ids[username ?? ""] = id;
  return ids;
}

async function readRoster(department: string): Promise<z.infer<typeof roster>> {
  return roster.parse(JSON.parse(await readFile(join(project, "people", `${department}.json`), "utf8")));
}

async function writeRoster(department: string, users: z.infer<typeof roster>): Promise<void> {
  await writeFile(join(project, "people", `${department}.json`), JSON.stringify(users));
}

describe("examples/by-department", () => {
  test("its pipeline runs a job for each roster", async () => {
    const text = await readFile(join(example, ".github/workflows/people.yml"), "utf8");
    const [job] = Object.values(workflow.parse(parse(text)).jobs);

    const files = await readdir(join(example, "people"));

    expect(job?.strategy.matrix.department).toEqual(files.map((file) => file.replace(".json", "")));
    expect(departments).toEqual(job?.strategy.matrix.department);
  });

  test("the life of two stacks on one pool", async () => {
    await step("each stack creates the users of its department", async () => {
      await up("research");
      expect(Object.keys(await idsByName())).toEqual(["alan"]);

      await up("engineering");
      expect(Object.keys(await idsByName()).sort()).toEqual(["ada", "alan", "grace"]);
    });

    await step("a user moves as the README says: the account stays, only the groups change", async () => {
      const before = await idsByName();
      const [engineering, research] = [await readRoster("engineering"), await readRoster("research")];
      const grace = engineering.find(({ username }) => username === "grace")!;
      await writeRoster(
        "engineering",
        engineering.filter((user) => user !== grace),
      );
      await writeRoster("research", [...research, { ...grace, groups: ["research"] }]);
      const { stdout } = await pulumi("stack", "export", "--stack", "engineering");
      const urns = exported
        .parse(JSON.parse(stdout))
        .deployment.resources.map(({ urn }) => urn)
        .filter((urn) => urn.endsWith("::grace"));
      expect(urns).toHaveLength(3);

      await pulumi("state", "move", "--yes", "--source", "engineering", "--dest", "research", ...urns);

      await up("engineering", "--expect-no-changes");
      await up("research");
      await up("research", "--expect-no-changes");
      expect(await idsByName()).toEqual(before);
      const { list } = await pool.admin.users.listGroups(before["grace"]!);
      expect(list.map(({ code }) => code)).toEqual(["research"]);
    });
  });
});
