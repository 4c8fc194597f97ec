import { isNotFound, isUnexpectedResponse } from "../error-guards.js";
import { isolateFailures } from "../isolate-failures.js";
import type { ManagementClient } from "../management-client.js";
import { toError } from "../to-error.js";
import { unlessGone } from "../unless-gone.js";
import type { SnapshotSelection, UserSnapshot } from "./user-snapshot.js";

/** A user as the service knows it, or "gone": the service has said that there is no such user. */
export type Observed = UserSnapshot | "gone";

/**
 * Reads up to 80 users in one request, each with its own outcome. A user that the answer leaves out is asked for
 * alone: only the service's answer about that one id makes it "gone". A list that is not whole fails only the user
 * that it belongs to.
 */
export async function readUsers(
  client: ManagementClient,
  ids: readonly string[],
  selection: SnapshotSelection,
): Promise<Map<string, Observed | Error>> {
  const outcomes = new Map<string, Observed | Error>();
  const failures = await isolateFailures(ids, {
    attempt: async (batch) => {
      const found = await readTogether(client, batch, selection);
      for (const [id, user] of found) outcomes.set(id, user);
      const missing = batch.filter((id) => !found.has(id));
      await Promise.all(
        missing.map(async (id) => outcomes.set(id, await readAlone(client, id, selection).catch(toError))),
      );
    },
    isAboutOne: isUnexpectedResponse,
  });
  for (const [id, error] of failures) outcomes.set(id, error);
  return outcomes;
}

async function readTogether(
  client: ManagementClient,
  ids: readonly string[],
  selection: SnapshotSelection,
): Promise<Map<string, UserSnapshot>> {
  try {
    return await client.users.snapshot(ids, selection);
  } catch (error) {
    // One unknown id may make the service refuse the whole batch: then each user is asked for alone.
    if (isNotFound(error)) return new Map();
    throw error;
  }
}

async function readAlone(
  client: ManagementClient,
  id: string,
  selection: SnapshotSelection,
): Promise<Observed> {
  const known = await unlessGone(client.users.detail(id));
  if (known === "gone") return known;
  const user = (await client.users.snapshot([id], selection)).get(id);
  if (user !== undefined) return user;
  throw new Error(
    `the service reports that user ${id} exists but omits it from batch reads; nothing was changed`,
  );
}
