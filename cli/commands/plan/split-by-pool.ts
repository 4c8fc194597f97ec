import { nameInUrn } from "../../../model/rules/urn.js";
import { isDefaultProvider } from "../../../model/schema/tokens.js";
import type { DeclaredResource, KnownResource, Step } from "../../../plan/preview/resource.js";

/** The part of a run that is about one user pool. */
export interface PoolRun {
  readonly userPoolId: string;
  readonly resources: readonly KnownResource[];
  readonly steps: readonly Step[];
}

/** What a run needs of the providers of a program. */
interface PoolsOfProviders {
  /** The pool of the stack's own settings. */
  readonly standard: string;
  /** The pools of the `Provider`s in the state, by URN. */
  readonly byProvider: ReadonlyMap<string, string>;
}

/** A run by user pool, and the resources of which it is not known in which pool they will be. */
export interface SplitRun {
  readonly runs: readonly PoolRun[];
  readonly lost: readonly DeclaredResource[];
}

/** Gives each resource and step to the pool that the resource is in, or will be in. */
export function splitByPool(
  resources: readonly KnownResource[],
  steps: readonly Step[],
  { standard, byProvider }: PoolsOfProviders,
): SplitRun {
  const pools = new Map<string, { resources: KnownResource[]; steps: Step[] }>();
  const of = (userPoolId: string): { resources: KnownResource[]; steps: Step[] } => {
    const found = pools.get(userPoolId) ?? { resources: [], steps: [] };
    pools.set(userPoolId, found);
    return found;
  };
  of(standard);
  const byUrn = new Map<string, string>();
  for (const resource of resources) {
    const known = resource.outputs["userPoolId"];
    const userPoolId = typeof known === "string" ? known : (poolOf(resource.provider) ?? standard);
    byUrn.set(resource.urn, userPoolId);
    of(userPoolId).resources.push(resource);
  }
  const lost: DeclaredResource[] = [];
  for (const step of steps) {
    const urn = step.does === "declare" ? (step.previousUrn ?? step.declared.urn) : step.urn;
    const userPoolId =
      byUrn.get(urn) ?? (step.does === "declare" ? poolOf(step.declared.provider) : standard);
    if (userPoolId !== undefined) of(userPoolId).steps.push(step);
    else if (step.does === "declare") lost.push(step.declared);
  }
  return { runs: [...pools].map(([userPoolId, run]) => ({ userPoolId, ...run })), lost };

  function poolOf(reference: string): string | undefined {
    const urn = providerIn(reference);
    const name = nameInUrn(urn);
    return name === "" || isDefaultProvider(name) ? standard : byProvider.get(urn);
  }
}

/** A state refers to a provider as `<urn>::<id>`. */
function providerIn(reference: string): string {
  return reference.split("::").slice(0, -1).join("::");
}
