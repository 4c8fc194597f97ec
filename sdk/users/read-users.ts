import { isNotFound, isUnexpectedResponse } from "../error-guards.js";
import { UnexpectedResponseError } from "../errors.js";
import { isolateFailures } from "../isolate-failures.js";
import type { ManagementClient } from "../management-client.js";
import { toError } from "../to-error.js";
import { unlessGone } from "../unless-gone.js";
import type { SnapshotSelection, UserSnapshot } from "./user-snapshot.js";

/** A user as the service returned it, or "gone" when the service says that the user does not exist. */
export type Observed = UserSnapshot | "gone";

/**
 * Reads up to 80 users in one request, each with its own outcome. A user that is missing in the response is read alone:
 * only the service's response about that one id makes it "gone". An incomplete list fails only the user that it belongs
 * to.
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
    // One unknown id can make the service refuse the whole batch. Then each user is read alone.
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
  throw new UnexpectedResponseError(
    `reading user ${id} failed: the service reports that it exists but omits it from batch reads; nothing was changed`,
    { operation: "users.snapshot", paths: [] },
  );
}
