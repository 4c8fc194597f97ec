import type { PoolContents, PoolUser } from "../../../roster/write/pool-contents.js";

const nothing: PoolContents = {
  users: [],
  groups: [],
  roles: [],
  policies: [],
  customFields: [],
  grants: [],
};

/** A pool with some contents. */
export function poolOf(contents: Partial<PoolContents>): PoolContents {
  return { ...nothing, ...contents };
}

/** A user with a number as its id. */
export function userOf(number: number, fields: PoolUser["fields"], rest: Partial<PoolUser> = {}): PoolUser {
  const id = `5f702fcc913544e3${number.toString(16).padStart(8, "0")}`;
  return { id, fields, groups: [], roles: [], customData: [], mistyped: [], ...rest };
}
