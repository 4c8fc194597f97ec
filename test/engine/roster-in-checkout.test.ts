import { resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { sparingEnvironment } from "../../tools/engine/environment.js";
import { createStack } from "../../tools/engine/stack.js";
import { openEmptyPool } from "../support/start-pool.js";

const root = resolve(__dirname, "../..");

test("pulumi up in the checkout applies a roster, with the settings of the environment", async () => {
  const { emulator } = await openEmptyPool();
  onTestFinished(() => emulator.close());
  const stack = await createStack({
    program: root,
    env: {
      ...sparingEnvironment(),
      APPROW_HOST: emulator.url,
      APPROW_USERPOOL_ID: emulator.userPoolId,
      APPROW_USERPOOL_SECRET: emulator.secret,
    },
  });
  onTestFinished(() => stack.dispose());

  const unset = await stack.up();
  expect(unset.stdout + unset.stderr).toContain("Run `pulumi config set roster people/`");
  await stack.configure({ "people:roster": resolve(root, "examples/roster/people") });
  // Three users, three groups, the members of one, two roles, a policy, its assignment, and the roster itself.
  const up = await stack.up();
  expect(up, up.stdout + up.stderr).toMatchObject({ code: 0, changeSummary: { create: 12 } });
});
