import { getGroup, getGroups } from "./groups.js";
import type { LookupFunction } from "./lookup-function.js";
import { getRole, getRoles } from "./roles.js";
import { getUser, getUserGroups, getUserRoles, getUsers } from "./users.js";

const all = [getUser, getUsers, getUserGroups, getUserRoles, getGroup, getGroups, getRole, getRoles] as const;

export type FunctionName = (typeof all)[number]["name"];

/** Every function that reads the pool for a program: the one list that everything else is made from. */
export const lookupFunctions: readonly (LookupFunction & { readonly name: FunctionName })[] = all;

export { getGroup, getGroups, getRole, getRoles, getUser, getUserGroups, getUserRoles, getUsers };
