import * as pulumi from "@pulumi/pulumi";

/** What one resource of a program declares of one person: codes of groups, or of roles in one namespace. */
interface Claim {
  readonly resource: pulumi.Resource;
  readonly codes: readonly string[];
  readonly exhaustive: boolean;
}

/** By program run, since one process may run several programs; by what is claimed, such as `roles of <id> in hr`. */
const claimsOfRuns = new WeakMap<object, Map<string, Claim[]>>();

/**
 * Fails the program when two of its resources declare the same group or role of the same person, or when one of them
 * is to be the whole truth beside another: they would undo each other's work for ever. In a preview, people who are
 * not created yet are left out, as their ids are not known.
 */
export function claimCodes(
  resource: pulumi.Resource,
  what: pulumi.Input<string>,
  codes: pulumi.Input<pulumi.Input<string>[]>,
  exhaustive: pulumi.Input<boolean | undefined> | undefined,
): void {
  const run = pulumi.runtime.getStackResource();
  if (run === undefined) return;
  const claims = claimsOfRuns.get(run) ?? new Map<string, Claim[]>();
  claimsOfRuns.set(run, claims);
  pulumi.all([what, codes, exhaustive]).apply(([subject, declared, isWhole = false]) => {
    const claim: Claim = { resource, codes: declared, exhaustive: isWhole };
    const others = claims.get(subject) ?? [];
    claims.set(subject, [...others, claim]);
    for (const other of others) complain(subject, claim, other);
  });
}

function complain(subject: string, claim: Claim, other: Claim): void {
  const shared = claim.codes.filter((code) => other.codes.includes(code));
  const reason =
    claim.exhaustive || other.exhaustive ? "one of them is exhaustive" : `both declare ${shared.join(", ")}`;
  if (shared.length === 0 && !claim.exhaustive && !other.exhaustive) return;
  pulumi.all([claim.resource.urn, other.resource.urn]).apply(([urn, otherUrn]) => {
    throw new pulumi.ResourceError(
      `two resources declare the ${subject} and would undo each other's work: ${otherUrn} and ${urn} (${reason}). ` +
        "Declare them in one resource",
      claim.resource,
    );
  });
}
