import type { ManagementClient } from "../../../sdk/index.js";
import { isNotFound, isUnexpectedResponse } from "../../../sdk/index.js";
import type { Observed, Selection } from "./question.js";

/**
 * Reads up to 80 people in one request, each with their own outcome. Whom the answer leaves out is asked for alone:
 * only the service's word on that one id makes a person "gone".
 */
export async function readUsers(
  client: ManagementClient,
  ids: readonly string[],
  selection: Selection,
): Promise<Map<string, Observed | Error>> {
  const people = new Map<string, Observed | Error>();
  try {
    for (const [id, person] of await client.users.snapshot(ids, selection)) people.set(id, person);
  } catch (error) {
    if (isUnexpectedResponse(error)) return await readApart(client, ids, selection, error);
    // One unknown id may make the service refuse the whole batch: then each is asked for alone.
    if (!isNotFound(error)) throw error;
  }
  const missing = ids.filter((id) => !people.has(id));
  await Promise.all(
    missing.map(async (id) => people.set(id, await confirmGone(client, id, selection).catch(toError))),
  );
  return people;
}

/** An answer that breaks its promise about one person says nothing against the others: only that person's read fails. */
async function readApart(
  client: ManagementClient,
  ids: readonly string[],
  selection: Selection,
  error: Error,
): Promise<Map<string, Observed | Error>> {
  if (ids.length === 1) return new Map(ids.map((id) => [id, error]));
  const middle = Math.ceil(ids.length / 2);
  const halves = [ids.slice(0, middle), ids.slice(middle)];
  const people = await Promise.all(halves.map((half) => readUsers(client, half, selection)));
  return new Map(people.flatMap((half) => [...half]));
}

async function confirmGone(client: ManagementClient, id: string, selection: Selection): Promise<Observed> {
  try {
    await client.users.detail(id);
  } catch (error) {
    if (isNotFound(error)) return "gone";
    throw error;
  }
  const person = (await client.users.snapshot([id], selection)).get(id);
  if (person !== undefined) return person;
  throw new Error(
    `the service knows user ${id} and leaves the user out when asked for more: nothing was changed`,
  );
}

export function toError(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error(String(cause));
}
