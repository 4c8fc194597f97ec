import type { UserField } from "../../../sdk/index.js";

/** What one resource needs to know of one user. */
export interface UserQuery {
  readonly id: string;
  readonly fields?: readonly UserField[];
  readonly groups?: boolean;
  readonly roleNamespace?: string;
  /** Asks the service now, for a decision that cannot be undone. */
  readonly isFresh?: boolean;
}
