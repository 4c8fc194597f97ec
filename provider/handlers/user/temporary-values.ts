import { type UniqueField } from "../../../model/rules/user-key.js";
import { uniqueUserFields, type UpdateUserInput, type User } from "../../../sdk/index.js";

/** The value of each unique field while another user needs the previous one. The id of the user makes it unique. */
const temporaryValues = {
  username: (id) => `moving-${id}`,
  email: (id) => `moving-${id}@approw.invalid`,
  // Nothing in the form of a phone number is certain to belong to no one.
  phone: () => null,
  externalId: (id) => `moving-${id}`,
} as const satisfies Record<UniqueField, (id: string) => string | null>;

/**
 * The update that frees the values in some fields of a user. A user who would be left without any unique field gets a
 * temporary username, because the service identifies users by them.
 */
export function temporaryUpdate(user: User, names: readonly UniqueField[]): UpdateUserInput {
  const values: UpdateUserInput = Object.fromEntries(
    names.map((name) => [name, temporaryValues[name](user.id)]),
  );
  const remains = uniqueUserFields.some((name) => (name in values ? values[name] : user[name]));
  return remains ? values : { ...values, username: temporaryValues.username(user.id) };
}

/** Whether a value is the user's own temporary one. */
export function isTemporary(id: string, name: UniqueField, value: unknown): boolean {
  return typeof value === "string" && value === temporaryValues[name](id);
}
