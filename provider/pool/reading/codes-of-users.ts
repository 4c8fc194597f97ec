import { defaultNamespace, type UserSnapshot } from "../../../sdk/index.js";
import type { CodesOf, Held, HeldCodes } from "./held-codes.js";
import type { Observations } from "./observations.js";
import type { UserQuery } from "./user-query.js";
import type { UserReader } from "./user-reader.js";

/** What to read of a user to see the codes. */
interface CodesInUsers {
  readonly query: (of: CodesOf) => UserQuery;
  readonly codesOf: (user: UserSnapshot, scope: string | undefined) => readonly string[];
}

export const groupsInUsers: CodesInUsers = {
  query: ({ holder: { id } }) => ({ id, groups: true }),
  codesOf: ({ groups = [] }) => groups,
};

export const rolesInUsers: CodesInUsers = {
  query: ({ holder: { id }, scope = defaultNamespace }) => ({ id, roleNamespaces: [scope] }),
  codesOf: ({ roles = {} }, scope = defaultNamespace) => roles[scope] ?? [],
};

export const policiesInUsers: CodesInUsers = {
  query: ({ holder: { id }, scope = defaultNamespace }) => ({ id, policyNamespaces: [scope] }),
  codesOf: ({ policies = {} }, scope = defaultNamespace) => policies[scope] ?? [],
};

/** The codes of users, which come with everything else that a run reads of them. */
export class CodesOfUsers implements HeldCodes {
  readonly #codes: CodesInUsers;
  readonly #reader: UserReader;
  readonly #observations: Observations<UserSnapshot>;

  constructor(codes: CodesInUsers, reader: UserReader, observations: Observations<UserSnapshot>) {
    this.#codes = codes;
    this.#reader = reader;
    this.#observations = observations;
  }

  known(of: CodesOf): readonly string[] | undefined {
    const user = this.#reader.known(this.#codes.query(of));
    return user === undefined ? undefined : this.#codes.codesOf(user, of.scope);
  }

  async read(of: CodesOf, isFresh: boolean): Promise<Held> {
    const user = await this.#reader.read({ ...this.#codes.query(of), isFresh });
    return user === "gone" ? user : this.#codes.codesOf(user, of.scope);
  }

  async readNow(of: CodesOf): Promise<Held> {
    const user = await this.#reader.readNow(this.#codes.query(of));
    return user === "gone" ? user : this.#codes.codesOf(user, of.scope);
  }

  async readMany(all: readonly CodesOf[]): Promise<void> {
    await this.#reader.readMany(all.map(this.#codes.query));
  }

  async duringWrite<Result>(all: readonly CodesOf[], write: () => Promise<Result>): Promise<Result> {
    const ids = all.map(({ holder: { id } }) => id);
    return await this.#observations.duringWrite(ids, write);
  }
}
