import type { CodesOf, Held, HeldCodes } from "./held-codes.js";

/** The policies of users, and those of groups and roles, which the service reads in different ways. */
export class PoliciesOfHolders implements HeldCodes {
  readonly #users: HeldCodes;
  readonly #objects: HeldCodes;

  constructor(users: HeldCodes, objects: HeldCodes) {
    this.#users = users;
    this.#objects = objects;
  }

  known(of: CodesOf): readonly string[] | undefined {
    return this.#readerOf(of).known(of);
  }

  async read(of: CodesOf, isFresh: boolean): Promise<Held> {
    return await this.#readerOf(of).read(of, isFresh);
  }

  async readNow(of: CodesOf): Promise<Held> {
    return await this.#readerOf(of).readNow(of);
  }

  async readMany(all: readonly CodesOf[]): Promise<void> {
    const { users, objects } = this.#split(all);
    await Promise.all([
      ...(users.length > 0 ? [this.#users.readMany(users)] : []),
      ...(objects.length > 0 ? [this.#objects.readMany(objects)] : []),
    ]);
  }

  async duringWrite<Result>(all: readonly CodesOf[], write: () => Promise<Result>): Promise<Result> {
    const { users, objects } = this.#split(all);
    return await this.#users.duringWrite(users, () => this.#objects.duringWrite(objects, write));
  }

  #split(all: readonly CodesOf[]): { users: CodesOf[]; objects: CodesOf[] } {
    return {
      users: all.filter((of) => this.#readerOf(of) === this.#users),
      objects: all.filter((of) => this.#readerOf(of) === this.#objects),
    };
  }

  #readerOf({ holder: { type } }: CodesOf): HeldCodes {
    return type === "user" ? this.#users : this.#objects;
  }
}
