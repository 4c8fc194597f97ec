import { parseDeployment } from "../../drift/states/deployment.js";
import type { Deployment } from "../../drift/states/managed.js";
import type { PulumiCli } from "../pulumi-cli.js";
import { readText } from "../text-file.js";

/** Reads the states of stacks and of files, one after the other: each may be large while it is read. */
export async function readStates(
  stacks: readonly string[],
  stateFiles: readonly string[],
  cli: PulumiCli,
  cwd: string,
): Promise<Deployment[]> {
  const deployments: Deployment[] = [];
  for (const stack of stacks)
    deployments.push(parseDeployment(stack, await cli.exportStack(stack, { showSecrets: false })));
  for (const file of stateFiles) deployments.push(parseDeployment(file, await readText(file, cwd)));
  return deployments;
}
