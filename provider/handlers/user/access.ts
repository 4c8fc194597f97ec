import { PartialWriteError, UserGoneError } from "../../../model/errors.js";
import { accessKey, accessLists, accessSetsOf } from "../../../model/rules/access.js";
import { unconfirmedCodes, withNotes } from "../../../model/rules/bookkeeping.js";
import type { EdgeSet } from "../../../model/rules/edges.js";
import { type KnownCodes, knownInSet, noKnownCodes, noteKey } from "../../../model/rules/known-codes.js";
import { without } from "../../../model/rules/plan-set.js";
import { projectCodes } from "../../../model/rules/project-codes.js";
import type { Properties } from "../../../model/rules/record.js";
import { user as kind } from "../../../model/schema/user.js";
import { toError } from "../../../sdk/to-error.js";
import { defaultNamespace, type UserSnapshot } from "../../../sdk/index.js";
import type { UserPool } from "../../pool/user-pool.js";
import type { Outcome } from "../../pool/writing/assignment-writer.js";
import type { HandlerContext } from "../handler.js";
import { applyCodes, describeFailures, type Target } from "../reconcile-codes.js";

/** The fields of a user that are groups and roles. */
const accessNames: readonly string[] = kind.subject.access.map(({ codes }) => codes);

/** What to read of a user to see the groups and roles that a state holds. */
export function accessQuery(id: string, state: Properties): { groups: boolean; roleNamespaces: string[] } {
  return queryFor(accessSetsOf(kind, id, state));
}

function queryFor(sets: readonly EdgeSet[]): ReturnType<typeof accessQuery> {
  return {
    groups: sets.some(({ edge }) => edge === "group"),
    roleNamespaces: sets.flatMap(({ edge, scope }) =>
      edge === "role" && scope !== undefined ? [scope] : [],
    ),
  };
}

/** The lists of a state as the pool has them, and those codes in them that were given elsewhere. */
export function observedAccess(
  id: string,
  state: Properties,
  observed: UserSnapshot,
): { lists: Properties; foreign: string[] } {
  const known = knownSets(id, state);
  const sets = accessSetsOf(kind, id, state).map((set) => ({
    ...set,
    codes: projectCodes(set.codes, heldCodes(set, observed), set.exhaustive),
  }));
  const foreign = sets.flatMap((set) =>
    without(set.codes, knownOf(known, set).owned).map((code) => noteKey(set, code)),
  );
  return { lists: accessLists(kind, sets), foreign };
}

/** What is declared apart from groups and roles. */
function withoutAccess(declared: Properties): Record<string, unknown> {
  return Object.fromEntries(Object.entries(declared).filter(([name]) => !accessNames.includes(name)));
}

/** Outputs of a write that has not come to groups and roles: with those that the state holds as its own. */
export function withKnownAccess(outs: Properties, state: Properties): Record<string, unknown> {
  const known = knownSets("", state);
  const sets = accessSetsOf(kind, "", state).map((set) => ({ ...set, codes: knownOf(known, set).owned }));
  const properties = { ...withoutAccess(outs), ...accessLists(kind, sets) };
  return withNotes(properties, { foreign: [], unconfirmedCodes: unconfirmedCodes(state) });
}

/**
 * Brings the groups and roles of a user to the declared ones, and returns the outputs with them. `outs` are those of the
 * other fields, which are written already: a failure is a PartialWriteError that keeps them, and what the resource holds.
 */
export async function reconcileAccess(
  context: HandlerContext,
  id: string,
  state: Properties,
  declared: Properties,
  outs: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const others = withNotes(withoutAccess(outs), { unconfirmedCodes: [] });
  try {
    return await applyAccess(context, id, state, declared, others);
  } catch (error) {
    if (error instanceof PartialWriteError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new PartialWriteError(
      `groups and roles of user ${id} were not set: ${reason}`,
      id,
      withKnownAccess(others, state),
      { cause: error },
    );
  }
}

async function applyAccess(
  context: HandlerContext,
  id: string,
  state: Properties,
  declared: Properties,
  others: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const wanted = new Map(accessSetsOf(kind, id, declared).map((set) => [accessKey(set), set]));
  const known = knownSets(id, state);
  const before = accessSetsOf(kind, id, state);
  const all = [...wanted.values(), ...before.filter((set) => !wanted.has(accessKey(set))).map(withoutCodes)];
  if (all.length === 0) return others;
  const user = await observeExhaustive(context.pool, id, all);
  const results = await Promise.all(
    all.map(async (set) => {
      const { owned, unconfirmed } = knownOf(known, set);
      const held = user === undefined || !set.exhaustive ? undefined : heldCodes(set, user);
      // What the resource did not hold before, another one may have given.
      const mayBeHeld = context.adopt || !known.has(accessKey(set)) || unconfirmed.length > 0;
      const target = targetOf(context.pool, set, {
        mayBeHeld,
        isKept: declared["removedAccess"] === "keep",
        isReleased: !all.some(({ edge, codes }) => edge === set.edge && codes.length > 0),
      });
      const applied = await applyCodes(target, { observed: held, owned, unconfirmed }, set.codes);
      const notes = applied.unconfirmed.map((code) => noteKey(set, code));
      return { set: { ...set, codes: applied.kept }, failed: applied.failed, notes };
    }),
  );
  const failed = results.flatMap((each) => each.failed);
  const [first] = failed;
  if (first === undefined) {
    const lists = accessNames.flatMap((name) =>
      declared[name] === undefined ? [] : [[name, declared[name]]],
    );
    return { ...others, ...(Object.fromEntries(lists) as Record<string, unknown>) };
  }
  const kept = results
    .map(({ set }) => set)
    .filter((set) => wanted.has(accessKey(set)) || set.codes.length > 0);
  throw new PartialWriteError(
    `groups and roles of user ${id} were only partly set. Failed: ${describeFailures(failed)}`,
    id,
    withNotes(
      { ...others, ...accessLists(kind, kept) },
      { unconfirmedCodes: results.flatMap(({ notes }) => notes) },
    ),
    { cause: first.error },
  );
}

/** What a state knows of the codes in it, by set. */
function knownSets(id: string, state: Properties): ReadonlyMap<string, KnownCodes> {
  return new Map(
    accessSetsOf(kind, id, state).map((set) => [accessKey(set), knownInSet(state, set)] as const),
  );
}

function knownOf(known: ReadonlyMap<string, KnownCodes>, set: EdgeSet): KnownCodes {
  return known.get(accessKey(set)) ?? noKnownCodes;
}

/** A set that is no longer declared. */
function withoutCodes(set: EdgeSet): EdgeSet {
  return { ...set, codes: [], exhaustive: false };
}

/** What the user has now, for sets that are complete. */
async function observeExhaustive(
  pool: UserPool,
  id: string,
  sets: readonly EdgeSet[],
): Promise<UserSnapshot | undefined> {
  const exhaustive = sets.filter((set) => set.exhaustive);
  if (exhaustive.length === 0) return undefined;
  const user = await pool.read({ id, ...queryFor(exhaustive), isFresh: true });
  if (user === "gone") throw new UserGoneError(id);
  return user;
}

function heldCodes(
  { edge, scope = defaultNamespace }: EdgeSet,
  { groups = [], roles = {} }: UserSnapshot,
): readonly string[] {
  return edge === "group" ? groups : (roles[scope] ?? []);
}

const nothingTaken: Outcome = { done: [], failed: [] };

interface Manner {
  /** The user may have the codes already, so that reading is worth a request. */
  readonly mayBeHeld: boolean;
  /** Codes that are removed from the program stay with the user. */
  readonly isKept: boolean;
  /** The user loses all groups, or all roles, because of a removal from the program. */
  readonly isReleased: boolean;
}

function targetOf(pool: UserPool, set: EdgeSet, { mayBeHeld, isKept, isReleased }: Manner): Target {
  const { edge, scope = defaultNamespace } = set;
  const userId = set.holder.id;
  const take = (codes: readonly string[]): Promise<Outcome> => {
    if (codes.length === 0) return Promise.resolve(nothingTaken);
    if (isKept && !set.exhaustive) {
      pool.noteAccessLeft(userId);
      return Promise.resolve(nothingTaken);
    }
    if (edge === "group")
      return isReleased ? pool.releaseGroups(userId, codes) : pool.leaveGroups(userId, codes);
    return isReleased ? pool.releaseRoles(userId, codes, scope) : pool.revokeRoles(userId, codes, scope);
  };
  const give = (codes: readonly string[]): Promise<Outcome> => {
    if (codes.length === 0) return Promise.resolve(nothingTaken);
    return edge === "group"
      ? pool.joinGroups(userId, codes, mayBeHeld)
      : pool.assignRoles(userId, codes, scope, mayBeHeld);
  };
  return { give: failing(give), take: failing(take) };
}

/** A refusal concerns these codes only: the state must know what became of the others, which are written side by side. */
function failing(change: Target["give"]): Target["give"] {
  return async (codes) => {
    try {
      return await change(codes);
    } catch (thrown) {
      const error = toError(thrown);
      return { done: [], failed: codes.map((code) => ({ code, error })) };
    }
  };
}
