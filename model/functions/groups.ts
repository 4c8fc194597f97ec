import { code } from "../schema/field.js";
import { argument, listOf } from "./arguments.js";
import type { LookupFunction } from "./lookup-function.js";
import { groupResult, poolResult, present } from "./results.js";

export const getGroup = {
  name: "getGroup",
  doc: "Reads one group by its code.",
  example: `const engineering = await approw.getGroup({ code: "engineering" });`,
  args: { code: argument(code("Code of the group.")) },
  required: ["code"],
  result: { ...groupResult, ...poolResult },
  errors: ["No group has the code."],
} as const satisfies LookupFunction;

export const getGroups = {
  name: "getGroups",
  doc: `Reads groups: all of the pool, or those with some codes.

Every page is read, and a list that stays incomplete is an error. Groups that do not exist are left out.`,
  example: `const { groups } = await approw.getGroups();`,
  args: { codes: listOf("codes", "Codes of groups. Default: all groups of the pool.") },
  result: { groups: present("GetGroupResult[]", "The groups, each once."), ...poolResult },
  errors: [],
} as const satisfies LookupFunction;
