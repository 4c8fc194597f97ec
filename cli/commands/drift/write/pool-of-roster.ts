import type { Managed } from "../../../../drift/states/managed.js";
import type { Connection } from "../../../connections/connection.js";
import { CommandError } from "../../../failure.js";
import { resourcesIn, type ReviewedStates } from "../../../states/reviewed-states.js";
import { isOfRoster } from "./roster-resources.js";

/**
 * The pool in which the states manage people of a roster. Where the states have no roster, it is the only pool.
 *
 * @throws CommandError when that is not one pool
 */
export function poolOfRoster({ connections, deployments }: ReviewedStates): {
  readonly connection: Connection;
  readonly resources: readonly Managed[];
} {
  const ids = connections.map(({ settings }) => settings.userPoolId);
  const pools = connections.map((connection) => ({
    connection,
    resources: resourcesIn(connection.settings.userPoolId, ids, deployments),
  }));
  const withRoster = pools.filter(({ resources }) => resources.some(({ owner }) => isOfRoster(owner)));
  const [pool, ...others] = pools.length === 1 ? pools : withRoster;
  if (pool === undefined || others.length > 0)
    throw new CommandError(
      `--write needs one user pool with a roster, and the states have ${withRoster.length}: pass only the stacks of one pool`,
    );
  return pool;
}
