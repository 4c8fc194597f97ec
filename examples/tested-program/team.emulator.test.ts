import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import { createEmulator, type Emulator } from "pulumi-approw/emulator";
import { ManagementClient } from "pulumi-approw/sdk";
import { afterAll, beforeAll, expect, test } from "vitest";

import { declareTeam, type Member } from "./team.js";

const ada: Member = { username: "ada", email: "ada@example.com", team: "engineering", isLead: true };
const grace: Member = { username: "grace", email: "grace@example.com", team: "engineering" };

let pool: Emulator;
let client: ManagementClient;
let directory: string;
let stack: Stack;

beforeAll(async () => {
  pool = await createEmulator({
    seed: { groups: [{ code: "engineering" }], roles: [{ code: "reviewer" }] },
  });
  client = new ManagementClient({ userPoolId: pool.userPoolId, secret: pool.secret, host: pool.url });
  directory = await mkdtemp(join(tmpdir(), "people-test-"));
  stack = await LocalWorkspace.createStack(
    { stackName: "test", projectName: "people", program: programOf([]) },
    {
      // The engine loads the package from the directory of `main`.
      projectSettings: { name: "people", runtime: "nodejs", main: __dirname },
      envVars: {
        PULUMI_BACKEND_URL: pathToFileURL(directory).href,
        PULUMI_CONFIG_PASSPHRASE: "test",
        APPROW_USERPOOL_ID: pool.userPoolId,
        APPROW_USERPOOL_SECRET: pool.secret,
        APPROW_HOST: pool.url,
      },
    },
  );
});

afterAll(async () => {
  await pool.close();
  await rm(directory, { recursive: true, force: true });
});

function programOf(members: Member[]): () => Promise<void> {
  return () => {
    declareTeam(members);
    return Promise.resolve();
  };
}

async function rolesOf(userId: string): Promise<string[]> {
  const { list } = await client.users.listRoles(userId);
  return list.map(({ code }) => code);
}

test("the program creates the team, repairs it, and blocks a user who leaves", async () => {
  await stack.up({ program: programOf([ada, grace]) });
  const created = await client.users.find({ username: "ada" });
  if (created === null) throw new Error("ada is not in the pool");
  expect(created.blocked).toBe(false);
  expect(await rolesOf(created.id)).toEqual(["reviewer"]);

  // An administrator removes the role in the console.
  await client.users.removeRoles(created.id, ["reviewer"]);
  await stack.up({ program: programOf([ada, grace]), refresh: true });
  expect(await rolesOf(created.id)).toEqual(["reviewer"]);

  await stack.up({ program: programOf([grace]) });
  expect((await client.users.detail(created.id)).blocked).toBe(true);
});
