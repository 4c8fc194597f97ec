import { pick, type Properties } from "../../model/rules/record.js";
import { userLabel } from "../../model/rules/user-label.js";
import { defaultNamespace, uniqueUserFields } from "../../sdk/index.js";
import { type Answer, existing, notFound, type Question, stringsIn, textIn } from "./answer.js";
import type { PoolReader } from "./pool-reader.js";
import { toUser, toUserWithSecrets } from "./results.js";

export const getUser: Answer = async (pool, question) => {
  const { args } = question;
  const known = args["id"] === undefined ? await findUser(pool, question) : undefined;
  const id = known === undefined ? textIn(args, "id") : textIn(known, "id");
  const withSecrets = args["withSecrets"] === true;
  if (known !== undefined && !withSecrets) return toUser(known, pool.userPoolId);
  const user = withSecrets ? await pool.userWithSecrets(id, question) : await pool.user(id, question);
  if (user === "gone") throw notFound("getUser", `user ${id}`);
  const observed = { ...user.fields, id };
  return withSecrets ? toUserWithSecrets(observed, pool.userPoolId) : toUser(observed, pool.userPoolId);
};

export const getUsers: Answer = async (pool, question) => {
  const users = await usersOf(pool, question);
  return { users: users.map((user) => toUser(user, pool.userPoolId)), userPoolId: pool.userPoolId };
};

export const getUserGroups: Answer = async (pool, question) => {
  const userId = textIn(question.args, "userId");
  const groups = await pool.groupsOf(userId, question);
  if (groups === "gone") throw notFound("getUserGroups", `user ${userId}`);
  return { userId, groups: [...groups], userPoolId: pool.userPoolId };
};

export const getUserRoles: Answer = async (pool, question) => {
  const userId = textIn(question.args, "userId");
  const namespace = textIn(question.args, "namespace", defaultNamespace);
  const roles = await pool.rolesOf(userId, namespace, question);
  if (roles === "gone") throw notFound("getUserRoles", `user ${userId}`);
  return { userId, namespace, roles: [...roles], userPoolId: pool.userPoolId };
};

async function findUser(pool: PoolReader, question: Question): Promise<Properties> {
  const { args, isDebug } = question;
  const field = uniqueUserFields.find((name) => args[name] !== undefined) ?? "username";
  const user = await pool.find({ field, value: textIn(args, field) }, question);
  if (user === undefined) throw notFound("getUser", `user with ${userLabel(pick(args, [field]), isDebug)}`);
  return user;
}

async function usersOf(pool: PoolReader, question: Question): Promise<readonly Properties[]> {
  const { args } = question;
  if (args["ids"] !== undefined) {
    const found = await existing(stringsIn(args, "ids"), (id) => pool.user(id, question));
    return found.map(({ id, fields }) => ({ ...fields, id }));
  }
  if (args["search"] !== undefined) return await pool.search(textIn(args, "search"), question);
  if (args["group"] !== undefined) return await pool.membersOf(textIn(args, "group"), question);
  if (args["role"] === undefined) return await pool.everyone(question);
  return await pool.holdersOf(textIn(args, "role"), textIn(args, "namespace", defaultNamespace), question);
}
