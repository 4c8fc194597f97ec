/**
 * How the emulator behaves where the behaviour of the vendor's service is unknown. A client can be tested against each
 * variant. The first variant is the default.
 */
export interface Behaviour {
  /** An unknown id in a batch read: it is omitted, or null stands in its place. */
  batchUnknownId: "omit" | "null";
  /** Joining a group twice, leaving a group without being in it, and the same for roles: accepted, or refused with code 500. */
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
  maxPageSize: Number.POSITIVE_INFINITY,
};
