import { UnsafeChangeError, UserGoneError } from "../../../model/errors.js";
import { bookkeepingOutput } from "../../../model/rules/bookkeeping.js";
import { planChange } from "../../../model/rules/plan-change.js";
import { ownedFields } from "../../../model/rules/project.js";
import type { Properties } from "../../../model/rules/record.js";
import { isSame } from "../../../model/rules/same.js";
import { otherKeys } from "../../../model/rules/user-key.js";
import { isUserField, type UserFieldName, userFields } from "../../../model/schema/user.js";
import { uniqueUserFields, type User } from "../../../sdk/index.js";
import type { HandlerContext } from "../handler.js";
import { makeRoom, type Sighting, sight } from "./make-room.js";
import { outputsOf } from "./outputs.js";
import { newcomer } from "./seeker.js";
import { blockingFields, unblocking } from "./unblock.js";

/** The user to adopt; undefined when the pool has none. */
export async function findToAdopt(context: HandlerContext, declared: Properties): Promise<User | undefined> {
  const { pool } = context;
  const declaredFields = Object.keys(declared).filter(isComparedField);
  const listed = await pool.findListed(declared, [...uniqueUserFields, ...blockingFields, ...declaredFields]);
  if (listed === "unlisted") {
    // Whoever the pages do not list is not looked up by the declared values: the service refuses to create a second user
    // with one of them. Other spellings of them it does not refuse.
    const others = await pool.meet(declared, otherKeys(declared));
    return others.length > 0 ? await findTheOne(context, declared) : undefined;
  }
  if (listed === "unknown" || (await isManaged(context, listed))) return await findTheOne(context, declared);
  return listed;
}

/** A field that is compared with what the program declares. */
function isComparedField(name: string): name is UserFieldName {
  return isUserField(name) && userFields[name].stored === "value";
}

/**
 * The one user in the pool whom the declared unique fields name, and whom no resource of this stack manages: such a user
 * gives the values up in this run, or there is an error.
 */
export async function findTheOne(context: HandlerContext, declared: Properties): Promise<User | undefined> {
  const seeker = newcomer(declared);
  let sighting = await sight(context, seeker);
  for (let managed = await managedAmong(context, sighting); managed.users.length > 0;) {
    await makeRoom(context, seeker, managed);
    sighting = await sight(context, seeker);
    managed = await managedAmong(context, sighting);
  }
  const [first, ...others] = sighting.users;
  if (first !== undefined && others.length > 0) {
    const ids = [first, ...others].map(({ id }) => id).join(" and ");
    throw new UnsafeChangeError(
      `the declared unique fields belong to different users, ${ids}. None was adopted. Declare the fields of one of them`,
    );
  }
  if (first !== undefined) assertNoContradiction(first, declared);
  return first;
}

/** Those whom a resource of this stack manages. */
async function managedAmong(context: HandlerContext, { users, at }: Sighting): Promise<Sighting> {
  const managed: User[] = [];
  for (const user of users) {
    if (await isManaged(context, user)) managed.push(user);
  }
  return { users: managed, at };
}

async function isManaged(context: HandlerContext, { id }: User): Promise<boolean> {
  if (context.pool.moving.isKnown(id)) return true;
  try {
    return (await context.managerOf(id)) !== undefined;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UnsafeChangeError(
      `user ${id} was not adopted, because the state of this stack could not be read to check whether another ` +
        `resource manages the user: ${reason}. Put the Pulumi CLI on PATH, or leave out adopt`,
      { cause },
    );
  }
}

/** Usernames and phone numbers are reused over time: one that matches does not make it the same user. */
function assertNoContradiction(known: User, declared: Properties): void {
  const others = uniqueUserFields.filter(
    (name) =>
      declared[name] !== undefined && known[name] && !isSame(userFields[name], declared[name], known[name]),
  );
  if (others.length === 0) return;
  throw new UnsafeChangeError(
    `user ${known.id} has some of the declared unique fields, but a different ${others.join(" and a different ")}. It may ` +
      "be someone else, so the user was not adopted. If it is the right user, declare the value that the user has, " +
      "and change it after the adoption",
  );
}

/** Takes over a user who already exists: the declared fields are set, the password is not. */
export async function adopt(
  context: HandlerContext,
  known: User,
  declared: Properties,
): Promise<{ id: string; outs: Record<string, unknown> }> {
  context.takeOver(known.id);
  warnOfUndeclared(context, known, declared);
  const observed: Properties = { ...known, ...(await readUnknownFields(context, known, declared)) };
  assertCreateOnlyFieldsMatch(known, observed, declared);
  const asIs = { ...outputsOf(context, declared, observed), ...bookkeepingOutput({ adopted: true }) };
  const updates = {
    ...unblocking(context, known, declared),
    ...planChange(userFields, asIs, declared).updates,
  };
  if (Object.keys(updates).length === 0) return { id: known.id, outs: asIs };
  const updated = await context.pool.update(known.id, updates);
  return { id: known.id, outs: outputsOf(context, declared, { ...updated }, asIs, Object.keys(updates)) };
}

/** An account with another email or phone than the program knows may be more than the program takes it for. */
function warnOfUndeclared({ warn }: HandlerContext, known: User, declared: Properties): void {
  const others = uniqueUserFields.filter((name) => known[name] && declared[name] === undefined);
  if (others.length === 0) return;
  warn(
    `the adopted user ${known.id} also has values that the program does not declare: ${others.join(", ")}. Check that it ` +
      "is the right user",
  );
}

/** The declared fields that a look-up by a unique field does not answer. */
async function readUnknownFields(
  { pool }: HandlerContext,
  known: User,
  declared: Properties,
): Promise<Properties> {
  const fields = ownedFields(userFields, declared)
    .filter(isUserField)
    .filter((name) => known[name] === undefined);
  if (fields.length === 0) return {};
  const user = await pool.read({ id: known.id, fields, isFresh: true });
  if (user === "gone") throw new UserGoneError(known.id);
  return user.fields;
}

function assertCreateOnlyFieldsMatch({ id }: User, observed: Properties, declared: Properties): void {
  const differing = Object.entries(userFields)
    .filter(([name, field]) => field.onChange === "refuse" && declared[name] !== undefined)
    .filter(([name, field]) => !isSame(field, declared[name], observed[name]))
    .map(([name]) => name);
  if (differing.length === 0) return;
  throw new UnsafeChangeError(
    `user ${id} already exists with a different ${differing.join(" and a different ")}, which the API accepts at creation ` +
      "only. The user was not adopted. Remove the field from the program, or declare the value that the user has",
  );
}
