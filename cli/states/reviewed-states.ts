import type { Deployment, Managed } from "../../drift/states/managed.js";
import type { Connection } from "../connections/connection.js";

/** What pools were compared with. */
export interface ReviewedStates {
  readonly connections: readonly Connection[];
  readonly deployments: readonly Deployment[];
}

/** What the states manage in a pool. Where a state does not say the pool, it is that of the stack. */
export function resourcesIn(
  userPoolId: string,
  [first]: readonly string[],
  deployments: readonly Deployment[],
): Managed[] {
  return deployments
    .flatMap(({ resources }) => resources)
    .filter((resource) => (resource.userPoolId ?? first) === userPoolId);
}
