import { resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { sparingEnvironment } from "../../tools/engine/environment.js";
import { createStack } from "../../tools/engine/stack.js";
import { startPool } from "../../tools/story/pool.js";

test("pulumi up in the checkout runs examples/quickstart, which also takes its settings from the environment", async () => {
  const pool = await startPool();
  onTestFinished(() => pool.close());
  const stack = await createStack({
    program: resolve(__dirname, "../.."),
    env: {
      ...sparingEnvironment(),
      APPROW_HOST: pool.url,
      APPROW_USERPOOL_ID: pool.userPoolId,
      APPROW_USERPOOL_SECRET: pool.secret,
    },
  });
  onTestFinished(() => stack.dispose());

  expect(await stack.up()).toMatchObject({ code: 0, changeSummary: { create: 10 } });
});
