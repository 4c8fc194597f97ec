/**
 * How the emulator acts where nothing is known of the vendor's service. Each choice has its variants, so that a
 * client can be run against all of them. The first variant named is the default.
 */
export interface Behaviour {
  /** A batch read leaves an unknown id out, or holds a null in its place. */
  batchUnknownId: "omit" | "null";
  /** Joining a group twice, leaving one never joined, and the same for roles: accepted, or refused with code 500. */
  repeatedMembership: "ok" | "error";
  /** A call on many objects, one of them bad: nothing is done, or all that stand before the bad one. */
  bulkFailure: "atomic" | "partial";
  /** Deleting one person who is not there: code 2004, a success, or code 2210. `deleteUsers` never takes it as a success. */
  deleteMissing: "2004" | "ok" | "2210";
  /** The order of a user list that asks for none. */
  listOrder: "createdAtDesc" | "createdAtAsc";
  /** The most entries that one page holds, whatever `limit` asks for. No cap by default. */
  maxPageSize: number;
}

export const defaultBehaviour: Behaviour = {
  batchUnknownId: "omit",
  repeatedMembership: "ok",
  bulkFailure: "atomic",
  deleteMissing: "2004",
  listOrder: "createdAtDesc",
  maxPageSize: Number.POSITIVE_INFINITY,
};
