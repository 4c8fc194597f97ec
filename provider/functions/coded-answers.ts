import { type CodedKey, codedLabel } from "../../model/rules/coded.js";
import type { Properties } from "../../model/rules/record.js";
import { group, role } from "../../model/schema/index.js";
import { defaultNamespace } from "../../sdk/index.js";
import { type Answer, existing, notFound, type Question, stringsIn, textIn } from "./answer.js";
import type { PoolReader } from "./pool-reader.js";
import { toGroup, toRole } from "./results.js";

export const getGroup: Answer = async (pool, question) => {
  const key: CodedKey = { object: "group", code: textIn(question.args, "code"), scope: undefined };
  const found = await pool.coded(key, question);
  if (found === "gone") throw notFound("getGroup", codedLabel(group, key));
  return toGroup(found, pool.userPoolId);
};

export const getGroups: Answer = async (pool, question) => {
  const groups = await listed(pool, question, "group", undefined);
  return { groups: groups.map((found) => toGroup(found, pool.userPoolId)), userPoolId: pool.userPoolId };
};

export const getRole: Answer = async (pool, question) => {
  const scope = textIn(question.args, "namespace", defaultNamespace);
  const key: CodedKey = { object: "role", code: textIn(question.args, "code"), scope };
  const found = await pool.coded(key, question);
  if (found === "gone") throw notFound("getRole", codedLabel(role, key));
  return toRole(found, pool.userPoolId);
};

export const getRoles: Answer = async (pool, question) => {
  const namespace = textIn(question.args, "namespace", defaultNamespace);
  const roles = await listed(pool, question, "role", namespace);
  return {
    namespace,
    roles: roles.map((found) => toRole(found, pool.userPoolId)),
    userPoolId: pool.userPoolId,
  };
};

/** Those with the asked codes, or all. */
async function listed(
  pool: PoolReader,
  question: Question,
  object: CodedKey["object"],
  scope: string | undefined,
): Promise<readonly Properties[]> {
  if (question.args["codes"] === undefined) return await pool.allCoded(object, scope, question);
  return await existing(stringsIn(question.args, "codes"), (code) =>
    pool.coded({ object, code, scope }, question),
  );
}
