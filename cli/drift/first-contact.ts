import {
  isApiError,
  isRateLimit,
  isTransportError,
  isUnexpectedResponse,
  ManagementClient,
  type ManagementClientOptions,
  type RequestStats,
} from "../../sdk/index.js";
import { CommandError } from "../failure.js";
import type { Connection } from "./connection.js";

/** A pool that cannot be reached is said to be within this. Afterwards a call may take as long as the client lets it. */
const patience = { timeout: 10_000, retryBudgetMs: 15_000 } as const;

/** What a review needs of the settings. */
export function clientOptions({ settings }: Connection): ManagementClientOptions {
  const { userPoolId, secret, host, maxConcurrency, requestsPerSecond } = settings;
  return { userPoolId, secret, host, maxConcurrency, requestsPerSecond };
}

/**
 * Logs in and asks for one person, with a client of little patience. Answers what that took.
 *
 * @throws CommandError that tells where the host comes from when it is perhaps the wrong one
 */
export async function makeFirstContact(
  { settings: { host }, hostOrigin }: Connection,
  options: ManagementClientOptions,
): Promise<RequestStats> {
  const client = new ManagementClient({ ...options, ...patience });
  try {
    await client.users.snapshotPages({ fields: ["username"] }, { pageSize: 1 }).next();
  } catch (error) {
    // Who asks for a pause is there: the patient client waits.
    if (!isRateLimit(error)) throw isPerhapsHost(error) ? withOrigin(error, host, hostOrigin) : error;
  }
  return client.stats();
}

function withOrigin(error: Error, host: string, origin: string): CommandError {
  return new CommandError(`${error.message} (the host ${host} is from ${origin})`, { cause: error });
}

/** Nobody answers, or somebody who does not speak like the service. */
function isPerhapsHost(error: unknown): error is Error {
  const isPlainRefusal = isApiError(error) && error.code === "API" && error.apiCode === undefined;
  return isTransportError(error) || isUnexpectedResponse(error) || isPlainRefusal;
}
