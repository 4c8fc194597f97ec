import { defaultNamespace, maxUsersPerBatch, type User, type UserField } from "../../../sdk/index.js";
import type { Observed } from "../../../sdk/users/read-users.js";
import { declaredKeys, hasDeclaredKeys } from "../../../model/rules/user-key.js";
import type { Properties } from "../../../model/rules/record.js";
import { user } from "../../../model/schema/user.js";
import type { BatchScheduler } from "../batching/batch-scheduler.js";
import { Batcher } from "../batching/batcher.js";
import type { Census } from "./census.js";
import type { UserReader } from "./user-reader.js";

/** "unlisted": the pages list no user who may have a declared unique value. "unknown": only look-ups can tell. */
export type Listed = User | "unlisted" | "unknown";

/** A user whom the pages list with a declared unique value. */
interface Candidate {
  readonly id: string;
  readonly declared: Properties;
  /** The fields to read. */
  readonly fields: readonly UserField[];
}

/**
 * Finds the users whom declarations mean, many of them with few requests: the pages of the pool name a candidate, and the
 * candidates of operations that run side by side are read again together. Only a user who has every declared unique value
 * at that time is found this way. Everything in doubt is left to look-ups.
 */
export class ListedUsers {
  readonly #census: Census;
  readonly #reader: UserReader;
  readonly #candidates: Batcher<Candidate, Listed>;

  constructor(census: Census, reader: UserReader, scheduler: BatchScheduler) {
    this.#census = census;
    this.#reader = reader;
    this.#candidates = new Batcher(scheduler, maxUsersPerBatch, (candidates) => this.#verify(candidates));
  }

  async find(declared: Properties, fields: readonly UserField[]): Promise<Listed> {
    if (!(await this.#census.isReadFor(declaredKeys(declared).length))) return "unknown";
    const [id, ...others] = this.#census.idsOf(declared);
    if (id === undefined) return "unlisted";
    return others.length > 0 ? "unknown" : await this.#candidates.add({ id, declared, fields });
  }

  async #verify(candidates: readonly Candidate[]): Promise<Listed[]> {
    // Whoever adopts users mostly goes on with their groups and roles: the same request reads them.
    const queries = candidates.map(({ id, declared, fields }) => ({
      id,
      fields,
      groups: true,
      roleNamespaces: [defaultNamespace],
      customData: declared[user.subject.customData] !== undefined,
    }));
    const observed = await this.#reader.readManyNow(queries);
    return candidates.map(({ declared }, index) => verified(observed[index], declared));
  }
}

function verified(observed: Observed | Error | undefined, declared: Properties): Listed {
  if (observed === undefined || observed === "gone" || observed instanceof Error) return "unknown";
  const { id, fields } = observed;
  return hasDeclaredKeys(fields, declared) ? { ...fields, id } : "unknown";
}
