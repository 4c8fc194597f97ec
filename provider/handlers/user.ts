import type { PartialCreateError, User, UserSnapshot } from "../../sdk/index.js";
import {
  isApiError,
  isConflict,
  isNotFound,
  isOutcomeUnknown,
  isPartialCreate,
  uniqueUserFields,
  userFields as wireFields,
} from "../../sdk/index.js";
import { toError } from "../pool/reading/read-users.js";
import { isUserField, userFields } from "../../model/schema/user.js";
import { userOptions } from "../../model/schema/user-options.js";
import { checkInputs, checkRefusedChanges, refusedChange } from "../../model/rules/check-inputs.js";
import { PartialWriteError, UserGoneError, UnsafeChangeError } from "../../model/errors.js";
import { otherKeys, userKey } from "../../model/rules/user-key.js";
import { userLabel } from "../../model/rules/user-label.js";
import { isEmptyPlan, planChange } from "../../model/rules/plan-change.js";
import { ownedFields, projectRead, toState } from "../../model/rules/project.js";
import { presentProperties, type Properties } from "../../model/rules/record.js";
import { isSame } from "../../model/rules/same.js";
import { unconfirmedFields, unconfirmedOutput } from "../../model/rules/unconfirmed.js";
import { assertSamePool, type Handler, type HandlerContext, ownedTwice, type ReadResult } from "./handler.js";

/**
 * One person. The id is the service's own. No field replaces a person but the three that the API takes at creation
 * only, and those only where the program says so. City, province and a few more travel in an update that follows
 * the creation, so a creation can be half done: the person is kept in the state and the next `up` finishes.
 */
export const user: Handler = {
  check(olds, news) {
    const { inputs, failures } = checkInputs(args, [], news);
    if (uniqueUserFields.every((name) => inputs[name] === undefined)) failures.push(noUniqueField);
    const refused = checkRefusedChanges(userFields, olds, inputs);
    if (inputs["replaceOnCreateOnlyChange"] !== true) failures.push(...refused);
    else if (refused.length > 0 && isKept(olds, inputs)) failures.push(keptPersonInTheWay);
    return { inputs, failures };
  },

  diff(state, declared) {
    const plan = planChange(userFields, state, declared);
    const changes = !isEmptyPlan(plan) || optionsDiffer(state, declared);
    if (plan.refused.length === 0) return { changes };
    if (declared["replaceOnCreateOnlyChange"] !== true) {
      throw new UnsafeChangeError(plan.refused.map(refusedChange).join("; "));
    }
    // The unique fields are taken as long as the former person is there: delete first.
    return { changes, replaces: [...plan.refused], deleteBeforeReplace: true };
  },

  claim(declared) {
    return { person: userKey(declared) };
  },

  async create(context, declared) {
    if ((declared["adopt"] ?? context.adopt) === true) {
      const known = await findTheOne(context, declared);
      if (known !== undefined) return await adopt(context, known, declared);
    } else {
      const others = await context.pool.find(otherKeys(declared));
      if (others.length > 0) throw alreadyThere(context, declared, others);
    }
    try {
      const created = await context.pool.create(pick(declared, fieldNames));
      context.pool.ledger.claimUser(created.id, userKey(declared));
      return { id: created.id, outs: stateOf(context, declared, { ...created }) };
    } catch (error) {
      if (isPartialCreate(error)) throw halfDone(context, declared, error);
      if (!isConflict(error)) throw error;
      const people = await context.pool.findByUniqueFields(declared).catch(() => []);
      throw people.length === 0 ? error : alreadyThere(context, declared, people, error);
    }
  },

  async read(context, id, state) {
    assertSamePool(state, context.pool);
    // A program that looks a person up by id hands over no state, and wants all fields.
    if (Object.keys(presentProperties(state)).length === 0) return await lookUp(context, id);
    const observed = await context.pool.read({
      id,
      fields: ownedFields(userFields, state).filter(isUserField),
    });
    if (observed === "gone") return "gone";
    const owned = projectRead(userFields, state, observed.fields);
    const options = pick(state, optionNames);
    const outs = { ...owned, ...options, userPoolId: context.pool.userPoolId };
    const hasDrifted = fieldNames.some((name) => state[name] !== owned[name]);
    return hasDrifted ? { id, outs, inputs: { ...pick(owned, fieldNames), ...options } } : { id, outs };
  },

  async update(context, id, state, declared) {
    assertSamePool(state, context.pool);
    const { updates, cleared } = planChange(userFields, state, declared);
    if (Object.keys(updates).length === 0) return { outs: stateOf(context, declared, state, state) };
    const updating = context.pool.update(id, updates);
    const answer = { ...(await updating.catch((error: unknown) => unconfirmed(id, state, updates, error))) };
    const kept = cleared.filter((name) => isStillSet(name, state, answer));
    const outs = { ...stateOf(context, declared, answer, state), ...pick(state, kept) };
    return kept.length === 0 ? { outs } : { outs: await clearByEmptyText(context, id, outs, kept) };
  },

  async delete(context, id, state) {
    assertSamePool(state, context.pool);
    const how = state["deletionPolicy"] ?? "delete";
    if (how === "retain" || context.pool.ledger.isClaimed(id)) return;
    const label = `${id} (${userLabel(state, context.isDebug)})`;
    const removal = context.pool.remove(
      {
        id,
        how: how === "block" ? "block" : "delete",
        verify: (observed) => {
          assertSameUser(state, observed, label);
        },
      },
      { userId: id, what: `${how === "block" ? "blocking" : "deleting"} user ${label}` },
    );
    await removal.catch((error: unknown) => {
      throw isApiError(error) && error.apiCode === ownerStays ? explainOwner(label, error) : error;
    });
  },
};

/** What the API takes on update only follows the creation: where that failed, none of it counts as set. */
function halfDone(
  context: HandlerContext,
  declared: Properties,
  cause: PartialCreateError,
): PartialWriteError {
  const { id } = cause.user;
  context.pool.ledger.claimUser(id, userKey(declared));
  const missing = Object.keys(pick(declared, namesTakenOnUpdate));
  const observed = { ...cause.user, ...Object.fromEntries(missing.map((name) => [name, null])) };
  const open = isOutcomeUnknown(cause.cause) ? missing : [];
  const reason = cause.cause instanceof Error ? cause.cause.message : cause.message;
  return new PartialWriteError(
    `user ${id} was created, but without ${missing.join(", ")}: ${reason}. The next \`pulumi up\` sets what is missing`,
    id,
    { ...stateOf(context, declared, observed), ...unconfirmedOutput(open) },
    { cause },
  );
}

/** An update that failed. Where nobody knows whether it was done, the state says so, and the next `up` does it again. */
function unconfirmed(id: string, state: Properties, updates: object, error: unknown): never {
  if (isNotFound(error)) throw new UserGoneError(id, { cause: error });
  if (!isOutcomeUnknown(error)) throw error;
  const names = [...new Set([...unconfirmedFields(state), ...Object.keys(updates)])];
  throw new PartialWriteError(
    `user ${id} was perhaps updated, perhaps not: ${toError(error).message}. The next \`pulumi up\` sets ${names.join(", ")} again`,
    id,
    { ...presentProperties(state), ...unconfirmedOutput(names) },
    { cause: error },
  );
}

/** Whether the policy, the one of the state or the declared one, leaves the person in the pool. */
function isKept(olds: Properties, declared: Properties): boolean {
  return [olds, declared].some(({ deletionPolicy }) => (deletionPolicy ?? "delete") !== "delete");
}

const keptPersonInTheWay = {
  property: "replaceOnCreateOnlyChange",
  reason:
    "replaceOnCreateOnlyChange deletes the person and creates a new one, and a deletionPolicy other than " +
    '"delete" would leave the person in the way. Set deletionPolicy to "delete", run `pulumi up`, and then change the field',
};

const noUniqueField = {
  property: "username",
  reason: `a person needs one of ${uniqueUserFields.join(", ")}: by it the service tells people apart`,
};

const args = { ...userFields, ...userOptions };
const fieldNames = Object.keys(userFields);
const optionNames = Object.keys(userOptions);
const namesTakenOnUpdate = fieldNames.filter(
  (name) => isUserField(name) && wireFields[name].write === "updateOnly",
);

function optionsDiffer(state: Properties, declared: Properties): boolean {
  return optionNames.some((name) => state[name] !== declared[name]);
}

function pick(properties: Properties, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    names.filter((name) => properties[name] !== undefined).map((name) => [name, properties[name]]),
  );
}

function stateOf(
  { pool }: HandlerContext,
  declared: Properties,
  observed: Properties,
  former: Properties = {},
): Record<string, unknown> {
  const owned = toState(userFields, declared, observed, former);
  return { ...owned, ...pick(declared, optionNames), userPoolId: pool.userPoolId };
}

/** The one person in the pool whom the declared unique fields name. */
async function findTheOne(context: HandlerContext, declared: Properties): Promise<User | undefined> {
  const [first, ...others] = meet(context, await context.pool.findByUniqueFields(declared));
  if (first !== undefined && others.length > 0) {
    const people = [first, ...others].map(({ id }) => id).join(" and ");
    throw new UnsafeChangeError(
      `the unique fields that the program declares belong to different people, users ${people}: nobody was adopted. ` +
        "Declare the fields of one of them",
    );
  }
  if (first !== undefined) assertNoContradiction(first, declared);
  return first;
}

/** Usernames and phone numbers are given to somebody else in time: one that fits does not make it the same person. */
function assertNoContradiction(known: User, declared: Properties): void {
  const others = uniqueUserFields.filter(
    (name) =>
      declared[name] !== undefined && known[name] && !isSame(userFields[name], declared[name], known[name]),
  );
  if (others.length === 0) return;
  throw new UnsafeChangeError(
    `user ${known.id} has some of the unique fields that the program declares, and another ${others.join(" and another ")}: ` +
      "this may be somebody else, so the person was not adopted. If it is the right one, declare the value that the " +
      "person has, and change it after the adoption",
  );
}

/** Takes over a person who is already there: the declared fields are set, the password is not. */
async function adopt(
  context: HandlerContext,
  known: User,
  declared: Properties,
): Promise<{ id: string; outs: Record<string, unknown> }> {
  if (!context.pool.ledger.claimUser(known.id, userKey(declared))) {
    throw new UnsafeChangeError(ownedTwice(known.id));
  }
  const observed: Properties = { ...known, ...(await readUnknownFields(context, known, declared)) };
  const refused = Object.entries(userFields)
    .filter(([name, field]) => field.onChange === "refuse" && declared[name] !== undefined)
    .filter(([name, field]) => !isSame(field, declared[name], observed[name]))
    .map(([name]) => name);
  if (refused.length > 0) {
    throw new UnsafeChangeError(
      `user ${known.id} is already there with another ${refused.join(", ")}, which the API takes at creation only: ` +
        "the person was not adopted. Leave the field out, or declare the value that the person has",
    );
  }
  const asIs = stateOf(context, declared, observed);
  const { updates } = planChange(userFields, asIs, declared);
  if (Object.keys(updates).length === 0) return { id: known.id, outs: asIs };
  const updated = await context.pool.update(known.id, updates);
  return { id: known.id, outs: stateOf(context, declared, { ...updated }, asIs) };
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
  const person = await pool.read({ id: known.id, fields, isFresh: true });
  if (person === "gone") throw new UserGoneError(known.id);
  return person.fields;
}

function alreadyThere(
  context: HandlerContext,
  declared: Properties,
  people: readonly User[],
  cause?: Error,
): Error {
  const ids = meet(context, people)
    .map(({ id }) => id)
    .join(" and ");
  return new UnsafeChangeError(
    `the user (${userLabel(declared, context.isDebug)}) is already in the pool with the id ${ids}, so nobody was ` +
      `created${cause === undefined ? "" : `: ${cause.message}`}. If you renamed the resource, give it the former name ` +
      "as an alias; to take over a person whom no state knows, set adopt: true on the resource or run " +
      "`pulumi config set approw:adopt true`",
    { cause },
  );
}

/** Notes those who are there already, so that no other resource of this run removes them. */
function meet<People extends readonly User[]>({ pool }: HandlerContext, people: People): People {
  for (const { id } of people) pool.ledger.meet(id);
  return people;
}

/** A lookup by id, as `User.get` makes it: all fields of the person, and nothing secret. */
async function lookUp({ pool }: HandlerContext, id: string): Promise<ReadResult | "gone"> {
  const found = await pool.detail(id);
  if (found === "gone") return "gone";
  const readable = Object.entries(userFields).filter(
    ([, field]) => field.stored === "value" && !field.secret,
  );
  const fields = pick(
    { ...found },
    readable.map(([name]) => name),
  );
  return { id, outs: { ...presentProperties(fields), userPoolId: pool.userPoolId } };
}

/** Whether a field that was to be cleared still has the value that the state knows. */
function isStillSet(name: string, state: Properties, answer: Properties): boolean {
  if (!isUserField(name) || state[name] === undefined || answer[name] === undefined) return false;
  return isSame(userFields[name], answer[name], state[name]);
}

/**
 * What null means to the service is not documented: where it changed nothing, an empty text is tried in the fields that
 * take one. What stays set all the same is kept in the state, so that nothing is taken for cleared that is not.
 */
async function clearByEmptyText(
  { pool }: HandlerContext,
  id: string,
  outs: Record<string, unknown>,
  kept: readonly string[],
): Promise<Record<string, unknown>> {
  const texts = kept.filter((name) => isUserField(name) && userFields[name].schema.safeParse("").success);
  const attempt = Object.fromEntries(texts.map((name) => [name, ""]));
  const answer = texts.length === 0 ? {} : await pool.update(id, attempt).catch(toError);
  const observed: Properties = answer instanceof Error ? {} : { ...answer };
  const stubborn = kept.filter((name) => observed[name] === undefined || isStillSet(name, outs, observed));
  const remaining = Object.fromEntries(
    Object.entries(outs).filter(([name]) => !kept.includes(name) || stubborn.includes(name)),
  );
  if (stubborn.length === 0) return remaining;
  const reason = answer instanceof Error ? `: ${answer.message}` : "";
  throw new PartialWriteError(
    `user ${id} was updated, but the service keeps the former value of ${stubborn.join(", ")}${reason}. Declare the ` +
      "value that it should have",
    id,
    remaining,
  );
}

/** The service's code for a deletion of the user pool's owner. */
const ownerStays = 2212;

function explainOwner(label: string, cause: Error): Error {
  return new UnsafeChangeError(
    `user ${label} owns the user pool and was not deleted: ${cause.message}. Put the person back into the program with ` +
      'deletionPolicy: "retain", run `pulumi up`, and then remove the person again',
    { cause },
  );
}

/** An id could have been given to somebody else since, by a restore or a slip in the state. */
function assertSameUser(state: Properties, observed: UserSnapshot, label: string): void {
  const known = uniqueUserFields.filter((name) => state[name] !== undefined);
  const isSamePerson = known.some((name) => isSame(userFields[name], state[name], observed.fields[name]));
  if (isSamePerson || known.length === 0) return;
  throw new UnsafeChangeError(
    `user ${label} is not who the state knows: the pool has another ${known.join(" and another ")}. Nobody was ` +
      "removed. Look at the person; if it is the right one, run `pulumi refresh` so that the state knows the new " +
      "name, then try again",
  );
}
