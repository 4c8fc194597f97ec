import type { Kind } from "../../model/schema/kind.js";

/**
 * The string that Pulumi's host of dynamic resources evaluates in the program's directory to find the handlers. It
 * stands twice in the state of every resource and each checkpoint writes it again, so it is short. A released one
 * never changes, because every state holds it. It is a literal and not `pulumi.dynamic.Resource`, whose serialised
 * closures are some thirty times longer and would capture our code of today.
 *
 * Where the program's directory does not have the package, the directories of Pulumi's host are searched: with pnpm, they
 * have the packages that only a library of the program depends on.
 */
export function providerText({ name }: Pick<Kind, "name">): string {
  return `exports.handler=()=>(module.paths.push(...require.main?.paths??[]),require("pulumi-approw/runtime").${name})`;
}
