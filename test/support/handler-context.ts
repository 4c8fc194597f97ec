import { UserPool } from "../../provider/pool/user-pool.js";
import type { StackState } from "../../provider/process/stack-state.js";
import { Session, type TodaysSettings } from "../../provider/session.js";
import { ManagementClient, type ManagementClientOptions } from "../../sdk/index.js";
import type { Pool } from "./start-pool.js";

interface ContextOptions {
  readonly adopt?: boolean;
  readonly isDebug?: boolean;
  readonly bulkCreate?: "auto" | "never";
  readonly maxDeletions?: number;
  /** What the state of the stack says. Default: that it manages no user. */
  readonly stack?: StackState;
  /** The settings of a run without the program. Default: the same as those of the run. */
  readonly today?: TodaysSettings;
  /** How long the engine must be quiet to have nothing to hand over. */
  readonly quietMs?: number;
  /** Either what sets the client of the process apart, or one that has logged in already. */
  readonly client?: Partial<ManagementClientOptions> | ManagementClient;
}

const emptyStack: StackState = { managerOf: () => Promise.resolve(undefined) };

/** No engine is as slow as the real one here. */
const usualQuietMs = 20;

/** What a fresh provider process works with. */
export interface FreshContext {
  readonly pool: UserPool;
  readonly session: Session;
}

export function contextOf({ emulator }: Pool, options: ContextOptions = {}): FreshContext {
  const { url: host, userPoolId, secret } = emulator;
  const client =
    options.client instanceof ManagementClient
      ? options.client
      : new ManagementClient({ host, userPoolId, secret, ...options.client });
  const limit = {
    max: options.maxDeletions,
    name: "approw:maxDeletions",
    remedy: "run `pulumi config set approw:maxDeletions <number>`",
  };
  const userPool = new UserPool(client, limit, options.bulkCreate, options.quietMs ?? usualQuietMs);
  const { adopt = false, isDebug: debug = false } = options;
  const today = options.today ?? {
    maxDeletions: () => Promise.resolve(options.maxDeletions),
    maxDeletionsOfStack: () => Promise.resolve(undefined),
    withOtherLogin: () => Promise.resolve(undefined),
  };
  const session = new Session(userPool, options.stack ?? emptyStack, today, {
    adopt,
    debug,
    providerName: undefined,
  });
  return { pool: userPool, session };
}
