import * as pulumi from "@pulumi/pulumi";

import { defaultNamespace } from "../../sdk/roles/role.js";
import { uniqueUserFields } from "../../sdk/users/user-fields.js";
import { userFields } from "../../model/schema/user.js";
import { programError } from "./program-error.js";

/** What one resource of a program declares of one person: codes of groups, or of roles in one namespace. */
interface Claim {
  readonly resource: pulumi.Resource;
  readonly codes: readonly string[];
  readonly exhaustive: boolean;
}

/** By program run, since one process may run several programs; by what is claimed, such as `roles of <id> in hr`. */
const claimsOfRuns = new WeakMap<object, Map<string, Claim[]>>();

/** By program run, and by field and value: the name of the `User` that declares it. */
const peopleOfRuns = new WeakMap<object, Map<string, string>>();

type UniqueField = (typeof uniqueUserFields)[number];

type UniqueFields = Readonly<Partial<Record<UniqueField, pulumi.Input<string> | undefined>>>;

/**
 * Fails the program when two of its users declare the same username, email, phone or external id: they would be one
 * person. At once for what the program knows, so that nothing is registered; for the rest when it is known.
 */
export function claimUniqueFields(resourceName: string, args: UniqueFields): void {
  const people = peopleOfThisRun();
  if (people === undefined) return;
  for (const field of uniqueUserFields) {
    const value = args[field];
    if (typeof value === "string") claimValue(people, resourceName, field, value);
    else if (value !== undefined) {
      pulumi.output(value).apply((known) => {
        claimValue(people, resourceName, field, known);
      });
    }
  }
}

/** Undefined outside of a program that the engine runs, such as in a unit test. */
function peopleOfThisRun(): Map<string, string> | undefined {
  const run = pulumi.runtime.getStackResource();
  if (run === undefined) return undefined;
  const people = peopleOfRuns.get(run) ?? new Map<string, string>();
  peopleOfRuns.set(run, people);
  return people;
}

function claimValue(
  people: Map<string, string>,
  resourceName: string,
  field: UniqueField,
  value: string,
): void {
  const key = `${field} ${userFields[field].canonical(value)}`;
  const other = people.get(key);
  people.set(key, resourceName);
  if (other === undefined) return;
  throw programError(
    `the users ${other} and ${resourceName} declare the same ${field}, which is unique in the user pool: they would be ` +
      "one person. Declare the person once",
  );
}

/**
 * Fails the program when two of its resources declare the same group or role of the same person, or when one of them
 * is to be the whole truth beside another: they would undo each other's work for ever. In a preview, people who are
 * not created yet are left out, as their ids are not known.
 */
export function claimCodes(
  resource: pulumi.Resource,
  what: "groups" | "roles",
  declared: DeclaredCodes,
): void {
  const run = pulumi.runtime.getStackResource();
  if (run === undefined) return;
  const claims = claimsOfRuns.get(run) ?? new Map<string, Claim[]>();
  claimsOfRuns.set(run, claims);
  const { userId, ...rest } = declared;
  const claimKnown = (id: string, { codes, namespace, exhaustive = false }: KnownCodes): void => {
    const place = what === "roles" ? ` in namespace ${namespace ?? defaultNamespace}` : "";
    const subject = `${what} of user ${id}${place}`;
    const claim: Claim = { resource, codes, exhaustive };
    const others = claims.get(subject) ?? [];
    claims.set(subject, [...others, claim]);
    for (const other of others) complain(subject, claim, other);
  };
  // Mostly, only the person is not known yet. To wait for the rest as well costs a large program seconds.
  if (isKnown(rest))
    pulumi.output(userId).apply((id) => {
      claimKnown(id, rest);
    });
  else
    pulumi.all([userId, rest]).apply(([id, known]) => {
      claimKnown(id, known);
    });
}

interface KnownCodes {
  readonly codes: string[];
  readonly namespace?: string | undefined;
  readonly exhaustive?: boolean | undefined;
}

/** What a resource declares of one person's codes. */
interface DeclaredCodes {
  readonly userId: pulumi.Input<string>;
  readonly codes: pulumi.Input<pulumi.Input<string>[]>;
  readonly namespace?: pulumi.Input<string | undefined> | undefined;
  readonly exhaustive?: pulumi.Input<boolean | undefined> | undefined;
}

function isKnown(declared: Omit<DeclaredCodes, "userId">): declared is KnownCodes {
  const { codes, namespace, exhaustive } = declared;
  return (
    Array.isArray(codes) &&
    codes.every((code) => typeof code === "string") &&
    (namespace === undefined || typeof namespace === "string") &&
    (exhaustive === undefined || typeof exhaustive === "boolean")
  );
}

function complain(subject: string, claim: Claim, other: Claim): void {
  const shared = claim.codes.filter((code) => other.codes.includes(code));
  const reason =
    claim.exhaustive || other.exhaustive ? "one of them is exhaustive" : `both declare ${shared.join(", ")}`;
  if (shared.length === 0 && !claim.exhaustive && !other.exhaustive) return;
  pulumi.all([claim.resource.urn, other.resource.urn]).apply(([urn, otherUrn]) => {
    throw programError(
      `two resources declare the ${subject} and would undo each other's work: ${otherUrn} and ${urn} (${reason}). ` +
        "Declare them in one resource",
      claim.resource,
    );
  });
}
