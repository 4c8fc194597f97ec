import { isConflict, isPartialCreate, uniqueUserFields } from "../../../sdk/index.js";
import { UnsafeChangeError } from "../../../model/errors.js";
import { checkInputs, checkRefusedChanges, refusedChange } from "../../../model/rules/check-inputs.js";
import { differenceOf } from "../../../model/rules/difference.js";
import { type ChangePlan, planChange } from "../../../model/rules/plan-change.js";
import { ownedFields } from "../../../model/rules/project.js";
import { pick, presentProperties, type Properties } from "../../../model/rules/record.js";
import { noUniqueField } from "../../../model/rules/user-key.js";
import { isUserField, user as kind } from "../../../model/schema/user.js";
import { deletionPolicyOf, isKeptAsAdopted } from "../deletion-policy.js";
import type { Handler, HandlerContext } from "../handler.js";
import { toReadResult } from "../read-result.js";
import { accessQuery, observedAccess, reconcileAccess, withKnownAccess } from "./access.js";
import { adopt, findTheOne, findToAdopt } from "./adopt.js";
import { clearStubborn, clearTemporaryUsername, isStillSet } from "./clear.js";
import {
  allObservedCustomData,
  customDataQuery,
  observedCustomData,
  reconcileCustomData,
  withKnownCustomData,
} from "./custom-data.js";
import { halfDone, unconfirmed } from "./half-done.js";
import { checkKeptPassword, refuseKeptPassword } from "./kept-password.js";
import { freeOtherSpellings, withRoom } from "./make-room.js";
import { outputsOf } from "./outputs.js";
import { removeUser } from "./remove.js";
import { mover, newcomer } from "./seeker.js";
import { isTemporary } from "./temporary-values.js";

const userFieldNames = Object.keys(kind.fields).filter(isUserField);

/**
 * One user. The id is the service's own. Only a change of a create-only field replaces the user, and only where the
 * program says so. City, province and a few more are sent in an update that follows the creation, so a creation can be
 * half done: the user is kept in the state and the next `up` finishes.
 */
export const user: Handler = {
  check(olds, news) {
    const { inputs, failures } = checkInputs(kind, news);
    if (uniqueUserFields.every((name) => inputs[name] === undefined)) failures.push(noUniqueField);
    failures.push(...checkKeptPassword(olds, inputs));
    const refused = checkRefusedChanges(kind, olds, inputs);
    if (inputs["replaceOnCreateOnlyChange"] !== true) failures.push(...refused);
    else if (refused.length > 0 && [olds, inputs].some(isKeptWhenDeleted)) failures.push(keptUserInTheWay);
    return { inputs, failures };
  },

  diff(state, declared) {
    const { plan, changes, changed } = differenceOf(kind, state, declared);
    refuseKeptPassword(plan, declared);
    if (plan.refused.length === 0) return { changes, changed };
    if (declared["replaceOnCreateOnlyChange"] !== true) {
      throw new UnsafeChangeError(plan.refused.map((name) => refusedChange(kind, name)).join("; "));
    }
    // The unique fields are taken as long as the previous user exists: delete first.
    return { changes, changed, replaces: [...plan.refused], deleteBeforeReplace: true };
  },

  async create(context, declared) {
    const { id, outs } = await createUser(context, declared);
    return { id, outs: await writeRest(context, id, {}, declared, outs) };
  },

  async read(context, id, state) {
    const fields = ownedFields(kind.fields, state).filter(isUserField);
    const query = { id, fields, ...accessQuery(id, state), ...customDataQuery(state) };
    const observed = await context.pool.read(query);
    if (observed === "gone") return "gone";
    const { lists, foreign } = observedAccess(id, state, observed);
    const values = { ...observed.fields, ...lists, ...observedCustomData(state, observed) };
    return toReadResult(context, kind, id, state, values, foreign);
  },

  async lookUp({ pool }, id) {
    const found = await pool.readAll(id);
    if (found === "gone") return "gone";
    const readable = userFieldNames.filter((name) => isReadable(kind.fields[name]));
    const fields = presentProperties(pick({ ...found.fields }, readable));
    return { id, outs: { ...fields, ...allObservedCustomData(found), userPoolId: pool.userPoolId } };
  },

  async update(context, id, state, declared) {
    const plan = planChange(kind.fields, state, declared);
    refuseKeptPassword(plan, declared);
    const outs = await updateFields(context, id, state, declared, plan);
    return { outs: await writeRest(context, id, state, declared, outs) };
  },

  async delete(context, id, state) {
    const policy = deletionPolicyOf(kind, state);
    if (policy === "retain") {
      if (isKeptAsAdopted(state)) context.warn(keptAdopted(id, state));
      return;
    }
    await removeUser(context, id, state, policy === "block" ? "block" : "delete");
  },
};

/** Takes over the user who is in the pool, or creates one. */
async function createUser(context: HandlerContext, declared: Properties): Promise<Created> {
  try {
    const isAdopting = (declared["adopt"] ?? context.adopt) === true;
    if (isAdopting) return await adoptOrCreate(context, declared);
    const seeker = newcomer(declared);
    return await withRoom(context, seeker, async () => {
      await freeOtherSpellings(context, seeker);
      return await createNew(context, declared);
    });
  } catch (error) {
    throw isPartialCreate(error) ? halfDone(context, declared, error) : error;
  }
}

/** Writes what follows the fields: groups and roles, and then custom data. Returns the outputs with them. */
async function writeRest(
  context: HandlerContext,
  id: string,
  state: Properties,
  declared: Properties,
  outs: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const known = withKnownCustomData(outs, state);
  const given = await reconcileAccess(context, id, state, declared, known);
  return await reconcileCustomData(context, id, state, declared, given);
}

/** Writes the fields that changed, apart from groups, roles and custom data, and returns the outputs. */
async function updateFields(
  context: HandlerContext,
  id: string,
  state: Properties,
  declared: Properties,
  plan: ChangePlan,
): Promise<Record<string, unknown>> {
  const updates = pick(plan.updates, userFieldNames);
  if (Object.keys(updates).length === 0) return outputsOf(context, declared, state, state);
  const { pool } = context;
  const updating = withRoom(context, mover(id, updates), () =>
    pool.moving.exclusively(id, () => pool.update(id, updates)),
  );
  const answer = { ...(await updating.catch((error: unknown) => unconfirmed(id, state, updates, error))) };
  const kept = plan.cleared.filter((name) => isStillSet(name, state, answer));
  const owned = outputsOf(context, declared, answer, state, Object.keys(updates));
  const outs = withKnownCustomData(withKnownAccess({ ...owned, ...pick(state, kept) }, state), state);
  const isTemporarilyNamed =
    declared["username"] === undefined && isTemporary(id, "username", answer.username);
  if (isTemporarilyNamed) await clearTemporaryUsername(context, id, outs);
  return kept.length === 0 ? outs : await clearStubborn(context, id, outs, kept);
}

interface Created {
  readonly id: string;
  readonly outs: Record<string, unknown>;
}

async function adoptOrCreate(context: HandlerContext, declared: Properties): Promise<Created> {
  const { moving } = context.pool;
  let known = await findToAdopt(context, declared);
  while (known === undefined) {
    const startedAt = moving.now();
    try {
      return await createNew(context, declared);
    } catch (error) {
      if (!isConflict(error)) throw error;
      known = await findTheOne(context, declared);
      if (known === undefined && !moving.hasChangedSince(startedAt)) throw error;
    }
  }
  return await adopt(context, known, declared);
}

async function createNew(context: HandlerContext, declared: Properties): Promise<Created> {
  const created = await context.pool.create(pick(declared, userFieldNames), pick(declared, ["keepPassword"]));
  return { id: created.id, outs: outputsOf(context, declared, { ...created }, {}, Object.keys(declared)) };
}

function keptAdopted(id: string, state: Properties): string {
  const held = kind.subject.access.map(({ codes }) => codes).filter((codes) => isFilled(state[codes]));
  const access = held.length === 0 ? "" : ` and keeps its ${held.join(" and ")}`;
  return (
    `user ${id} was adopted, so the account stays in the pool${access}. To delete or block adopted users, declare their ` +
    "deletionPolicy before you remove them from the program"
  );
}

function isFilled(codes: unknown): boolean {
  return Array.isArray(codes) && codes.length > 0;
}

/** What a lookup answers: everything but secrets. */
function isReadable({ secret, stored }: { readonly secret: boolean; readonly stored: string }): boolean {
  return stored === "value" && !secret;
}

/** Whether the deletion policy leaves the user in the pool. */
function isKeptWhenDeleted({ deletionPolicy = "delete" }: Readonly<Record<string, unknown>>): boolean {
  return deletionPolicy !== "delete";
}

const keptUserInTheWay = {
  property: "replaceOnCreateOnlyChange",
  reason:
    'replaceOnCreateOnlyChange deletes the user and creates a new one, so deletionPolicy must be "delete". Set it, run ' +
    "`pulumi up`, and then change the field",
};
