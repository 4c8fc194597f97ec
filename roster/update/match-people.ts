import { uniqueValues } from "../../model/rules/user-key.js";
import type { Person } from "../roster.js";
import type { PoolUser } from "../write/pool-contents.js";

/** Who of a roster is who in the pool. */
export interface MatchedPeople {
  /** By the keys of people. */
  readonly users: ReadonlyMap<string, PoolUser>;
  /** The keys of people who are not in the pool. */
  readonly gone: ReadonlySet<string>;
  /** Why it is not certain who a person is, by key. */
  readonly uncertain: ReadonlyMap<string, string>;
  /** The ids of users whom a person may be. Such a user is not new. */
  readonly taken: ReadonlySet<string>;
}

/**
 * A person is the user whose id is known, and otherwise the one with a declared username, email, phone or external id.
 * Where that means several, nothing is guessed.
 */
export function matchPeople(
  people: readonly Person[],
  users: readonly PoolUser[],
  idOf: (key: string) => string | undefined = () => undefined,
): MatchedPeople {
  const byId = new Map(users.map((user) => [user.id, user]));
  const byValue = indexOf(users);
  const uncertain = new Map<string, string>();
  const gone = new Set<string>();
  const candidates = new Map<string, PoolUser[]>();
  for (const { key, arguments: declared } of people) {
    const values = Object.fromEntries([...declared].map(([name, { value }]) => [name, value]));
    const found = [...new Set(uniqueValues(values).flatMap((unique) => byValue.get(asText(unique)) ?? []))];
    const id = idOf(key);
    const known = id === undefined ? undefined : byId.get(id);
    if (known !== undefined) candidates.set(key, [known]);
    else if (found.length === 0) gone.add(key);
    else {
      candidates.set(key, found);
      if (id !== undefined)
        uncertain.set(
          key,
          `the user ${id} is gone, and ${named(found)} has one of the declared unique values`,
        );
      else if (found.length > 1)
        uncertain.set(key, `the declared unique values are those of several users: ${named(found)}`);
    }
  }
  const claims = new Map<string, string[]>();
  for (const [key, found] of candidates)
    for (const { id } of found) claims.set(id, [...(claims.get(id) ?? []), key]);
  const matched = new Map<string, PoolUser>();
  for (const [key, [user]] of candidates) {
    if (user === undefined || uncertain.has(key)) continue;
    const others = (claims.get(user.id) ?? []).filter((other) => other !== key);
    if (others.length === 0) matched.set(key, user);
    else uncertain.set(key, `the user ${user.id} may also be ${others.sort().join(", ")}`);
  }
  return { users: matched, gone, uncertain, taken: new Set(claims.keys()) };
}

function indexOf(users: readonly PoolUser[]): Map<string, PoolUser[]> {
  const index = new Map<string, PoolUser[]>();
  for (const user of users)
    for (const unique of uniqueValues(user.fields)) {
      const text = asText(unique);
      index.set(text, [...(index.get(text) ?? []), user]);
    }
  return index;
}

function named(users: readonly PoolUser[]): string {
  return users
    .map(({ id }) => id)
    .sort()
    .join(", ");
}

function asText(unique: readonly [string, string]): string {
  return JSON.stringify(unique);
}
