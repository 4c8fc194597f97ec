import { join, resolve } from "node:path";

import type { Emulator } from "pulumi-approw/emulator";

import { createStack, type Stack } from "../engine/stack.js";
import { startPool } from "../story/pool.js";

/** The directory of its program. */
export const quickstart = resolve(__dirname, "../../examples/quickstart");

/**
 * Calls `use` with the stack `prod` of a program after its first `pulumi up`, and with its pool. The directory then has the
 * state of the stack, `prod.json`.
 */
export async function withProd<Result>(
  program: string,
  directory: string,
  use: (stack: Stack, pool: Emulator) => Promise<Result>,
): Promise<Result> {
  const pool = await startPool();
  try {
    const stack = await createStack({
      program,
      config: { "approw:userPoolId": pool.userPoolId, "approw:host": pool.url },
      secrets: { "approw:secret": pool.secret },
      name: "prod",
    });
    try {
      const { code, stdout, stderr } = await stack.up();
      if (code !== 0) throw new Error(`pulumi up failed:\n${stdout}${stderr}`);
      await stack.must(["stack", "export", "--file", join(directory, "prod.json")]);
      return await use(stack, pool);
    } finally {
      await stack.dispose();
    }
  } finally {
    await pool.close();
  }
}
