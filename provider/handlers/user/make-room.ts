import { isSame } from "../../../model/rules/same.js";
import { pick, type Properties } from "../../../model/rules/record.js";
import { looseKeys, otherKeys, type UniqueField, userKey } from "../../../model/rules/user-key.js";
import { userLabel } from "../../../model/rules/user-label.js";
import { user as kind, userFields } from "../../../model/schema/user.js";
import { isConflict, uniqueUserFields, type User } from "../../../sdk/index.js";
import type { Prospect } from "../../pool/safety/moving-values.js";
import type { Manager } from "../../process/stack-state.js";
import type { HandlerContext } from "../handler.js";
import { deletionPolicyOf } from "../deletion-policy.js";
import {
  alreadyExists,
  type Conflict,
  declaredTwice,
  heldOutside,
  inReplacement,
  managedElsewhere,
  notGivenUp,
  setByHand,
} from "./occupied.js";
import { park } from "./park.js";
import { heldBy, type Seeker, sharedWith } from "./seeker.js";
import { isTemporary } from "./temporary-values.js";

/** The users who had a wanted value when they were looked for. */
export interface Sighting {
  readonly users: readonly User[];
  /** By the clock of `MovingValues`. */
  readonly at: number;
}

/** What to do about a user who has a wanted value: wait for its operation, park the value, or look again. */
type Verdict = "givesUp" | "handsOver" | "lookAgain";

/** Looks for the users who have a wanted value. */
export async function sight({ pool }: HandlerContext, { id, wanted }: Seeker): Promise<Sighting> {
  const at = pool.moving.now();
  const users = await (id === undefined ? pool.meet(wanted) : pool.holdersOf(wanted));
  return { users: users.filter((user) => user.id !== id), at };
}

/**
 * Makes room in the spellings of the wanted values that the service does not compare: it would take two spellings of one
 * phone number for two users.
 */
export async function freeOtherSpellings(context: HandlerContext, seeker: Seeker): Promise<void> {
  const { pool } = context;
  const keys = otherKeys(seeker.wanted);
  for (;;) {
    const at = pool.moving.now();
    const users = await pool.meet(seeker.wanted, keys);
    if (users.length === 0) return;
    await makeRoom(context, seeker, { users, at });
  }
}

/**
 * Repeats a write that the service refuses because of a unique value, as long as the users who have the value give it
 * up in this run.
 *
 * @throws UnsafeChangeError when one of them keeps it
 */
export async function withRoom<Result>(
  context: HandlerContext,
  seeker: Seeker,
  write: () => Promise<Result>,
): Promise<Result> {
  const { moving } = context.pool;
  for (let hasLooked = false; ;) {
    const startedAt = moving.now();
    try {
      return await write();
    } catch (error) {
      if (!isConflict(error)) throw error;
      const sighting = await sight(context, seeker).catch(() => undefined);
      if (sighting !== undefined && sighting.users.length > 0)
        await makeRoom(context, seeker, sighting, error);
      else if (!moving.hasChangedSince(startedAt)) {
        // Whoever had the value may have given it up since, and the answer may still be on its way.
        if (hasLooked || sighting === undefined || seeker.id === undefined) throw error;
        hasLooked = true;
      }
    }
  }
}

/**
 * Makes the users who have a wanted value give it up. Returns when it is worth another attempt.
 *
 * @throws UnsafeChangeError when one of them keeps it
 */
export async function makeRoom(
  context: HandlerContext,
  seeker: Seeker,
  { users, at }: Sighting,
  cause?: Error,
): Promise<void> {
  const conflicts = users.map((holder) => ({ seeker, holder, names: heldBy(seeker, { ...holder }), cause }));
  const unclear = conflicts.find(({ names }) => names.length === 0);
  if (unclear !== undefined) throw unclearConflict(context, unclear, users);
  const verdicts = new Map<Conflict, Verdict>();
  for (const conflict of conflicts) verdicts.set(conflict, await judge(context, conflict, users, at));
  for (const [{ holder }, verdict] of verdicts) {
    if (verdict === "lookAgain") return;
    if (verdict === "givesUp" && (await context.pool.moving.waitFor(holder.id, context.turn))) return;
  }
  for (const [conflict, verdict] of verdicts) {
    if (verdict === "handsOver") await admitHandOver(context, conflict);
    await park(context, conflict);
  }
}

/** Decides on one of the users who have a wanted value. */
async function judge(
  context: HandlerContext,
  conflict: Conflict,
  found: readonly User[],
  sightedAt: number,
): Promise<Verdict> {
  const { moving } = context.pool;
  const { holder, names } = conflict;
  const prospect = (): Prospect => moving.prospectOf(holder.id, pick({ ...holder }, names));
  await moving.calls.whileOpen(() => prospect() === "unknown" || prospect() === "pending");
  const recorded = prospect() === "unknown" ? await managerOf(context, conflict, found) : undefined;
  switch (prospect()) {
    case "kept":
      throw await declaredTwice(context, conflict);
    case "foreign":
      throw await setByHand(context, conflict);
    case "replaced":
      throw inReplacement(context, conflict);
    case "over":
      if (moving.hasEndedSince(holder.id, sightedAt)) return "lookAgain";
      throw await notGivenUp(context, conflict);
    case "pending":
    case "running":
      return "givesUp";
    case "unknown":
      if (recorded === undefined) return "lookAgain";
      assertGivesUp(context, conflict, recorded);
      return "handsOver";
  }
}

/**
 * The resource that manages the user by the state of the stack.
 *
 * @throws UnsafeChangeError when there is none
 */
async function managerOf(
  context: HandlerContext,
  conflict: Conflict,
  found: readonly User[],
): Promise<Manager> {
  const isNew = conflict.seeker.id === undefined;
  try {
    const manager = await context.managerOf(conflict.holder.id);
    if (manager !== undefined) return manager;
  } catch (failure) {
    const reason = failure instanceof Error ? failure.message : String(failure);
    const doubt = `the state of this stack could not be read to check whether it manages that user (${reason})`;
    if (!isNew) throw heldOutside(context, conflict, doubt);
    const alias = `If you renamed the resource, add its previous name as an alias (in a roster: under previously); ${doubt}. `;
    throw alreadyExists(context, conflict, found, alias);
  }
  if (isNew) throw alreadyExists(context, conflict, found);
  throw heldOutside(context, conflict, "no resource of this stack manages that user");
}

/**
 * A user whom the engine has not compared in this run, and that a resource of the stack manages. An existing user may have
 * its values: each resource that has not been compared yet either gives them up or leaves the program. A new user may
 * be the same one under another name of the resource, and the account would be deleted at the end of the run.
 *
 * @throws UnsafeChangeError unless the user gives the values up for certain
 */
function assertGivesUp(context: HandlerContext, conflict: Conflict, manager: Manager): void {
  const { seeker, holder, names } = conflict;
  const { urn, adapter = "dynamic", state, isKept, mayBeLeftOut } = manager;
  const refuse = (reason: string): Error => managedElsewhere(context, conflict, manager, reason);
  if (
    !names.every(
      (name) => typeof state[name] === "string" && isSame(userFields[name], state[name], holder[name]),
    )
  ) {
    throw refuse("The state does not show that the resource set this value");
  }
  if (mayBeLeftOut) {
    throw refuse(
      "This run selects resources, and may leave that one as it is. Include both in the selection",
    );
  }
  if (isKept || deletionPolicyOf(kind, state) !== "delete") {
    throw refuse("The user stays in the pool when that resource is deleted, and keeps the value");
  }
  if (seeker.id !== undefined) return;
  // The engine does not compare a resource that it is told to replace.
  const name = context.pool.declarations.nameOf(seeker.wanted);
  const hasItsName = name !== undefined && urn.endsWith(`::${name}`);
  if (hasItsName && adapter === context.adapter) throw inReplacement(context, conflict);
  // Changed by hand, the user may differ in the pool, and still be the one whom the resource declared.
  const shared = [...new Set([...sharedWith(seeker, { ...holder }), ...sharedWith(seeker, state)])];
  const isDeclaredSame = uniqueUserFields.some(
    (name) => !names.includes(name) && mayBeSame(name, seeker.wanted[name], state[name]),
  );
  if (shared.length > 0 || isDeclaredSame || !isSomeoneElse(seeker.wanted, holder)) {
    const why = shared.length === 0 ? "" : `, with the same ${shared.join(" and ")}`;
    const [change, former, where] =
      adapter === context.adapter
        ? ["renamed the resource", "name", " (in a roster: under previously)"]
        : ["moved the resource to the plugin or back", "type", ""];
    throw refuse(
      `It may be the same user${why}: if you ${change}, add its previous ${former} as an alias${where}`,
    );
  }
}

/** Whether a user has another value in a field that the newcomer declares. A temporary value says nothing. */
function isSomeoneElse(wanted: Properties, holder: User): boolean {
  return uniqueUserFields.some((name: UniqueField) => {
    const value = holder[name];
    if (wanted[name] === undefined || !value || isTemporary(holder.id, name, value)) return false;
    return !mayBeSame(name, wanted[name], value);
  });
}

/** Whether some service may treat two values as equal. */
function mayBeSame(name: UniqueField, one: unknown, other: unknown): boolean {
  if (!one || !other) return false;
  if (isSame(userFields[name], one, other)) return true;
  const [key] = looseKeys({ [name]: one });
  return key !== undefined && looseKeys({ [name]: other }).includes(key);
}

/**
 * A user whom the engine has not compared may be about to be deleted, and counts as one who is until the engine compares
 * the user.
 */
async function admitHandOver({ pool, isDebug }: HandlerContext, { seeker, holder }: Conflict): Promise<void> {
  const label = `${holder.id} (${userLabel({ ...holder }, isDebug)})`;
  const taker = seeker.id === undefined ? "a new user" : `user ${seeker.id}`;
  await pool.admitHandOver({
    userId: holder.id,
    what: `giving unique values of user ${label} to ${taker}, before the deletion of ${holder.id}`,
  });
  if (seeker.id === undefined) pool.ownership.part(holder.id, userKey(seeker.wanted));
}

/** The service treats two values as equal that differ by our rules: nothing can be freed. */
function unclearConflict(context: HandlerContext, conflict: Conflict, found: readonly User[]): Error {
  const { seeker } = conflict;
  const names = uniqueUserFields.filter((name) => seeker.wanted[name] !== undefined);
  if (seeker.id === undefined) return alreadyExists(context, { ...conflict, names }, found);
  return heldOutside(context, { ...conflict, names }, "the pool has another spelling of it");
}
