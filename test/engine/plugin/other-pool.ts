import { onTestFinished } from "vitest";

import { openPool, type Pool } from "../../support/start-pool.js";

/** A user pool besides that of the stack; it goes away with the test. */
export async function openOtherPool(): Promise<Pool> {
  const other = await openPool({
    userPoolId: "0123456789abcdef01234567",
    secret: "0123456789abcdef0123456789abcdef",
  });
  onTestFinished(() => other.emulator.close());
  return other;
}

/** The arguments of a provider for that pool, as a program of Node.js has them. */
export function argumentsFor({ emulator }: Pool, userPoolId = emulator.userPoolId): string {
  return JSON.stringify({ userPoolId, secret: emulator.secret, host: emulator.url });
}
