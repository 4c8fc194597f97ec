import type { Properties } from "../../model/rules/record.js";
import type { Omission } from "./omission.js";

/** The sections of a roster that declare objects. */
export type ObjectSection = "customFields" | "groups" | "policies" | "roles";

/** A group, role, policy or custom field: where it stands under which key, and what is said of it. */
export interface PlannedObject {
  readonly section: ObjectSection;
  readonly key: string;
  /** The path below the folder of the roster, with slashes and without an ending. */
  readonly file: string;
  readonly code: string;
  readonly namespace: string | undefined;
  /** Whether it is managed elsewhere, so that it is only referred to. */
  readonly isExternal: boolean;
  /** The declared fields. */
  readonly values: Properties;
  /** The keys of its policies. */
  readonly policies: readonly string[];
}

/** A person: where it stands under which key, and what is said of it. */
export interface PlannedPerson {
  /** The id of the user in the pool. */
  readonly id: string;
  readonly key: string;
  readonly file: string;
  /** The declared fields, without groups and roles. */
  readonly values: Properties;
  /** The keys of groups, roles and policies. */
  readonly groups: readonly string[];
  readonly roles: readonly string[];
  readonly policies: readonly string[];
}

/** A roster before it is written: sorted by file and key. */
export interface RosterPlan {
  readonly people: readonly PlannedPerson[];
  readonly objects: readonly PlannedObject[];
  /** What is in the pool and cannot be declared. */
  readonly omissions: readonly Omission[];
}

/** A file to write. */
export interface WrittenFile {
  /** Relative, with slashes. */
  readonly path: string;
  readonly text: string;
}
