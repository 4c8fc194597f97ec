import { clientOptions } from "../../provider/settings.js";
import {
  isApiError,
  isRateLimit,
  isTransportError,
  isUnexpectedResponse,
  ManagementClient,
  type ManagementClientOptions,
  type RequestStats,
} from "../../sdk/index.js";
import type { Connection } from "./connection.js";
import { CommandError } from "../failure.js";
import type { Progress } from "../progress.js";

/** An unreachable pool is reported within these limits. Later calls have the limits of the client. */
const shortLimits = { timeout: 10_000, retryBudgetMs: 15_000 } as const;

/** A client of a user pool that has answered. */
export interface OpenClient {
  readonly client: ManagementClient;
  /** The requests until now, also those of the first contact. */
  stats(): RequestStats[];
}

/**
 * Makes the client of a pool, when the pool has answered a first request.
 *
 * @throws CommandError that says where the host comes from when the host may be wrong
 */
export async function openClient(
  connection: Connection,
  { wait: onWait }: Pick<Progress, "wait">,
): Promise<OpenClient> {
  const options = { ...clientOptions(connection.settings), onWait };
  const firstContact = await makeFirstContact(connection, options);
  const client = new ManagementClient(options);
  return { client, stats: () => [firstContact, client.stats()] };
}

/** Logs in and asks for one user, with a client that gives up soon. Returns what that took. */
async function makeFirstContact(
  { settings: { host }, hostOrigin }: Connection,
  options: ManagementClientOptions,
): Promise<RequestStats> {
  const client = new ManagementClient({ ...options, ...shortLimits });
  try {
    await client.users.snapshotPages({ fields: ["username"] }, { pageSize: 1 }).next();
  } catch (error) {
    // A service that asks for a pause is reachable: the client with the usual limits waits.
    if (!isRateLimit(error)) throw mayBeWrongHost(error) ? withOrigin(error, host, hostOrigin) : error;
  }
  return client.stats();
}

function withOrigin(error: Error, host: string, origin: string): CommandError {
  return new CommandError(`${error.message} (the host ${host} is from ${origin})`, { cause: error });
}

/** No answer, or an answer that is not in the format of the service. */
function mayBeWrongHost(error: unknown): error is Error {
  const isPlainRefusal = isApiError(error) && error.code === "API" && error.apiCode === undefined;
  return isTransportError(error) || isUnexpectedResponse(error) || isPlainRefusal;
}
