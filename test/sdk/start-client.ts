import { onTestFinished, type TestContext } from "vitest";
import { createEmulator, type Emulator, type EmulatorOptions } from "../../emulator/index.js";
import { ManagementClient, type ManagementClientOptions, type Wait } from "../../sdk/index.js";

export interface Started {
  readonly emulator: Emulator;
  readonly client: ManagementClient;
  /** What `onWait` was told so far. */
  readonly waits: Wait[];
}

/** A client against an emulator of its own; both go away with the test. Concurrent tests hand in their own hook. */
export async function startClient(
  options: Partial<ManagementClientOptions> = {},
  emulatorOptions: EmulatorOptions = {},
  whenFinished: TestContext["onTestFinished"] = onTestFinished,
): Promise<Started> {
  const emulator = await createEmulator(emulatorOptions);
  whenFinished(() => emulator.close());
  const waits: Wait[] = [];
  const { url: host, userPoolId, secret } = emulator;
  const client = new ManagementClient({
    host,
    userPoolId,
    secret,
    onWait: (wait) => waits.push(wait),
    ...options,
  });
  return { emulator, client, waits };
}
