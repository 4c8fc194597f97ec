import { CommandError } from "../../failure.js";
import { readText } from "../../text-file.js";
import { parseDeployment } from "./deployment.js";
import type { Deployment } from "./managed.js";
import type { PulumiCli } from "./pulumi-cli.js";

/** Reads the states of stacks and of files, one after the other: each may be large while it is read. */
export async function readDeployments(
  stacks: readonly string[],
  stateFiles: readonly string[],
  cli: PulumiCli,
  cwd: string,
): Promise<Deployment[]> {
  const deployments: Deployment[] = [];
  for (const stack of stacks) deployments.push(parseDeployment(stack, await cli.exportStack(stack)));
  for (const file of stateFiles) deployments.push(parseDeployment(file, await readText(file, cwd)));
  return deployments;
}

/**
 * Refuses a stack that was given twice, such as by name and as a file: each of its people would be a conflict.
 *
 * @throws CommandError that names both sources
 */
export function assertDistinctStacks(deployments: readonly Deployment[]): void {
  const holders = new Map<string, Deployment>();
  for (const deployment of deployments) {
    for (const { owner } of deployment.resources) {
      const holder = holders.get(owner.urn) ?? deployment;
      holders.set(owner.urn, holder);
      if (holder === deployment) continue;
      throw new CommandError(
        `${holder.source} and ${deployment.source} are the same stack, since both hold ${owner.urn}: give each stack once`,
      );
    }
  }
}

/**
 * Refuses states of other user pools: in this one, everybody in them would seem to be gone.
 *
 * @throws CommandError that names the state and both pools
 */
export function assertSamePool(deployments: readonly Deployment[], userPoolId: string): void {
  for (const { source, userPoolIds } of deployments) {
    const other = [...userPoolIds].find((id) => id !== userPoolId);
    if (other === undefined) continue;
    throw new CommandError(
      `${source} manages people of user pool ${other}, and the review is of ${userPoolId}: a review is of one pool`,
    );
  }
}
