import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";

import { engineEnvironment } from "../../../tools/engine/environment.js";
import { pulumiCli } from "../../../tools/engine/stack.js";
import { startPool } from "../../support/start-pool.js";
import { step } from "../step.js";

const run = promisify(execFile);

/** Where the CLI takes the plugin from a path, it has no version and asks no registry. */
const plugin = resolve(__dirname, "../../../dist/plugin/pulumi-resource-approw");

test("pulumi do lists what a pool has", async () => {
  const { emulator, admin } = await startPool({ seed: { namespaces: [{ code: "hr" }] } });
  const directory = await mkdtemp(join(tmpdir(), "approw-do-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  const list = async (kind: string, flags: string[] = [], secret = emulator.secret): Promise<unknown> => {
    const env = {
      ...engineEnvironment(pulumiCli(), directory),
      APPROW_USERPOOL_ID: emulator.userPoolId,
      APPROW_USERPOOL_SECRET: secret,
      APPROW_HOST: emulator.url,
    };
    const args = ["do", `approw:index:${kind}`, "list", "--package", plugin, "--output", "json", ...flags];
    const { stdout } = await run(pulumiCli().command, args, { cwd: directory, env, timeout: 60_000 });
    return JSON.parse(stdout);
  };

  await step("users, by the name that each has", async () => {
    const { id } = await admin.users.create({ email: "ada@example.com" });

    expect(await list("User")).toEqual([{ id, name: "ada@example.com" }]);
  });

  await step("as many groups as are asked for", async () => {
    expect(await list("Group", ["--count", "2"])).toHaveLength(2);
  });

  await step("the roles of a namespace", async () => {
    await admin.roles.create({ code: "recruiter", namespace: "hr" });

    expect(await list("Role", ["--namespace", "hr"])).toEqual([{ id: "hr/recruiter", name: "recruiter" }]);
  });

  await step("or says why it cannot", async () => {
    await expect(list("Group", [], "0".repeat(32))).rejects.toThrow("check userPoolId and secret");
  });
});
