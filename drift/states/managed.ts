import type { EdgeSubject } from "../../model/schema/kind.js";
import type { FieldTable } from "../../model/schema/field.js";
import type { FieldValue, Owner } from "../finding/finding.js";

interface ManagedResource {
  readonly owner: Owner;
  readonly userId: string;
  /** Undefined where the state does not say it, or keeps it secret. */
  readonly userPoolId: string | undefined;
  /** Replaced, and deleted by the next `pulumi up`: known, but nothing is expected of it. */
  readonly isPendingDelete: boolean;
}

/** What a program declares of a user. */
export interface ManagedUser extends ManagedResource {
  readonly is: "user";
  /** The rows of the declared fields. */
  readonly table: FieldTable;
  /** The declared fields that can be compared. */
  readonly fields: Readonly<Record<string, FieldValue>>;
  /** How many declared fields cannot be compared, because the state keeps them secret. */
  readonly secretFields: number;
  /** How many of them the kind itself keeps secret, so that no review can compare them. */
  readonly alwaysSecretFields: number;
  /** Fields whose last write was interrupted, so that the state does not know their value. */
  readonly unconfirmed: readonly string[];
}

/** What holds groups of one user, or roles of one user in one namespace. */
export interface ManagedCodes extends ManagedResource {
  readonly is: "edges";
  readonly edge: EdgeSubject["edge"];
  /** The namespace of roles; empty for groups. */
  readonly scope: string;
  /** Undefined where the state keeps them secret. */
  readonly codes: readonly string[] | undefined;
  readonly isExhaustive: boolean;
}

export type Managed = ManagedUser | ManagedCodes;

/** A `Provider` of a program, with the settings of one user pool. */
export interface DeclaredProvider {
  readonly name: string;
  /** By their names in a configuration. Undefined where the state keeps the value encrypted. */
  readonly settings: ReadonlyMap<string, string | undefined>;
}

/** What one state says about users. */
export interface Deployment {
  /** Stack or file, as passed to the review. */
  readonly source: string;
  /** The user pools of the resources. */
  readonly userPoolIds: ReadonlySet<string>;
  readonly providers: readonly DeclaredProvider[];
  readonly resources: readonly Managed[];
  /** Resources of this provider whose state does not say in which user pool they are. */
  readonly withoutPool: number;
  /** Operations on resources of this provider that were interrupted, in words: `creating User ada`. */
  readonly interrupted: readonly string[];
  /** Types of resources of this provider that this version does not know, one for each resource. */
  readonly unknownTypes: readonly string[];
}
