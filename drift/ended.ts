import type { ManagedCodes } from "./states/managed.js";

/**
 * A group, role or policy that a roster gives to a person until a day that is over: it counts as not declared. Or the
 * account of a person who has left, which counts as declared to be blocked.
 */
export interface EndedAccess extends Pick<ManagedCodes, "scope"> {
  readonly edge: ManagedCodes["edge"] | "account";
  /** The name of the `User` resource. */
  readonly user: string;
  readonly code: string;
  /** The last day, `YYYY-MM-DD`. */
  readonly until: string;
  readonly reason?: string | undefined;
  /** File, line and column. */
  readonly place: string;
}
