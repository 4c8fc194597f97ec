import * as pulumi from "@pulumi/pulumi";

import { type EdgeSubject } from "../../model/schema/kind.js";
import { userFields } from "../../model/schema/user.js";
import { defaultNamespace } from "../../sdk/roles/role.js";
import { uniqueUserFields } from "../../sdk/users/user-fields.js";
import { programError } from "./program-error.js";

/** What one resource of a program declares of one user: codes of groups, or of roles in one namespace. */
interface Claim {
  readonly resource: pulumi.Resource;
  readonly codes: readonly string[];
  readonly exhaustive: boolean;
}

/** By program run, since one process may run several programs; by what is claimed, such as `roles of <id> in hr`. */
const claimsOfRuns = new WeakMap<object, Map<string, Claim[]>>();

/** By program run, and by field and value: the name of the `User` that declares it. */
const usersOfRuns = new WeakMap<object, Map<string, string>>();

type UniqueField = (typeof uniqueUserFields)[number];

/**
 * Fails the program when two of its users declare the same username, email, phone or external id: they would be one
 * user. At once for what the program knows, so that nothing is registered; for the rest when it is known.
 */
export function claimUniqueFields(resourceName: string, args: pulumi.Inputs): void {
  const users = usersOfThisRun();
  if (users === undefined) return;
  for (const field of uniqueUserFields) {
    const value: unknown = args[field];
    if (typeof value === "string") claimValue(users, resourceName, field, value);
    else if (value !== undefined && value !== null) {
      pulumi.output(value).apply((known: unknown) => {
        // Null and undefined are not declared; of another type, the engine's check speaks.
        if (typeof known === "string") claimValue(users, resourceName, field, known);
      });
    }
  }
}

/** Undefined outside of a program that the engine runs, such as in a unit test. */
function usersOfThisRun(): Map<string, string> | undefined {
  const run = pulumi.runtime.getStackResource();
  if (run === undefined) return undefined;
  const users = usersOfRuns.get(run) ?? new Map<string, string>();
  usersOfRuns.set(run, users);
  return users;
}

function claimValue(
  users: Map<string, string>,
  resourceName: string,
  field: UniqueField,
  value: string,
): void {
  const key = `${field} ${userFields[field].canonical(value)}`;
  const other = users.get(key);
  users.set(key, resourceName);
  if (other === undefined) return;
  throw programError(
    `the users ${other} and ${resourceName} declare the same ${field}, which is unique in the user pool. Both would be the ` +
      "same user. Declare the user once",
  );
}

/**
 * Fails the program when two of its resources declare the same group or role of the same user, or when one of them is
 * exhaustive beside another: each would undo what the other sets. In a preview, users who are not created yet are left
 * out, because their ids are not known.
 */
export function claimCodes(resource: pulumi.Resource, subject: EdgeSubject, args: object): void {
  const run = pulumi.runtime.getStackResource();
  if (run === undefined) return;
  const claims = claimsOfRuns.get(run) ?? new Map<string, Claim[]>();
  claimsOfRuns.set(run, claims);
  const declared: pulumi.Inputs = { ...args };
  const userId = declared[subject.user] as pulumi.Input<string>;
  const rest = {
    codes: declared[subject.codes] as unknown,
    scope: (subject.scope === undefined ? undefined : declared[subject.scope]) as unknown,
    exhaustive: declared["exhaustive"] as unknown,
  };
  const claimKnown = (id: unknown, { codes, scope, exhaustive }: typeof rest): void => {
    // What is not as it must be is for the engine's check to say.
    if (typeof id !== "string" || !Array.isArray(codes)) return;
    const namespace = typeof scope === "string" ? scope : defaultNamespace;
    const place = subject.scope === undefined ? "" : ` in ${subject.scope} ${namespace}`;
    const topic = `${subject.codes} of user ${id}${place}`;
    const claim: Claim = { resource, codes: codes.map(String), exhaustive: exhaustive === true };
    const others = claims.get(topic) ?? [];
    claims.set(topic, [...others, claim]);
    for (const other of others) refuseOverlap(topic, claim, other);
  };
  // Mostly, only the user is not known yet. To wait for the rest as well costs a large program seconds.
  if (isKnown(rest))
    pulumi.output(userId).apply((id) => {
      claimKnown(id, rest);
    });
  else
    pulumi.all([userId, rest]).apply(([id, known]) => {
      claimKnown(id, known);
    });
}

function isKnown({ codes, scope, exhaustive }: Readonly<Record<string, unknown>>): boolean {
  return (
    Array.isArray(codes) &&
    codes.every((code) => typeof code === "string") &&
    (scope === undefined || typeof scope === "string") &&
    (exhaustive === undefined || typeof exhaustive === "boolean")
  );
}

function refuseOverlap(topic: string, claim: Claim, other: Claim): void {
  const shared = claim.codes.filter((code) => other.codes.includes(code));
  if (shared.length === 0 && !claim.exhaustive && !other.exhaustive) return;
  const reason =
    claim.exhaustive || other.exhaustive ? "one of them is exhaustive" : `both declare ${shared.join(", ")}`;
  pulumi.all([claim.resource.urn, other.resource.urn]).apply(([urn, otherUrn]) => {
    throw programError(
      `two resources declare the ${topic}, and each would undo what the other sets: ${otherUrn} and ${urn} (${reason}). ` +
        "Declare them in one resource",
      claim.resource,
    );
  });
}
