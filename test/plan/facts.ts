import type { Planned } from "../../drift/finding/planned.js";
import type { PoolContent } from "../../emulator/index.js";

type User = PoolContent["users"][number];

const fields = ["username", "email", "name"] as const;

/** What is different in a pool afterwards: found by looking at both, and without knowing the run. */
export function factsBetween(before: PoolContent, after: PoolContent): string[] {
  const known = new Map(before.users.map((user) => [user.id, user]));
  const now = new Map(after.users.map((user) => [user.id, user]));
  const nameOf = (id: string): string => (known.has(id) ? id : `new ${now.get(id)?.fields.username ?? ""}`);
  return [
    ...[...now.keys()].filter((id) => !known.has(id)).map((id) => `${nameOf(id)} joins`),
    ...[...known.keys()].filter((id) => !now.has(id)).map((id) => `${id} leaves`),
    ...[...now.values()].flatMap((user) => {
      const earlier = known.get(user.id);
      return earlier === undefined ? [] : changesOf(earlier, user);
    }),
    ...edgeFacts(edgesOf(before), edgesOf(after), now, nameOf),
    ...customFacts(before, after, known, now),
    ...objectFacts(before, after),
  ].sort();
}

function changesOf(earlier: User, later: User): string[] {
  const { id } = later;
  const isBlocked = [earlier, later].map((user) => user.fields.blocked === true);
  return [
    ...fields
      .filter((name) => valueOf(earlier, name) !== valueOf(later, name))
      .map((name) => `${id} ${name} = ${valueOf(later, name)}`),
    ...(isBlocked[0] === isBlocked[1] ? [] : [`${id} ${isBlocked[1] === true ? "blocked" : "unblocked"}`]),
  ];
}

function valueOf(user: User, name: (typeof fields)[number]): string {
  const value = user.fields[name] ?? "";
  return name === "email" ? value.toLowerCase() : value;
}

function edgesOf({
  memberships,
  assignments,
  groups,
  roles,
}: PoolContent): Map<string, [user: string, fact: string]> {
  const codes = new Map([...groups, ...roles].map(({ id, code }) => [id, code]));
  const edges = [
    ...memberships.map(([user, target]) => [user, target, "group"] as const),
    ...assignments.map(([user, target]) => [user, target, "role"] as const),
  ];
  return new Map(
    edges.map(([user, target, type]) => [`${user} ${target}`, [user, `${type} ${codes.get(target) ?? ""}`]]),
  );
}

function edgeFacts(
  before: ReturnType<typeof edgesOf>,
  after: ReturnType<typeof edgesOf>,
  now: ReadonlyMap<string, User>,
  nameOf: (id: string) => string,
): string[] {
  return [
    ...[...after].filter(([key]) => !before.has(key)).map(([, [user, fact]]) => `${nameOf(user)} + ${fact}`),
    ...[...before]
      .filter(([key, [user]]) => !after.has(key) && now.has(user))
      .map(([, [user, fact]]) => `${nameOf(user)} - ${fact}`),
  ];
}

function customFacts(
  before: PoolContent,
  after: PoolContent,
  known: ReadonlyMap<string, User>,
  now: ReadonlyMap<string, User>,
): string[] {
  const [old, current] = [before, after].map(
    ({ customValues }) =>
      new Map(
        customValues.map(({ targetId, key, value }) => [
          `${targetId} customData.${key}`,
          { targetId, value },
        ]),
      ),
  );
  const keys = new Set([...(old?.keys() ?? []), ...(current?.keys() ?? [])]);
  return [...keys].flatMap((key) => {
    const [earlier, later] = [old?.get(key), current?.get(key)];
    const id = earlier?.targetId ?? later?.targetId ?? "";
    if (!known.has(id) || !now.has(id) || earlier?.value === later?.value) return [];
    return [`${key} = ${later === undefined ? "" : String(JSON.parse(later.value))}`];
  });
}

function objectFacts(before: PoolContent, after: PoolContent): string[] {
  const objects = ({ groups, roles }: PoolContent): Map<string, Record<string, string | null>> =>
    new Map([
      ...groups.map(
        ({ id, code, name, description }) => [`group ${id}`, { code, name, description }] as const,
      ),
      ...roles.map(({ id, code, description }) => [`role ${id}`, { code, description }] as const),
    ]);
  const [old, now] = [objects(before), objects(after)];
  const labelOf = (key: string, values: Record<string, string | null>): string =>
    `${key.split(" ")[0] ?? ""} ${values["code"] ?? ""}`;
  return [
    ...[...now].filter(([key]) => !old.has(key)).map(([key, values]) => `${labelOf(key, values)} created`),
    ...[...old].filter(([key]) => !now.has(key)).map(([key, values]) => `${labelOf(key, values)} deleted`),
    ...[...now].flatMap(([key, values]) => {
      const earlier = old.get(key);
      if (earlier === undefined) return [];
      return Object.entries(values)
        .filter(([name, value]) => (earlier[name] ?? "") !== (value ?? ""))
        .map(([name, value]) => `${labelOf(key, values)} ${name} = ${value ?? ""}`);
    }),
  ];
}

/** The same from what a plan announces. What it says of resources alone changes nothing in the pool. */
export function factsIn(planned: readonly Planned[]): string[] {
  return planned.flatMap(factsOf).sort();
}

function factsOf(change: Planned): string[] {
  const who = "user" in change ? nameOf(change.user) : `${change.object.type} ${change.object.code}`;
  switch (change.kind) {
    case "user-created":
      return [`${who} joins`];
    case "user-deleted":
      return [`${who} leaves`];
    case "user-blocked":
      return [`${who} blocked`];
    case "user-unblocked":
      return [`${who} unblocked`];
    case "field-set": {
      const value = String(change.after ?? "");
      return [`${who} ${change.field} = ${change.field === "email" ? value.toLowerCase() : value}`];
    }
    case "value-moved":
      return who.startsWith("new ") ? [] : [`${who} ${change.field} = ${change.value.toLowerCase()}`];
    case "group-given":
      return [`${who} + group ${change.group}`];
    case "group-taken":
      return [`${who} - group ${change.group}`];
    case "role-given":
      return [`${who} + role ${change.role}`];
    case "role-taken":
      return [`${who} - role ${change.role}`];
    case "object-created":
      return [`${who} created`];
    case "object-deleted":
      return [`${who} deleted`];
    case "object-set":
      return [`${who} ${change.field} = ${String(change.after ?? "")}`];
    case "user-adopted":
    case "user-released":
    case "object-adopted":
    case "object-released":
      return [];
    default:
      return [`${change.kind} ${who}`];
  }
}

function nameOf({ id, username = "" }: Extract<Planned, { user: unknown }>["user"]): string {
  return id.startsWith("new:") ? `new ${username}` : id;
}
