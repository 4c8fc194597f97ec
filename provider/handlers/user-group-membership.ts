import { assignmentOptions, knownMembership, membershipFields } from "../../model/schema/assignments.js";
import { checkInputs } from "../../model/rules/check-inputs.js";
import { diffAssignment } from "../../model/rules/diff-assignment.js";
import { UserGoneError } from "../../model/errors.js";
import { ownedCodes } from "../../model/rules/foreign-codes.js";
import { projectCodes } from "../../model/rules/project-codes.js";
import { presentProperties, type Properties } from "../../model/rules/record.js";
import { assertSamePool, type Handler, type HandlerContext } from "./handler.js";
import { type CodeSet, reconcileCodes, releaseCodes, toReadResult } from "./reconcile-codes.js";

const args = { ...membershipFields, ...assignmentOptions };

/**
 * The groups of one person. Additive unless `exhaustive`: it holds the groups that it declares and leaves the rest
 * alone. The id is the user's. Another person replaces the resource: the new one joins before the former one leaves.
 */
export const userGroupMembership: Handler = {
  check(_olds, news) {
    return checkInputs(args, ["userId", "groups"], news);
  },

  diff(state, declared) {
    return diffAssignment(membershipFields, ["userId"], "groups", state, declared);
  },

  claim(declared) {
    const { data } = knownMembership.safeParse(declared);
    if (data === undefined) return { edges: [] };
    return { edges: data.groups.map((code) => ({ kind: "group", userId: data.userId, code })) };
  },

  async create(context, declared) {
    const { userId } = knownMembership.parse(declared);
    return { id: userId, outs: await reconcile(context, declared, []) };
  },

  async read(context, id, state) {
    assertSamePool(state, context.pool);
    const { userId, groups, exhaustive } = knownMembership.parse(state);
    const person = await context.pool.read({ id: userId, groups: true });
    if (person === "gone") return "gone";
    return toReadResult(id, state, "groups", projectCodes(groups, person.groups ?? [], exhaustive));
  },

  async update(context, _id, state, declared) {
    assertSamePool(state, context.pool);
    const { groups } = knownMembership.parse(state);
    return { outs: await reconcile(context, declared, ownedCodes(state, groups)) };
  },

  async delete(context, _id, state) {
    assertSamePool(state, context.pool);
    const { userId, groups } = knownMembership.parse(state);
    await releaseCodes(codeSet(context, userId), ownedCodes(state, groups));
  },
};

/** `owned`: the groups that are the resource's own. Where the program is the whole truth, what others gave is held too. */
async function reconcile(
  context: HandlerContext,
  declared: Properties,
  owned: readonly string[],
): Promise<Record<string, unknown>> {
  const { userId, groups, exhaustive } = knownMembership.parse(declared);
  const held = exhaustive ? await observedGroups(context, userId) : owned;
  const outs = { ...presentProperties(declared), userPoolId: context.pool.userPoolId };
  return await reconcileCodes(codeSet(context, userId), { held, owned }, groups, outs);
}

async function observedGroups({ pool }: HandlerContext, userId: string): Promise<readonly string[]> {
  const person = await pool.read({ id: userId, groups: true, isFresh: true });
  if (person === "gone") throw new UserGoneError(userId);
  return person.groups ?? [];
}

function codeSet({ pool }: HandlerContext, userId: string): CodeSet {
  return {
    property: "groups",
    id: userId,
    give: (codes) => pool.joinGroups(userId, codes),
    take: (codes) => pool.leaveGroups(userId, codes),
    release: (codes) => pool.releaseGroups(userId, codes),
  };
}
