import { code } from "../schema/field.js";
import { argument, listOf, namespaceOf } from "./arguments.js";
import type { LookupFunction } from "./lookup-function.js";
import { poolResult, present, roleResult } from "./results.js";

export const getRole = {
  name: "getRole",
  doc: "Reads one role by its code, in one namespace.",
  example: `const deployer = await approw.getRole({ code: "deployer" });`,
  args: { code: argument(code("Code of the role.")), namespace: namespaceOf("role") },
  required: ["code"],
  result: { ...roleResult, ...poolResult },
  errors: ["No role in the namespace has the code."],
} as const satisfies LookupFunction;

export const getRoles = {
  name: "getRoles",
  doc: `Reads roles of one namespace: all of them, or those with some codes.

Every page is read, and a list that stays incomplete is an error. Roles that do not exist are left out.`,
  example: `const { roles } = await approw.getRoles({ namespace: "hr" });`,
  args: {
    namespace: namespaceOf("roles"),
    codes: listOf("codes", "Codes of roles. Default: all roles of the namespace."),
  },
  result: {
    namespace: present("string", "Namespace of the roles."),
    roles: present("GetRoleResult[]", "The roles, each once."),
    ...poolResult,
  },
  errors: [],
} as const satisfies LookupFunction;
