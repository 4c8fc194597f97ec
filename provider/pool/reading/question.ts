import type { UserField, UserSnapshot } from "../../../sdk/index.js";

/** What one resource wants to know of one person. */
export interface UserQuery {
  readonly id: string;
  readonly fields?: readonly UserField[];
  readonly groups?: boolean;
  readonly roleNamespace?: string;
  /** Ask the service now, for a decision that cannot be undone. */
  readonly isFresh?: boolean;
}

/** A person as the service knows them, or "gone": the service has said that there is no such user. */
export type Observed = UserSnapshot | "gone";

/** What one request selects of every person in it. */
export interface Selection {
  readonly fields: readonly UserField[];
  readonly groups: boolean;
  readonly roleNamespaces: readonly string[];
}
