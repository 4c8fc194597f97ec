import type { CodedKey } from "../../model/rules/coded.js";
import type { FieldTable } from "../../model/schema/field.js";
import type { EdgeSubject, GrantKind } from "../../model/schema/kind.js";
import type { Owner } from "../finding/parts.js";
import type { ObjectType } from "../finding/objects.js";

interface ManagedResource {
  readonly owner: Owner;
  /** Undefined where the state does not say it, or keeps it secret. */
  readonly userPoolId: string | undefined;
  /** Replaced, and deleted by the next `pulumi up`: known, but nothing is expected of it. */
  readonly isPendingDelete: boolean;
}

/** The fields that a program declares of a user, or of another object. */
export interface DeclaredFields {
  /** The rows of the declared fields. */
  readonly table: FieldTable;
  /** The declared fields that can be compared. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** How many declared fields cannot be compared, because the state keeps them secret. */
  readonly secretFields: number;
  /** How many of them the kind itself keeps secret, so that no review can compare them. */
  readonly alwaysSecretFields: number;
  /** Fields whose last write was interrupted, so that the state does not know their value. */
  readonly unconfirmed: readonly string[];
}

/** What a program declares of a user. */
export interface ManagedUser extends ManagedResource, DeclaredFields {
  readonly is: "user";
  readonly userId: string;
}

/** What a program declares of an object that a code identifies, such as a group. */
export interface ManagedObject extends ManagedResource, DeclaredFields {
  readonly is: "object";
  readonly type: ObjectType;
  /** By which it is found: two while a change of the code is unconfirmed, none where the state keeps the code secret. */
  readonly keys: readonly CodedKey[];
}

/** What holds groups of one user, or roles or policies of one user in one namespace. */
export interface ManagedCodes extends ManagedResource {
  readonly is: "edges";
  readonly userId: string;
  readonly edge: EdgeSubject["edge"] | GrantKind["subject"]["edge"];
  /** The namespace of roles and policies; empty for groups. */
  readonly scope: string;
  /** Undefined where the state keeps them secret. */
  readonly codes: readonly string[] | undefined;
  /** Those that the user may have or not, because the last change of them was interrupted. */
  readonly unconfirmedCodes?: readonly string[];
  /** Secret codes may be of any namespace. */
  readonly isOfAnyScope?: true;
  readonly isExhaustive: boolean;
}

/** What holds policies of one group or role in one namespace. */
export interface ManagedGrants extends ManagedResource {
  readonly is: "grants";
  /** The group or role. Undefined where the state keeps it, or the namespace, secret; it may then also be a user. */
  readonly holder: CodedKey | undefined;
  /** The namespace of the policies. Undefined where the state keeps it secret. */
  readonly scope: string | undefined;
  /** Undefined where the state keeps them secret. */
  readonly codes: readonly string[] | undefined;
  /** Those that the holder may have or not, because the last change of them was interrupted. */
  readonly unconfirmedCodes?: readonly string[];
  readonly isExhaustive: boolean;
}

/** What holds many users in one group, or gives many users one role. */
export interface ManagedMembers extends ManagedResource {
  readonly is: "members";
  readonly edge: EdgeSubject["edge"];
  /** The namespace of the role; empty for a group. */
  readonly scope: string;
  /** The group or role. Undefined where the state keeps it secret. */
  readonly code: string | undefined;
  /** Undefined where the state keeps them secret. */
  readonly userIds: ReadonlySet<string> | undefined;
  /** Those that may have it or not, because the last change of them was interrupted. */
  readonly unconfirmedIds?: readonly string[];
  /** Whether these are all users that have it. */
  readonly isExhaustive: boolean;
}

/** A resource may manage several of these, such as a user and the groups of the user. */
export type Managed = ManagedUser | ManagedCodes | ManagedGrants | ManagedMembers | ManagedObject;

/** A `Provider` of a program, with the settings of one user pool. */
export interface DeclaredProvider {
  readonly urn: string;
  readonly name: string;
  /** What manages its resources. */
  readonly adapter: "dynamic" | "plugin";
  /** By their names, such as `userPoolId`. Undefined where the state keeps the value encrypted. */
  readonly settings: ReadonlyMap<string, string | undefined>;
}

/** Where a program declares a resource, relative to the directory of its project. */
export interface SourcePosition {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
}

/** What one state says about users and other objects of a pool. */
export interface Deployment {
  /** Stack or file, as passed to the review. */
  readonly source: string;
  /** The user pools of the resources. */
  readonly userPoolIds: ReadonlySet<string>;
  readonly providers: readonly DeclaredProvider[];
  readonly resources: readonly Managed[];
  /** By the URN of the resource, where the state says it. */
  readonly positions: ReadonlyMap<string, SourcePosition>;
  /** Resources of this provider whose state does not say in which user pool they are. */
  readonly withoutPool: number;
  /** Operations on resources of this provider that were interrupted, in words: `creating User ada`. */
  readonly interrupted: readonly string[];
  /** Types of resources of this provider that this version does not know, one for each resource. */
  readonly unknownTypes: readonly string[];
}
