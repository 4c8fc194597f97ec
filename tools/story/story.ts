import { resolve } from "node:path";
import type { Counters, Emulator } from "pulumi-approw/emulator";
import { ManagementClient } from "pulumi-approw/sdk";
import type { Run } from "../engine/run.js";
import { createStack, type Stack } from "../engine/stack.js";
import { groups, roles, startPool } from "./pool.js";
import { countOperations, countRequests, toChangeLines, toDoneLine } from "./report.js";

export type Say = (text: string) => void;

/**
 * Tells what the quickstart does, by doing it: the real engine runs the program against an emulated user pool.
 *
 * @throws Error when a step does not go as told, and when `signal` is aborted; everything is cleared up by then
 */
export async function tellStory(say: Say, signal: AbortSignal): Promise<void> {
  const pool = await startPool();
  try {
    const stack = await createStack({
      program: resolve(__dirname, "../../examples/quickstart"),
      config: { "approw:userPoolId": pool.userPoolId, "approw:host": pool.url },
      secrets: { "approw:secret": pool.secret },
      signal,
      onLine(line) {
        const done = toDoneLine(line);
        if (done !== undefined) say(`   ${done}\n`);
      },
    });
    try {
      await tellSteps(say, pool, stack);
    } finally {
      await stack.dispose();
    }
  } finally {
    await pool.close();
  }
}

async function tellSteps(say: Say, pool: Emulator, stack: Stack): Promise<void> {
  const client = new ManagementClient({ userPoolId: pool.userPoolId, secret: pool.secret, host: pool.url });
  const tell = (title: string, start: () => Run, outcome: string): Promise<void> =>
    tellStep(say, pool.counters, title, start, outcome);

  say(`An emulator stands in for a user pool of Approw: ${pool.url}\n`);
  say(`It has the groups ${groups.join(", ")} and the roles ${roles.join(", ")}, and no people.\n`);
  say("The program is examples/quickstart/index.ts: three people, their groups and their roles.\n");

  await tell("1. pulumi up: everybody is created", () => stack.start("up"), "9 created");

  say("\n2. Somebody changes people by hand\n");
  await changeByHand(say, client);

  await tell(
    "3. pulumi refresh: the changes are found",
    () => stack.start("refresh"),
    "7 unchanged, 2 updated",
  );
  await tell("4. pulumi up: they are undone", () => stack.start("up"), "7 unchanged, 2 updated");
  await tell("5. pulumi up again: there is nothing to do", () => stack.start("up"), "9 unchanged");
  await tell("6. pulumi destroy: everybody is removed", () => stack.start("destroy"), "9 deleted");

  const left = await Promise.all(["ada", "grace", "alan"].map((username) => client.users.find({ username })));
  if (left.some((user) => user !== null)) throw new Error("somebody is still in the pool");
  say("   The pool is empty again.\n");
}

async function changeByHand(say: Say, { users }: ManagementClient): Promise<void> {
  const ada = await users.find({ username: "ada" });
  const grace = await users.find({ username: "grace" });
  if (ada === null || grace === null) throw new Error("the people are not in the pool");

  await users.update(ada.id, { nickname: "Enchantress" });
  say(`   Ada's nickname becomes "Enchantress".\n`);
  await users.removeRoles(grace.id, ["reviewer"]);
  say("   Grace loses the role reviewer.\n");
}

/** Runs one command of the engine, and shows what it did and what it cost. */
async function tellStep(
  say: Say,
  requests: Counters,
  title: string,
  start: () => Run,
  outcome: string,
): Promise<void> {
  say(`\n${title}\n`);
  requests.reset();
  const startedAt = Date.now();
  const { code, steps, stdout, stderr } = await start().result;
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);

  if (code !== 0 || countOperations(steps) !== outcome) {
    throw new Error(`this step was to end with ${outcome}:\n${stdout}${stderr}`);
  }
  for (const step of steps.filter(({ op }) => op === "update")) {
    for (const change of toChangeLines(step)) say(`      ${step.name} ${change}\n`);
  }
  say(`   ${outcome} in ${seconds} s, ${countRequests(requests.byOperation())}\n`);
}
