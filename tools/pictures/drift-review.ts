import { join } from "node:path";

import type { Emulator } from "pulumi-approw/emulator";
import { ManagementClient } from "pulumi-approw/sdk";

import { quickstart, withProd } from "./quickstart.js";
import { runCommand } from "./run-command.js";

const exitCodeOfDrift = 2;

/**
 * Reviews the quickstart's users after changes by hand, in a directory of its own.
 *
 * @returns the HTML report
 */
export async function writeDriftReview(directory: string): Promise<string> {
  await withProd(quickstart, directory, async (_stack, pool) => {
    await changeByHand(pool);
    const flags = ["--state", "prod.json", "--format", "html=drift-review.html"];
    await runCommand("drift", flags, { directory, pool, exitCode: exitCodeOfDrift });
  });
  return join(directory, "drift-review.html");
}

async function changeByHand(pool: Emulator): Promise<void> {
  const client = new ManagementClient({ userPoolId: pool.userPoolId, secret: pool.secret, host: pool.url });
  const idOf = async (username: string): Promise<string> => (await client.users.find({ username }))?.id ?? "";
  const [ada, grace, alan] = await Promise.all([idOf("ada"), idOf("grace"), idOf("alan")]);

  await client.roles.create({ code: "admin" });
  await client.users.addRoles(alan, ["admin"]);
  await client.users.update(ada, { email: "ada@elsewhere.example" });
  await client.users.update(alan, { nickname: "Prof" });
  await client.users.removeRoles(grace, ["reviewer"]);
  await client.users.create({ username: "contractor-17", email: "c17@agency.example" });
}
