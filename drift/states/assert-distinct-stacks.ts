import { InputError } from "../../model/errors.js";
import type { Deployment } from "./managed.js";

/**
 * Refuses a stack that was given twice, such as by name and as a file: each of its users would be a conflict.
 *
 * @throws InputError that names both sources
 */
export function assertDistinctStacks(deployments: readonly Deployment[]): void {
  const holders = new Map<string, Deployment>();
  for (const deployment of deployments) {
    for (const { owner } of deployment.resources) {
      const holder = holders.get(owner.urn) ?? deployment;
      holders.set(owner.urn, holder);
      if (holder === deployment) continue;
      throw new InputError(
        `${holder.source} and ${deployment.source} are the same stack (both contain ${owner.urn}): pass each stack once`,
      );
    }
  }
}
