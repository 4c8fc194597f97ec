import { defaultNamespace } from "../../sdk/index.js";
import {
  assignmentOptions,
  knownRoleAssignment,
  roleAssignmentFields,
} from "../../model/schema/assignments.js";
import { checkInputs } from "../../model/rules/check-inputs.js";
import { diffAssignment } from "../../model/rules/diff-assignment.js";
import { UserGoneError } from "../../model/errors.js";
import { ownedCodes } from "../../model/rules/foreign-codes.js";
import { projectCodes } from "../../model/rules/project-codes.js";
import { presentProperties, type Properties } from "../../model/rules/record.js";
import { assertSamePool, type Handler, type HandlerContext } from "./handler.js";
import { type CodeSet, reconcileCodes, releaseCodes, toReadResult } from "./reconcile-codes.js";

const args = { ...roleAssignmentFields, ...assignmentOptions };

/**
 * The roles that one person holds in one namespace. Additive unless `exhaustive`: it holds the roles that it declares
 * and leaves the rest alone. The id is `<user id>/<namespace>`. Another person or namespace replaces the resource: what
 * is new is assigned before the former is revoked.
 */
export const userRoleAssignment: Handler = {
  check(_olds, news) {
    return checkInputs(args, ["userId", "roles"], news);
  },

  diff(state, declared) {
    const unnamed = { namespace: defaultNamespace };
    return diffAssignment(
      roleAssignmentFields,
      ["userId", "namespace"],
      "roles",
      { ...unnamed, ...presentProperties(state) },
      { ...unnamed, ...presentProperties(declared) },
    );
  },

  claim(declared) {
    const { data } = knownRoleAssignment.safeParse(declared);
    if (data === undefined) return { edges: [] };
    const { userId, namespace, roles } = data;
    return { edges: roles.map((code) => ({ kind: "role", userId, code, namespace })) };
  },

  async create(context, declared) {
    const { userId, namespace } = knownRoleAssignment.parse(declared);
    return { id: formatId(userId, namespace), outs: await reconcile(context, declared, []) };
  },

  async read(context, id, state) {
    assertSamePool(state, context.pool);
    const { userId, roles, namespace, exhaustive } = knownRoleAssignment.parse(state);
    const person = await context.pool.read({ id: userId, roleNamespace: namespace });
    if (person === "gone") return "gone";
    return toReadResult(id, state, "roles", projectCodes(roles, person.roles?.[namespace] ?? [], exhaustive));
  },

  async update(context, _id, state, declared) {
    assertSamePool(state, context.pool);
    const { roles } = knownRoleAssignment.parse(state);
    return { outs: await reconcile(context, declared, ownedCodes(state, roles)) };
  },

  async delete(context, _id, state) {
    assertSamePool(state, context.pool);
    const { userId, roles, namespace } = knownRoleAssignment.parse(state);
    await releaseCodes(codeSet(context, userId, namespace), ownedCodes(state, roles));
  },
};

/** `owned`: the roles that are the resource's own. Where the program is the whole truth, what others gave is held too. */
async function reconcile(
  context: HandlerContext,
  declared: Properties,
  owned: readonly string[],
): Promise<Record<string, unknown>> {
  const { userId, roles, namespace, exhaustive } = knownRoleAssignment.parse(declared);
  const held = exhaustive ? await observedRoles(context, userId, namespace) : owned;
  const outs = { ...presentProperties(declared), userPoolId: context.pool.userPoolId };
  return await reconcileCodes(codeSet(context, userId, namespace), { held, owned }, roles, outs);
}

async function observedRoles(
  { pool }: HandlerContext,
  userId: string,
  namespace: string,
): Promise<readonly string[]> {
  const person = await pool.read({ id: userId, roleNamespace: namespace, isFresh: true });
  if (person === "gone") throw new UserGoneError(userId);
  return person.roles?.[namespace] ?? [];
}

function codeSet({ pool }: HandlerContext, userId: string, namespace: string): CodeSet {
  return {
    property: "roles",
    id: formatId(userId, namespace),
    give: (codes) => pool.assignRoles(userId, codes, namespace),
    take: (codes) => pool.revokeRoles(userId, codes, namespace),
    release: (codes) => pool.releaseRoles(userId, codes, namespace),
  };
}

function formatId(userId: string, namespace: string): string {
  return `${userId}/${namespace}`;
}
