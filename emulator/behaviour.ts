/**
 * How the emulator behaves where the behaviour of the vendor's service is unknown. A client can be tested against each
 * variant. The first variant is the default.
 */
export interface Behaviour {
  /** An unknown id in a batch read: it is omitted, or null stands in its place. */
  batchUnknownId: "omit" | "null";
  /** Joining a group twice, leaving a group without being in it, and the same for roles and policies: accepted, or refused with code 500. */
  repeatedMembership: "ok" | "error";
  /** A call on several objects with an invalid one: nothing is done, or everything before the invalid one. */
  bulkFailure: "atomic" | "partial";
  /** A GraphQL request with several mutations: each is executed in its order, or none and the request is refused. */
  severalMutations: "ok" | "error";
  /** Deleting a user who does not exist: code 2004, success, or code 2210. In `deleteUsers` it is never a success. */
  deleteMissing: "2004" | "ok" | "2210";
  /** The order of a list if the request names none. */
  listOrder: "createdAtDesc" | "createdAtAsc";
  /** How strings of a user are stored: as sent, or without white space around them. */
  storedText: "asSent" | "trimmed";
  /** How a custom value of type DATETIME is read: the digits of its epoch milliseconds, or ISO 8601. */
  dateTimeRead: "epochMs" | "iso";
  /** Whether the custom data of a user names the fields without a value, with null. `udv` and its siblings never do. */
  unsetCustomData: "omit" | "null";
  /** A defined custom field that is defined with another type: its values stay as they are, they are removed, or code 500. */
  customTypeChange: "keepValues" | "dropValues" | "error";
  /** An unknown id in `udfValueBatch`: it is omitted, it has no values, or the call is refused. */
  valueBatchUnknownId: "omit" | "empty" | "error";
  /** The policy assignments of a user, group or role that does not exist: none, or the call is refused. */
  policiesOfUnknownTarget: "empty" | "error";
  /** Whether policy assignments that are switched off are listed. */
  disabledPolicies: "list" | "omit";
  /** Whether an archived user can be read by id. Archived users are in no list and are found by no other key. */
  archivedById: "shown" | "hidden";
  /** Whether the service creates several users in one request, or answers that it does not know the path. */
  bulkCreate: "ok" | "missing";
  /** Whether a plain password of such a request without `rawPassword` can be used to log in. */
  bulkPassword: "unusable" | "usable";
  /** The largest page; a higher `limit` is capped. No cap by default. */
  maxPageSize: number;
}

export const defaultBehaviour: Behaviour = {
  batchUnknownId: "omit",
  repeatedMembership: "ok",
  bulkFailure: "atomic",
  severalMutations: "ok",
  deleteMissing: "2004",
  listOrder: "createdAtDesc",
  storedText: "asSent",
  dateTimeRead: "epochMs",
  unsetCustomData: "omit",
  customTypeChange: "keepValues",
  valueBatchUnknownId: "omit",
  policiesOfUnknownTarget: "empty",
  disabledPolicies: "list",
  archivedById: "shown",
  bulkCreate: "ok",
  bulkPassword: "unusable",
  maxPageSize: Number.POSITIVE_INFINITY,
};
