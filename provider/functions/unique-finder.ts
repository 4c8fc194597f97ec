import { AmbiguousError } from "../../model/errors.js";
import type { Properties } from "../../model/rules/record.js";
import { isSame } from "../../model/rules/same.js";
import { declaredKeys, otherKeys, type UniqueField } from "../../model/rules/user-key.js";
import { userFields } from "../../model/schema/user.js";
import { type ManagementClient, maxUsersPerBatch, uniqueUserFields, type User } from "../../sdk/index.js";
import type { Observed } from "../../sdk/users/read-users.js";
import type { BatchScheduler } from "../pool/batching/batch-scheduler.js";
import { Batcher } from "../pool/batching/batcher.js";

/** A user who is asked for by a unique value. */
export interface UniqueQuestion {
  readonly field: UniqueField;
  readonly value: string;
}

/** From here on, one request for the ids of all and one for their fields cost less than a look-up each. */
const minTogether = 3;

/**
 * Finds users by unique values. Questions that arrive together share requests: they name a candidate each, who counts only
 * if the read that follows shows the value. Everything else is left to look-ups.
 */
export class UniqueFinder {
  readonly #client: ManagementClient;
  readonly #readNow: (id: string) => Promise<Observed>;
  readonly #candidates: Batcher<UniqueQuestion, string | undefined>;

  /** @param readNow reads all fields of a user, as the pool has them now */
  constructor(
    client: ManagementClient,
    scheduler: BatchScheduler,
    readNow: (id: string) => Promise<Observed>,
  ) {
    this.#client = client;
    this.#readNow = readNow;
    this.#candidates = new Batcher(scheduler, maxUsersPerBatch, (questions) => this.#name(questions));
  }

  /**
   * The user with the value; undefined when the service says that there is none.
   *
   * @throws AmbiguousError when it could be another user
   */
  async find(question: UniqueQuestion): Promise<Properties | undefined> {
    return (await this.#findTogether(question)) ?? (await this.#lookUp(question));
  }

  async #findTogether(question: UniqueQuestion): Promise<Properties | undefined> {
    // Of several spellings, each may be another user: only a look-up of each tells.
    if (otherKeys(declared(question)).length > 0) return undefined;
    const id = await this.#candidates.add(question);
    const user = id === undefined ? "gone" : await this.#readNow(id);
    return user !== "gone" && isMeant(question, user.fields) ? { ...user.fields, id: user.id } : undefined;
  }

  async #lookUp(question: UniqueQuestion): Promise<User | undefined> {
    const asked = declared(question);
    const keys = [...declaredKeys(asked), ...otherKeys(asked)];
    const found = await Promise.all(keys.map((key) => this.#client.users.find(key)));
    const users = new Map(found.filter((user) => user !== null).map((user) => [user.id, user]));
    const [user, ...others] = users.values();
    if (user === undefined) return undefined;
    if (others.length > 0) throw severalUsers(question.field, [...users.keys()]);
    if (!isMeant(question, user)) throw anotherUser(question.field, user.id);
    return user;
  }

  /** The id of the one user whom the service names for each question. */
  async #name(questions: readonly UniqueQuestion[]): Promise<(string | undefined)[]> {
    const users = await Promise.all(
      uniqueUserFields.map((field) =>
        this.#ask(
          field,
          questions.filter((question) => question.field === field),
        ),
      ),
    );
    const named = users.flat();
    return questions.map((question) => {
      const meant = named.filter((user) => isMeant(question, user)).map(({ id }) => id);
      const [id, ...others] = new Set(meant);
      return others.length === 0 ? id : undefined;
    });
  }

  async #ask(field: UniqueField, questions: readonly UniqueQuestion[]): Promise<User[]> {
    if (questions.length < minTogether) return [];
    const values = questions.map(({ value }) => value);
    // This request only saves others. If it fails, each user is looked up, and the look-up reports its own failure.
    return await this.#client.users.batch(values, { queryField: field }).catch(() => []);
  }
}

function declared({ field, value }: UniqueQuestion): Properties {
  return { [field]: value };
}

function isMeant({ field, value }: UniqueQuestion, user: Properties): boolean {
  return isSame(userFields[field], value, user[field]);
}

function severalUsers(field: UniqueField, ids: readonly string[]): Error {
  return new AmbiguousError(
    `different users, ${ids.join(" and ")}, have this ${field} in different spellings. Ask for one of them by id`,
  );
}

function anotherUser(field: UniqueField, id: string): Error {
  return new AmbiguousError(
    `the service answered with user ${id}, who has another ${field}. Check the spelling, or ask for the user by id`,
  );
}
