import type { FieldValue, Owner } from "../finding.js";

interface ManagedResource {
  readonly owner: Owner;
  readonly personId: string;
  /** Replaced, and deleted by the next `pulumi up`: known, but nothing is expected of it. */
  readonly isLeaving: boolean;
}

/** A `User`: what a program declares of a person. */
export interface ManagedPerson extends ManagedResource {
  readonly kind: "person";
  /** The declared fields that can be compared. */
  readonly fields: Readonly<Record<string, FieldValue>>;
  /** How many declared fields cannot, because they are secret. */
  readonly secretFields: number;
}

/** What holds groups of one person, or roles of one person in one namespace. */
export interface ManagedCodes extends ManagedResource {
  readonly kind: "group" | "role";
  /** Of roles; empty for groups. */
  readonly namespace: string;
  /** Undefined where the state keeps them as a secret. */
  readonly codes: readonly string[] | undefined;
  readonly isExhaustive: boolean;
}

export type Managed = ManagedPerson | ManagedCodes;

/** What one state says of people. */
export interface Deployment {
  /** Stack or file, as it was given. */
  readonly source: string;
  /** The pools that the resources were made in. */
  readonly userPoolIds: ReadonlySet<string>;
  readonly resources: readonly Managed[];
}
