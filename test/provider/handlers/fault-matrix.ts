import { describe, expect, test } from "vitest";

import type { EmulatorOptions, Fault } from "../../../emulator/index.js";
import type { KindName } from "../../../model/schema/index.js";
import type { Properties } from "../../../model/rules/record.js";
import { countTime } from "../../support/counted-time.js";
import { contextOf } from "../../support/handler-context.js";
import type { Session } from "../../../provider/session.js";
import type { Door } from "../../support/door.js";
import { pluginDoor } from "../../support/plugin-door.js";
import { SmallEngine } from "../../support/small-engine.js";
import { openPool, type Pool } from "../../support/start-pool.js";

type WithoutPlace<Each> = Each extends unknown ? Omit<Each, "operation" | "skip" | "times"> : never;

/** The provider's process ends after the service has done what was asked, and before anybody hears of it. */
interface Killed {
  readonly kind: "killed";
}

type Trouble = WithoutPlace<Fault> | Killed;

/** What can go wrong with one request. */
const troubles = {
  "a timeout before anything is done": { kind: "hang" },
  "an answer lost after the commit by a reset": { kind: "loseAnswer", then: "reset" },
  "an answer lost after the commit by a timeout": { kind: "loseAnswer", then: "hang" },
  "an answer lost after the commit by a 502": { kind: "loseAnswer", then: 502 },
  "a 429 with Retry-After in seconds": { kind: "throttle", retryAfter: 1 },
  "a 429 with Retry-After as a date": { kind: "throttle", retryAfter: new Date(Date.now() + 60_000) },
  "a 500": { kind: "status", status: 500 },
  "a 502": { kind: "status", status: 502 },
  "a 503": { kind: "status", status: 503 },
  "a connection reset": { kind: "reset" },
  "a cut page": { kind: "cutPage" },
  "a cut body": { kind: "cutBody" },
  "HTTP 200 with the code of a busy service": { kind: "code", code: 1000 },
  "HTTP 200 with an error code": { kind: "code", code: 500 },
  "HTTP 200 with the code of a missing permission": { kind: "code", code: 1001 },
  "an expired token": { kind: "code", code: 2206 },
  "a revoked token": { kind: "code", code: 2207 },
  "an answer of another shape": { kind: "shape", body: { data: { everything: "fine" } } },
  "the end of the provider's process": { kind: "killed" },
} satisfies Record<string, Trouble>;

/** Those that end neither the process nor the patience of every other call, each with its name. */
export const passingTroubles = Object.entries<Trouble>(troubles).filter(
  (entry): entry is [string, Exclude<Trouble, Killed>] =>
    entry[1].kind !== "killed" && !(entry[1].kind === "throttle" && entry[1].retryAfter instanceof Date),
);

/** Of these the client makes what it makes of another one above, so that no handler can tell them apart. */
const seenAlike: ReadonlySet<string> = new Set<keyof typeof troubles>([
  "an answer lost after the commit by a timeout",
  "an answer lost after the commit by a 502",
  "a 429 with Retry-After as a date",
  "a 502",
  "a connection reset",
  "HTTP 200 with the code of a busy service",
  "a revoked token",
]);

export interface Life {
  /** A life like another one of the same file, but for an option. */
  readonly isVariant?: boolean;
  readonly kind: KindName;
  /** The adapter by which the engine reaches the handlers. Default: that of dynamic resources. */
  readonly door?: (session: Session) => Door;
  /** The custom fields of users that are in the pool from the start. */
  readonly customFields?: NonNullable<NonNullable<EmulatorOptions["seed"]>["customFields"]>;
  readonly declared: (userId: string) => Properties;
  readonly changed: (userId: string) => Properties;
  /** What is true of the pool after the life. */
  readonly expectEnd: (pool: Pool, userId: string) => Promise<void>;
}

/**
 * Where it strikes in an operation: at one of its requests, which a repeat may mend, or at all of them, so that it
 * outlasts every repeat: then the operation fails, and the next run goes on.
 */
const places = {
  "at its first request": { skip: 0, times: 1 },
  "at its second request": { skip: 1, times: 1 },
  "at its third request": { skip: 2, times: 1 },
  "longer than the operation": { skip: 0, times: Infinity },
};

type Place = (typeof places)[keyof typeof places];

/** Who is in the pool from the start. */
const people = [{ username: "bystander", nickname: "By", groups: ["research"] }, { username: "bearer" }];

const statements = [{ resource: "books:*", actions: ["books:read"] }];

/** The policies in the pool. */
const seededPolicies = ["read", "write", "lend"].map((code) => ({ code, statements }));

/** A life with trouble in each of create, read, update and delete. Returns how many operations failed. */
async function live(pool: Pool, life: Life, trouble: Trouble, place: Place): Promise<number> {
  const { admin, emulator } = pool;
  const { list } = await admin.users.list();
  const idOf = (name: string): string => list.find(({ username }) => username === name)!.id;
  const [bystander, bearer] = [idOf("bystander"), idOf("bearer")];
  // The runs after a fault have all the time they need, and are logged in, which spares many a request.
  const engine = new SmallEngine(life.kind, () => contextOf(pool, { client: admin }), life.door);
  const [declared, changed] = [life.declared(bearer), life.changed(bearer)];
  let failures = 0;

  const strike = async (operation: (attempt: SmallEngine) => Promise<unknown>): Promise<void> => {
    const before = engine.kept;
    // A fault outlasts the patience of the client that it meets.
    const client = { timeout: 300, retryBudgetMs: 600 };
    const attempt = new SmallEngine(life.kind, () => contextOf(pool, { client }), life.door);
    attempt.kept = before;
    const isKilled = trouble.kind === "killed";
    const fault = isKilled ? ({ kind: "loseAnswer", then: "hang" } as const) : trouble;
    emulator.faults.add({ operation: "*", ...place, ...fault });
    const isDone = await operation(attempt).then(
      () => true,
      () => false,
    );
    // The engine hears nothing from a process that has ended, and keeps what it had.
    if (isDone || !isKilled) engine.kept = attempt.kept;
    emulator.faults.clear();
    if (!isDone) failures += 1;
    // A failure never makes the state forget an object.
    if (!isDone && before !== undefined) expect(engine.kept).toMatchObject({ id: before.id });
    const names = await usernames(pool);
    expect(names).toEqual([...new Set(names)]);
  };

  await strike((attempt) => attempt.up(declared));
  await converge(engine, declared);
  await strike((attempt) => attempt.refresh());
  await converge(engine, declared);
  await strike((attempt) => attempt.up(changed));
  await converge(engine, changed);
  await strike((attempt) => attempt.destroy());
  await engine.destroy();

  await life.expectEnd(pool, bearer);
  expect(await admin.users.detail(bystander)).toMatchObject({ nickname: "By" });
  expect(await heldBy(admin, bystander)).toEqual({ groups: ["research"], roles: [] });
  return failures;
}

/** The next run, without the fault: it converges, and the one after it has nothing to do. */
async function converge(engine: SmallEngine, declared: Properties): Promise<void> {
  try {
    await engine.up(declared);
  } catch (error) {
    // A person whom a lost answer left in the pool and whom no state knows: the run stops with the way out.
    expect(engine.kept).toBeUndefined();
    expect(String(error)).toMatch(/already in the pool.*adopt: true/u);
    await engine.up({ ...declared, adopt: true });
  }
  expect(await engine.refresh()).toBe("same");
  expect(await engine.up(engine.kept?.inputs ?? {})).toBe("same");
}

/** Of everybody in the pool, who are few. */
export async function usernames({ admin }: Pool): Promise<unknown[]> {
  const { list } = await admin.users.list(1, 50);
  return list.map(({ username }) => username);
}

export async function heldBy(
  admin: Pool["admin"],
  userId: string,
): Promise<{ groups: string[]; roles: string[] }> {
  const [groups, roles] = await Promise.all([admin.users.listGroups(userId), admin.users.listRoles(userId)]);
  return { groups: groups.list.map(({ code }) => code), roles: roles.list.map(({ code }) => code) };
}

/** What a life meets: the places of each trouble. */
type Cases = readonly (readonly [string, Trouble, readonly (readonly [string, Place])[]])[];

/**
 * Every life meets the troubles that a handler can tell apart, and all but the variants also meet those that the client
 * treats alike. What repeats another case is sampled: the troubles of a variant, and those that are treated alike, strike
 * at two of the four places, and in the next such life of the file at the other two. Everything else is met at each place.
 *
 * @param index of the life among the variants of its file, or among the others
 */
function casesOf({ isVariant = false }: Life, index: number): Cases {
  return Object.entries<Trouble>(troubles).flatMap(([name, trouble], row) => {
    const isAlike = seenAlike.has(name);
    if (isAlike && isVariant) return [];
    const isSampled = isAlike || isVariant;
    const met = Object.entries(places).filter(
      (_place, column) => !isSampled || (row + index + column) % 2 === 0,
    );
    return [[name, trouble, met]];
  });
}

/** The same by the other adapter, which differs in what it says and keeps, and not in what the handlers do. */
function byPlugin(name: string, life: Life): [string, Life] {
  return [`${name}, by the plugin`, { ...life, isVariant: true, door: pluginDoor }];
}

/** Lives each of the lives with its cases. */
export function liveWithTroubles(lives: Record<string, Life>): void {
  countTime();
  const all = Object.entries(lives).flatMap(([name, life]): [string, Life][] => [
    [name, life],
    ...(life.isVariant ? [] : [byPlugin(name, life)]),
  ]);
  const [variants, others] = [
    all.filter(([, life]) => life.isVariant),
    all.filter(([, life]) => !life.isVariant),
  ];
  const numbered = [variants, others].flatMap((group) =>
    group.map(([kind, life], index) => [kind, life, casesOf(life, index)] as const),
  );
  describe.concurrent.each(numbered)("%s", (_kind, life, cases) => {
    describe.each(cases)("survives %s", (_name, trouble, met) => {
      test.each(met)("%s", async (_place, place) => {
        const customFields = life.customFields ?? [];
        const pool = await openPool({ seed: { users: people, policies: seededPolicies, customFields } });
        try {
          const failures = await live(pool, life, trouble, place);

          // What has no end stops every operation, but for a cut page, which cannot touch an answer that is no page.
          const leastFailures = place.times === 1 || trouble.kind === "cutPage" ? 0 : 4;
          expect(failures).toBeGreaterThanOrEqual(leastFailures);
        } finally {
          await pool.emulator.close();
        }
      });
    });
  });
}
