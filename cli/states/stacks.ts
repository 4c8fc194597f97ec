import type { PulumiCli } from "../pulumi-cli.js";

interface StackFlags {
  readonly stack: readonly string[];
  readonly state: readonly string[];
}

/** Without --stack and --state it is the stack that is selected in the project. */
export async function stacksOf({ stack, state }: StackFlags, cli: PulumiCli): Promise<string[]> {
  if (stack.length === 0 && state.length === 0) return [await cli.selectedStack()];
  return [...new Set(stack)];
}
