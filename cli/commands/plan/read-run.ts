import { parseDeployment } from "../../../drift/states/deployment.js";
import type { Deployment } from "../../../drift/states/managed.js";
import { parsePreview } from "../../../plan/preview/read-preview.js";
import { parseStack } from "../../../plan/preview/read-stack.js";
import type { KnownResource, Step } from "../../../plan/preview/resource.js";
import { CommandError } from "../../failure.js";
import type { PulumiCli } from "../../pulumi-cli.js";
import { readText } from "../../text-file.js";

/** Where a plan is read from. */
export interface RunSource {
  readonly stack: string;
  /** An output of `pulumi preview --json`; without it, the preview is run. */
  readonly preview: string | undefined;
  /** An output of `pulumi stack export`; without it, the stack is exported. */
  readonly state: string | undefined;
  readonly refresh: boolean;
}

/** A stack, and what the next run does to it. */
export interface StackRun {
  readonly deployment: Deployment;
  readonly resources: readonly KnownResource[];
  readonly steps: readonly Step[];
}

/**
 * Reads the state first: what the preview says is what happens to it.
 *
 * @throws CommandError with the errors of the program, if it fails
 */
export async function readRun(
  { stack, preview, state, refresh }: RunSource,
  cli: PulumiCli,
  cwd: string,
): Promise<StackRun> {
  const exported = state === undefined ? await exportOf(stack, cli) : await readText(state, cwd);
  const source = state ?? stack;
  const text = preview === undefined ? await cli.preview(stack, { refresh }) : await readText(preview, cwd);
  const { steps, positions, errors } = parsePreview(preview ?? `pulumi preview --stack ${stack}`, text);
  if (errors.length > 0) {
    const reasons = errors.map((message) => `  ${message.trim().replaceAll("\n", "\n  ")}`).join("\n");
    throw new CommandError(`there is no plan, because the program fails in the preview:\n${reasons}`);
  }
  const deployment = parseDeployment(source, exported);
  const resources = parseStack(source, exported);
  assertOfOneStack(resources, steps, source);
  const known = new Map([...deployment.positions, ...positions]);
  return { deployment: { ...deployment, positions: known }, resources, steps };
}

/** What happens to a resource that the state does not have would be missing in the plan. */
function assertOfOneStack(resources: readonly KnownResource[], steps: readonly Step[], source: string): void {
  const stored = new Set(resources.map(({ urn }) => urn));
  const changed = steps.flatMap((step) => (step.does === "delete" ? [step.urn] : (step.previousUrn ?? [])));
  const missing = changed.find((urn) => !stored.has(urn));
  if (missing === undefined) return;
  throw new CommandError(
    `the preview changes ${missing}, which the state ${source} does not have; make both of the same stack, with no run in between`,
  );
}

/** The state has hashes of secrets, which tell whether a value is the same. They are encrypted as secrets are. */
async function exportOf(stack: string, cli: PulumiCli): Promise<string> {
  return await cli
    .exportStack(stack, { showSecrets: true })
    .catch(() => cli.exportStack(stack, { showSecrets: false }));
}
