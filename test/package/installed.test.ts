import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";

import { createStack, type Stack } from "../../tools/engine/stack.js";
import { openPool, type Pool } from "../support/start-pool.js";
import { copyCheckout } from "./support/checkout.js";
import { repository } from "./support/pack.js";
import { Project } from "./support/project.js";

const example = "examples/quickstart";

let pool: Pool;
let byNpm: Project;
let byPnpm: Project;
let otherCheckout: string;
let stack: Stack;
const removals: (() => Promise<void>)[] = [];

beforeAll(async () => {
  const { tarball } = inject("packed");
  const checkout = await copyCheckout();
  removals.push(checkout.remove);
  otherCheckout = checkout.directory;

  byNpm = await Project.fromTemplate(tarball);
  removals.push(byNpm.remove);
  byPnpm = await Project.fromExample("quickstart", tarball);
  removals.push(byPnpm.remove);
  await Promise.all([byNpm.installWithNpm(), byPnpm.installWithPnpm()]);

  pool = await openPool();
  removals.push(() => pool.emulator.close());
  stack = await createStack({
    program: byNpm.directory,
    config: { "approw:userPoolId": pool.emulator.userPoolId, "approw:host": pool.emulator.url },
    secrets: { "approw:secret": pool.emulator.secret },
  });
  removals.push(() => stack.dispose());
});

afterAll(async () => {
  for (const remove of removals.reverse()) await remove();
});

async function usernames(): Promise<string[]> {
  const names: string[] = [];
  for await (const { username } of pool.admin.users.listAll()) names.push(username ?? "");
  return names.sort();
}

/** Each test goes on with the stack of the one before it, from another directory. */
describe("one stack, its program in one directory after the other", () => {
  test("a project of Pulumi's template, with the package installed by npm, creates people", async () => {
    const up = await stack.up();

    expect(up.code, up.stdout + up.stderr).toBe(0);
    expect(await usernames()).toEqual(["ada", "alan", "grace"]);
  });

  test("the state names none of the directories", async () => {
    const state = JSON.stringify(
      (await stack.state()).resources.map(({ inputs, outputs }) => [inputs, outputs]),
    );

    expect(state).toContain("pulumi-approw/runtime");
    expect(state).not.toContain(byNpm.directory);
    expect(state).not.toContain(repository);
  });

  test("with the package installed by pnpm, which hides packages that are not declared, up changes nothing", async () => {
    await stack.useProgram(byPnpm.directory);

    const up = await stack.up("--refresh", "--expect-no-changes");

    expect(up.code, up.stdout + up.stderr).toBe(0);
    expect(await readdir(join(byPnpm.directory, "node_modules"))).not.toContain("zod");
  });

  test("another checkout finds and repairs what was changed by hand", async () => {
    const ada = await pool.admin.users.find({ username: "ada" });
    await pool.admin.users.update(ada?.id ?? "", { nickname: "by hand" });
    await stack.useProgram(join(otherCheckout, example));

    const up = await stack.up("--refresh");

    expect(up.changeSummary, up.stdout + up.stderr).toEqual({ same: 9, update: 1 });
    expect(await pool.admin.users.find({ username: "ada" })).toMatchObject({ nickname: "Ada" });
  });

  test("the example of this checkout destroys everybody", async () => {
    await stack.useProgram(join(repository, example));

    const destroy = await stack.destroy();

    expect(destroy.code, destroy.stdout + destroy.stderr).toBe(0);
    expect(await usernames()).toEqual([]);
  });
});
