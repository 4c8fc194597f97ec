import type { Selection } from "../../provider/pool/reading/question.js";
import { readUsers } from "../../provider/pool/reading/read-users.js";
import {
  defaultNamespace,
  isApprowError,
  type ManagementClient,
  maxUsersPerBatch,
  type UserSnapshot,
} from "../../sdk/index.js";
import { CommandError } from "../failure.js";
import { compareGone, comparePerson, subjectFields } from "./compare.js";
import { Coverage } from "./coverage.js";
import type { Difference } from "./finding.js";
import { type IgnoreRule, rulesFor } from "./ignore.js";
import type { ManagedPool } from "./managed-pool.js";
import { observePool } from "./observe.js";

interface ReviewOptions {
  /** Namespaces whose roles are read besides the default one and those of the states. */
  readonly roleNamespaces: readonly string[];
  readonly pageSize: number;
  readonly ignore: readonly IgnoreRule[];
  /** Told after each page how many people were read, of how many. */
  readonly onProgress: (read: number, total: number) => void;
}

export interface Review {
  readonly differences: readonly Difference[];
  readonly coverage: Coverage;
  readonly namespaces: readonly string[];
  /** The rules that left nobody and nothing out. */
  readonly idleRules: readonly IgnoreRule[];
}

/**
 * Reads the whole pool once, page by page, and compares each person with the states. Of the pool, only what differs is
 * kept. Nothing is written.
 */
export async function reviewPool(
  client: ManagementClient,
  managed: ManagedPool,
  { roleNamespaces, pageSize, ignore, onProgress }: ReviewOptions,
): Promise<Review> {
  const namespaces = [...new Set([defaultNamespace, ...managed.namespaces, ...roleNamespaces])];
  const fields = [...new Set([...subjectFields, ...managed.fields])];
  const selection = { fields, groups: true, roleNamespaces: namespaces };
  const differences: Difference[] = [];
  const coverage = new Coverage();
  const unseen = new Set(managed.personIds());
  const idleRules = new Set(ignore);

  const look = (person: UserSnapshot): void => {
    unseen.delete(person.id);
    const found = comparePerson(managed, person);
    const ignored = found.filter((difference) => {
      const rules = rulesFor(ignore, difference);
      for (const rule of rules) idleRules.delete(rule);
      return rules.length > 0;
    });
    coverage.count(person, managed.of(person.id), ignored);
    differences.push(...found.filter((difference) => !ignored.includes(difference)));
  };

  let read = 0;
  for await (const { totalCount, snapshots } of observePool(client, selection, pageSize)) {
    snapshots.forEach(look);
    read += snapshots.length;
    onProgress(read, totalCount);
  }
  for await (const [id, person] of readUnseen(client, [...unseen], selection)) {
    if (person === "gone") differences.push(...compareGone(managed, id));
    else look(person);
  }
  return { differences, coverage, namespaces, idleRules: [...idleRules] };
}

/** Who did not come with a page may have come between two of them: only the service's word on each makes them gone. */
async function* readUnseen(
  client: ManagementClient,
  ids: readonly string[],
  selection: Selection,
): AsyncGenerator<[id: string, person: UserSnapshot | "gone"], void, undefined> {
  for (let start = 0; start < ids.length; start += maxUsersPerBatch) {
    const people = await readUsers(client, ids.slice(start, start + maxUsersPerBatch), selection);
    for (const [id, person] of people) {
      if (person instanceof Error)
        throw isApprowError(person) ? person : new CommandError(person.message, { cause: person });
      yield [id, person];
    }
  }
}
