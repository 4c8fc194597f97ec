import type { EmulatorOptions } from "../emulator/index.js";

/** The shape of a user pool that a company has run for years. */
const shape = { users: 2174, groups: 976, memberships: 7195 };

/** A user and a group, by their numbers. */
type Membership = readonly [user: number, group: number];

/** Users, groups and who is in which: the same for each run. */
export interface RealPool {
  readonly users: number;
  readonly groups: number;
  readonly memberships: readonly Membership[];
}

/** A pool of that shape with this number of users: a few large groups and very many small ones. */
export function realPool(users = shape.users): RealPool {
  const groups = Math.round((shape.groups * users) / shape.users);
  const memberships = Math.round((shape.memberships * users) / shape.users);
  return { users, groups, memberships: drawMembers(users, skewedSizes(groups, memberships, users)) };
}

/** The same users and groups, but all groups have about as many members. */
export function evenPool(users = shape.users): RealPool {
  const { groups, memberships } = realPool(users);
  const size = Math.floor(memberships.length / groups);
  return {
    users,
    groups,
    memberships: drawMembers(
      users,
      Array.from({ length: groups }, () => size),
    ),
  };
}

/** The program that declares the pool, one resource for each membership. */
export function declarePool({ users, memberships }: RealPool): string {
  const declared = Array.from({ length: users }, (_, index) => userOf(index));
  return `
const users = ${JSON.stringify(declared)}.map((user) => new User(user.username, user));
for (const [user, group] of ${JSON.stringify(memberships)}) {
  new UserGroupMembership(\`user-\${user}-group-\${group}\`, { userId: users[user].id, groups: [\`group-\${group}\`] });
}
`;
}

/** What is in the pool before the program is. */
export function seedPool(
  { users, groups, memberships }: RealPool,
  withMemberships: boolean,
): NonNullable<EmulatorOptions["seed"]> {
  const groupsOf = Array.from({ length: users }, (): string[] => []);
  if (withMemberships) for (const [user, group] of memberships) groupsOf[user]?.push(`group-${group}`);
  return {
    groups: Array.from({ length: groups }, (_, index) => ({ code: `group-${index}` })),
    users: groupsOf.map((codes, index) => ({ ...userOf(index), groups: codes })),
  };
}

/** Each user has two unique fields, and three of ten have a third. */
function userOf(index: number): { username: string; email: string; name: string; phone?: string } {
  const user = {
    username: `user-${index}`,
    email: `user-${index}@example.com`,
    name: `User Number ${index}`,
  };
  return index % 10 < 3 ? { ...user, phone: `+4930${1_000_000 + index}` } : user;
}

/** Sizes in proportion to 1, 1/2, 1/3 and so on, each at least 1. */
function skewedSizes(groups: number, total: number, most: number): number[] {
  const harmonic = Array.from({ length: groups }, (_, index) => 1 / (index + 1));
  const scale = (total - groups) / harmonic.reduce((sum, share) => sum + share, 0);
  const sizes = harmonic.map((share) => Math.min(most, 1 + Math.floor(share * scale)));
  for (
    let rest = total - sizes.reduce((sum, size) => sum + size, 0), index = 0;
    rest > 0;
    rest -= 1, index += 1
  )
    sizes[index % groups] = (sizes[index % groups] ?? 0) + 1;
  return sizes;
}

/** Draws different members for each group, and shuffles the memberships: no order helps. */
function drawMembers(users: number, sizes: readonly number[]): Membership[] {
  const random = generator(1);
  const memberships = sizes.flatMap((size, group): Membership[] => {
    const members = new Set<number>();
    while (members.size < size) members.add(Math.floor(random() * users));
    return [...members].map((user) => [user, group]);
  });
  return memberships
    .map((membership) => ({ membership, place: random() }))
    .sort((some, other) => some.place - other.place)
    .map(({ membership }) => membership);
}

/** The same numbers between 0 and 1 for each run (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
