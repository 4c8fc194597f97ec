import { ObjectGoneError } from "../../model/errors.js";
import { checkInputs } from "../../model/rules/check-inputs.js";
import type { CodedKey } from "../../model/rules/coded.js";
import { differenceOf } from "../../model/rules/difference.js";
import { knownCodes, type KnownCodes, noKnownCodes, ownedCodes } from "../../model/rules/known-codes.js";
import { type MemberSet, memberSetOf } from "../../model/rules/members.js";
import { projectCodes } from "../../model/rules/project-codes.js";
import { presentProperties, type Properties } from "../../model/rules/record.js";
import { groupMembers as kind } from "../../model/schema/index.js";
import { unlessGone } from "../../sdk/unless-gone.js";
import type { UserPool } from "../pool/user-pool.js";
import type { Outcome } from "../pool/writing/assignment-writer.js";
import type { Handler, HandlerContext } from "./handler.js";
import { reconcileCodes, releaseCodes } from "./reconcile-codes.js";
import { toSetReadResult } from "./set-read-result.js";

const property = kind.subject.users;

/**
 * The users of one group. It is additive unless `exhaustive`: it holds the users whom it declares and leaves the others
 * alone. The id is the code of the group.
 */
export const groupMembers: Handler = {
  check(_olds, news) {
    return checkInputs(kind, news);
  },

  diff(state, declared) {
    const { changes, changed, replaces } = differenceOf(kind, state, declared);
    return replaces === undefined ? { changes, changed } : { changes, changed, replaces };
  },

  async create(context, declared) {
    const id = memberSetOf(kind, declared).code;
    return { id, outs: await reconcile(context, id, declared) };
  },

  async read({ pool }, id, state) {
    const known = memberSetOf(kind, state);
    const held = known.exhaustive ? await allUsersOf(pool, known.code) : await whoAreIn(pool, known);
    if (held === "gone") return "gone";
    const observed = projectCodes(known.userIds, held, known.exhaustive);
    return toSetReadResult(id, state, property, known.userIds, observed);
  },

  async lookUp({ pool }, id) {
    const users = await allUsersOf(pool, id);
    if (users === "gone") return "gone";
    return { id, outs: { [kind.subject.code]: id, [property]: users, userPoolId: pool.userPoolId } };
  },

  async update(context, id, state, declared) {
    const known = knownCodes(state, memberSetOf(kind, state).userIds);
    return { outs: await reconcile(context, id, declared, known) };
  },

  async delete({ pool }, id, state) {
    const { code, userIds } = memberSetOf(kind, state);
    // Nobody loses a group that is gone, or that an earlier run has renamed.
    if (pool.isLimited && (await pool.coded("group").readNow(groupKey(code))) === "gone") return;
    const release = forEach((userId) => pool.releaseGroups(userId, [code]));
    await releaseCodes({ id, property, release }, ownedCodes(state, userIds));
  },
};

/** `known`: what the state knows of its users; undefined for a new resource. */
async function reconcile(
  { pool, adopt }: HandlerContext,
  id: string,
  declared: Properties,
  known?: KnownCodes,
): Promise<Record<string, unknown>> {
  const { code, userIds, exhaustive } = memberSetOf(kind, declared);
  const observed = exhaustive ? await allUsersOf(pool, code) : undefined;
  if (observed === "gone") throw new ObjectGoneError(`group ${code}`);
  const { owned, unconfirmed } = known ?? noKnownCodes;
  const mayBeHeld = (adopt && known === undefined) || unconfirmed.length > 0;
  const target = {
    id,
    property,
    give: forEach((userId) => pool.joinGroups(userId, [code], mayBeHeld)),
    take: forEach((userId) => pool.leaveGroups(userId, [code])),
  };
  const outs = { ...presentProperties(declared), userPoolId: pool.userPoolId };
  return await reconcileCodes(target, { observed, owned, unconfirmed }, userIds, outs);
}

/** All users of the group, page by page. */
async function allUsersOf(pool: UserPool, code: string): Promise<string[] | "gone"> {
  return await unlessGone(pool.coded("group").usersOf(groupKey(code)));
}

function groupKey(code: string): CodedKey {
  return { object: "group", code, scope: undefined };
}

/** The declared users who are in the group. Their groups are read as for their own resources, many in one request. */
async function whoAreIn(pool: UserPool, { code, userIds }: MemberSet): Promise<string[]> {
  const users = await Promise.all(userIds.map((id) => pool.read({ id, groups: true })));
  return userIds.filter((_id, index) => {
    const user = users[index];
    return user !== undefined && user !== "gone" && user.groups?.includes(code) === true;
  });
}

/** Does something for each user, and names each by the outcome. */
function forEach(
  change: (userId: string) => Promise<Outcome>,
): (userIds: readonly string[]) => Promise<Outcome> {
  return async (userIds) => {
    const outcomes = await Promise.all(userIds.map(change));
    const failed = userIds.flatMap((code, index) =>
      (outcomes[index]?.failed ?? []).map((failure) => ({ ...failure, code })),
    );
    const failedIds = new Set(failed.map(({ code }) => code));
    return { done: userIds.filter((id) => !failedIds.has(id)), failed };
  };
}
