import { allCustomData } from "../../model/rules/custom-data.js";
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
  // Both reads share a request.
  const [fields, customData] = await Promise.all([
    known !== undefined && !withSecrets ? known : fieldsOf(pool, id, withSecrets, question),
    customDataOf(pool, id, question),
  ]);
  if (fields === "gone" || customData === "gone") throw notFound("getUser", `user ${id}`);
  const observed = { ...fields, ...customData, id };
  return withSecrets ? toUserWithSecrets(observed, pool.userPoolId) : toUser(observed, pool.userPoolId);
};

export const getUsers: Answer = async (pool, question) => {
  const found = await usersOf(pool, question);
  const users = await Promise.all(
    found.map(async (user) => {
      if (user["customData"] !== undefined) return [toUser(user, pool.userPoolId)];
      const customData = await customDataOf(pool, textIn(user, "id"), question);
      return customData === "gone" ? [] : [toUser({ ...user, ...customData }, pool.userPoolId)];
    }),
  );
  return { users: users.flat(), userPoolId: pool.userPoolId };
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

async function fieldsOf(
  pool: PoolReader,
  id: string,
  withSecrets: boolean,
  question: Question,
): Promise<Properties | "gone"> {
  const user = withSecrets ? await pool.userWithSecrets(id, question) : await pool.user(id, question);
  return user === "gone" ? user : { ...user.fields };
}

/** Empty where the question does not ask for it. */
async function customDataOf(pool: PoolReader, id: string, question: Question): Promise<Properties | "gone"> {
  if (question.args["withCustomData"] !== true) return {};
  const customData = await pool.customDataOf(id, question);
  return customData === "gone" ? customData : { customData };
}

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
    const asksForCustomData = args["withCustomData"] === true;
    const found = await existing(stringsIn(args, "ids"), (id) => pool.user(id, question, asksForCustomData));
    return found.map(({ id, fields, customData }) => ({
      ...fields,
      id,
      ...(asksForCustomData && customData && { customData: allCustomData(customData) }),
    }));
  }
  if (args["search"] !== undefined) return await pool.search(textIn(args, "search"), question);
  if (args["group"] !== undefined) return await pool.membersOf(textIn(args, "group"), question);
  if (args["role"] === undefined) return await pool.everyone(question);
  return await pool.holdersOf(textIn(args, "role"), textIn(args, "namespace", defaultNamespace), question);
}
