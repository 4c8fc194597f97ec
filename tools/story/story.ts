import { resolve } from "node:path";
import type { Counters, Emulator } from "pulumi-approw/emulator";
import { ManagementClient } from "pulumi-approw/sdk";
import type { Run } from "../engine/run.js";
import { createStack, type Stack } from "../engine/stack.js";
import { changeByHand } from "./changes.js";
import { groups, roles, startPool } from "./pool.js";
import { countOperations, countRequests, toChangeLines, toDoneLine } from "./report.js";
import { reviewDrift } from "./review.js";

export type Say = (text: string) => void;

/** The exit code of a drift review that found something. */
const hasDrift = 2;

/**
 * Runs the quickstart with the real engine on an emulated user pool, and explains each step.
 *
 * @throws Error when a step ends otherwise than announced, and when `signal` is aborted, after it has cleaned up
 */
export async function tellStory(say: Say, signal: AbortSignal): Promise<void> {
  const pool = await startPool();
  try {
    const stack = await createStack({
      name: "dev",
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
      await tellSteps(say, pool, stack, signal);
    } finally {
      await stack.dispose();
    }
  } finally {
    await pool.close();
  }
}

async function tellSteps(say: Say, pool: Emulator, stack: Stack, signal: AbortSignal): Promise<void> {
  const client = new ManagementClient({ userPoolId: pool.userPoolId, secret: pool.secret, host: pool.url });
  const tell = (title: string, start: () => Run, outcome: string): Promise<void> =>
    tellStep(say, pool.counters, title, start, outcome);

  say(`An emulator on this machine serves a user pool: ${pool.url}\n`);
  say(`The pool has the groups ${groups.join(", ")} and the roles ${roles.join(", ")}, but no users.\n`);
  say("The program examples/quickstart/index.ts declares three users with groups and roles.\n");

  await tell("1. pulumi up creates the users", () => stack.start("up"), "9 created");

  say("\n2. An administrator makes changes by hand\n");
  for (const change of await changeByHand(client)) say(`   ${change}\n`);

  await tell(
    "3. pulumi refresh shows the changes to what the program declares",
    () => stack.start("refresh"),
    "7 unchanged, 2 updated",
  );
  await tell("4. pulumi up reverts them", () => stack.start("up"), "7 unchanged, 2 updated");
  await tell("5. pulumi up again has nothing to do", () => stack.start("up"), "9 unchanged");

  say("\n6. pulumi-approw drift reports the changes outside the program\n\n");
  if ((await reviewDrift(stack, signal)) !== hasDrift) throw new Error("the review must find drift");

  await tell("7. pulumi destroy deletes the users", () => stack.start("destroy"), "9 deleted");
  const { list } = await client.users.list();
  if (list.length !== 1 || list[0]?.username !== "eve") throw new Error("only eve must be left in the pool");
  say("   Only eve is left, because no program manages that account.\n");

  say("\nWhat to do next\n");
  say('   Use your own user pool:          README.md, "With your own pool"\n');
  say("   Review drift in a pipeline:      docs/drift-review.md\n");
  say("   See all resources and options:   docs/reference\n");
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
    throw new Error(`this step must end with ${outcome}:\n${stdout}${stderr}`);
  }
  for (const step of steps.filter(({ op }) => op === "update")) {
    for (const change of toChangeLines(step)) say(`      ${step.name} ${change}\n`);
  }
  say(`   ${outcome} in ${seconds} s, ${countRequests(requests.byOperation())}\n`);
}
