import { UserPool } from "../../provider/pool/user-pool.js";
import type { HandlerContext } from "../../provider/handlers/handler.js";
import { ManagementClient, type ManagementClientOptions } from "../../sdk/index.js";
import type { Pool } from "./start-pool.js";

interface ContextOptions {
  readonly adopt?: boolean;
  readonly isDebug?: boolean;
  readonly maxDeletions?: number;
  /** Either what sets the client of the process apart, or one that has logged in already. */
  readonly client?: Partial<ManagementClientOptions> | ManagementClient;
}

/** What the handlers of a fresh provider process would work with. */
export function contextOf({ emulator }: Pool, options: ContextOptions = {}): HandlerContext {
  const { url: host, userPoolId, secret } = emulator;
  const client =
    options.client instanceof ManagementClient
      ? options.client
      : new ManagementClient({ host, userPoolId, secret, ...options.client });
  return {
    pool: new UserPool(client, options.maxDeletions),
    adopt: options.adopt ?? false,
    isDebug: options.isDebug ?? false,
  };
}
