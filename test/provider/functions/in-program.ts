import * as pulumi from "@pulumi/pulumi";
import { onTestFinished } from "vitest";

import type { Pool } from "../../support/start-pool.js";

interface ProgramOptions {
  readonly isPreview?: boolean;
  /** Configuration of the stack besides the user pool, its secret and its host. */
  readonly config?: Record<string, string>;
}

/**
 * Runs what follows as a program whose stack is configured for this pool. Resources are mocks: each gets an id when it is
 * created, and a preview knows no id.
 */
export async function inProgram(pool: Pool | undefined, options: ProgramOptions = {}): Promise<void> {
  await pulumi.runtime.setMocks(
    {
      newResource: ({ name, inputs }) => ({
        id: options.isPreview ? undefined : `${name}-id`,
        state: inputs as Record<string, unknown>,
      }),
      call: () => ({}),
    },
    "people",
    "test",
    options.isPreview ?? false,
  );
  pulumi.runtime.setAllConfig({ ...(pool && connectionOf(pool)), ...options.config });
  onTestFinished(() => {
    pulumi.runtime.setAllConfig({});
  });
}

function connectionOf({ emulator }: Pool): Record<string, string> {
  const { userPoolId, secret, url } = emulator;
  return { "approw:userPoolId": userPoolId, "approw:secret": secret, "approw:host": url };
}

/** The value of an output; "unknown" if the program cannot know it. */
export async function settled<Value>(output: pulumi.Output<Value>): Promise<Value | "unknown"> {
  const { isKnown, promise } = output as unknown as {
    isKnown: Promise<boolean>;
    promise: () => Promise<Value>;
  };
  return (await isKnown) ? await promise() : "unknown";
}

/** The requests so far, without the logins. */
export function requestsOf({ emulator }: Pool): Record<string, number> {
  const requests = Object.entries(emulator.counters.byOperation());
  return Object.fromEntries(requests.filter(([operation]) => operation !== "accessToken"));
}
