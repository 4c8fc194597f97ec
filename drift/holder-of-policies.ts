import type { CodedKey } from "../model/rules/coded.js";
import type { Owner } from "./finding/parts.js";
import type { ManagedGrants } from "./states/managed.js";

/** A group or role whose policies are compared. */
export interface HolderOfPolicies {
  readonly key: CodedKey;
  /** The namespaces of the policies. */
  readonly namespaces: readonly string[];
  /** The resources that give it policies. */
  readonly grants: readonly ManagedGrants[];
  /** The resources that manage the group or role itself. */
  readonly owners: readonly Owner[];
}

/** The policies of a group or role as the service has them, by namespace; or the service says that there is no such holder. */
export type PoliciesHeld = Readonly<Record<string, readonly string[]>> | "gone";
