import { InvalidInputError } from "../errors.js";
import type { UserField, UserFieldRow } from "./user-fields.js";
import { fieldKinds, isUserField, uniqueUserFields, userField } from "./user-fields.js";

/** Values as they are sent, by field. */
export type WireFields = Partial<Record<UserField, unknown>>;

const createWrites: readonly UserFieldRow["write"][] = ["createAndUpdate", "createOnly", "updateOnly"];
const updateWrites: readonly UserFieldRow["write"][] = ["createAndUpdate", "updateOnly"];

/** The checked fields of a new user: those for the creation, and those that an update sets after it. */
export function toCreateFields(
  userInfo: object,
  operation = "users.create",
  place = "",
): { created: WireFields; updated: WireFields } {
  const fields = toWireFields(operation, userInfo, createWrites, false, place);
  const created: WireFields = {};
  const updated: WireFields = {};
  for (const [name, value] of fields) {
    const target = userField(name).write === "updateOnly" ? updated : created;
    target[name] = value;
  }
  return { created, updated };
}

/** The checked fields of one of many new users, at this place of the input. A password and no identifier are refused. */
export function toManyCreateFields(
  userInfo: object,
  place: string,
): { created: WireFields; updated: WireFields; secrets: string[] } {
  const operation = "users.createMany";
  const fields = toCreateFields(userInfo, operation, `${place}.`);
  const { created } = fields;
  if ("password" in created) {
    throw invalid(
      operation,
      `${place}.password`,
      `${place} has a password; create users with a password one by one, with users.create`,
    );
  }
  if (!uniqueUserFields.some((key) => created[key] !== undefined && created[key] !== "")) {
    throw invalid(operation, place, `${place} must have a username, email, phone or externalId`);
  }
  return { ...fields, secrets: secretsIn(created) };
}

/** The checked changes of a user. Null clears a field, undefined is left out. */
export function toUpdateFields(updates: object): WireFields {
  return Object.fromEntries(toWireFields("users.update", updates, updateWrites, true));
}

/** The fields to return after a write: the id, the given fields, and the fields that were sent, as they are stored now. */
export function withSent(fields: readonly UserField[], sent: WireFields): UserField[] {
  const names = Object.keys(sent).filter(isUserField);
  const readable = names.filter((name) => userField(name).kind !== "password");
  return [...new Set<UserField>(["id", ...fields, ...readable])];
}

/** The sent values that no message may show. */
export function secretsIn(sent: WireFields): string[] {
  return Object.entries(sent).flatMap(([name, value]) =>
    isUserField(name) && userField(name).secret && typeof value === "string" ? [value] : [],
  );
}

function toWireFields(
  operation: string,
  input: object,
  writes: readonly UserFieldRow["write"][],
  mayClear: boolean,
  place = "",
): [UserField, unknown][] {
  return Object.entries(input).flatMap(([name, value]): [UserField, unknown][] => {
    if (value === undefined) return [];
    const path = place + name;
    if (!isUserField(name)) throw invalid(operation, path, `unknown field ${path}`);
    const { write, kind } = userField(name);
    if (!writes.includes(write)) throw invalid(operation, path, `${path} ${whenToSet[write]}`);
    if (value === null && mayClear && kind !== "password") return [[name, null]];
    const given: unknown = kind === "texts" && typeof value === "string" ? [value] : value;
    const parsed = fieldKinds[kind].safeParse(given);
    if (parsed.success) return [[name, parsed.data]];
    throw invalid(operation, path, `${path} must be ${validValues[kind]}`);
  });
}

const whenToSet: Readonly<Record<UserFieldRow["write"], string>> = {
  never: "is set by the service",
  createOnly: "can only be set when the user is created",
  updateOnly: "can only be set by an update",
  createAndUpdate: "can always be set",
};

const validValues: Readonly<Record<UserFieldRow["kind"], string>> = {
  text: "a string",
  flag: "true or false",
  count: "an integer",
  time: "an ISO 8601 string",
  texts: "a list of strings",
  password: "a string",
};

function invalid(operation: string, field: string, reason: string): InvalidInputError {
  return new InvalidInputError(`${operation} was not sent: ${reason}`, { operation, field });
}
