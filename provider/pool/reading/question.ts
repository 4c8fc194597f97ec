import type { UserField } from "../../../sdk/index.js";

/** What one resource wants to know of one person. */
export interface UserQuery {
  readonly id: string;
  readonly fields?: readonly UserField[];
  readonly groups?: boolean;
  readonly roleNamespace?: string;
  /** Ask the service now, for a decision that cannot be undone. */
  readonly isFresh?: boolean;
}
