import { pick, type Properties } from "../../../model/rules/record.js";
import { userLabel } from "../../../model/rules/user-label.js";
import type { UniqueField } from "../../../model/rules/user-key.js";
import { uniqueUserFields } from "../../../sdk/index.js";
import { isSame } from "../../../model/rules/same.js";
import { userFields } from "../../../model/schema/user.js";

/** A user who needs unique values, which others may have. */
export interface Seeker {
  /** Undefined for a user who is not created yet. */
  readonly id: string | undefined;
  /** The unique values that the user needs. */
  readonly wanted: Properties;
  /** What tells who the user is, of a user who is not created yet. */
  readonly person: Properties;
}

const personalFields = Object.entries(userFields)
  .filter(([, { personal }]) => personal)
  .map(([name]) => name);

export function newcomer(declared: Properties): Seeker {
  return { id: undefined, wanted: pick(declared, uniqueUserFields), person: pick(declared, personalFields) };
}

/** An existing user who is about to be updated. */
export function mover(id: string, updates: Properties): Seeker {
  const names = uniqueUserFields.filter((name) => typeof updates[name] === "string");
  return { id, wanted: pick(updates, names), person: {} };
}

/** The fields in which a user has a value that the seeker needs. */
export function heldBy({ wanted }: Seeker, holder: Properties): UniqueField[] {
  return uniqueUserFields.filter(
    (name) => wanted[name] !== undefined && isSame(userFields[name], wanted[name], holder[name]),
  );
}

/** The fields that make a newcomer the same person as a user of the pool, in all probability. */
export function sharedWith({ person }: Seeker, user: Properties): string[] {
  return Object.entries(userFields)
    .filter(([name, field]) => person[name] !== undefined && isSame(field, person[name], user[name]))
    .filter(([name]) => Boolean(user[name]))
    .map(([name]) => name);
}

export function nameOf({ id, wanted }: Seeker, isDebug: boolean): string {
  return id === undefined ? `the user (${userLabel(wanted, isDebug)})` : `user ${id}`;
}

/** Some of the wanted values, as messages show them. */
export function labelOf({ wanted }: Seeker, names: readonly UniqueField[], isDebug: boolean): string {
  return names.map((name) => userLabel(pick(wanted, [name]), isDebug)).join(" and ");
}
