import type { FunctionName } from "../../model/functions/index.js";
import type { Answer } from "./answer.js";
import { getGroup, getGroups, getRole, getRoles } from "./coded-answers.js";
import { getUser, getUserGroups, getUserRoles, getUsers } from "./user-answers.js";

/** How each function is answered. */
export const answers: Readonly<Record<FunctionName, Answer>> = {
  getUser,
  getUsers,
  getUserGroups,
  getUserRoles,
  getGroup,
  getGroups,
  getRole,
  getRoles,
};
