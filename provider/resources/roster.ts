import path from "node:path";

import * as pulumi from "@pulumi/pulumi";

import { InputError } from "../../model/errors.js";
import {
  type Declaration,
  declarationsOn,
  describeEnding,
  describeMistakes,
  type Ending,
  endedOn,
  readRoster,
  readRosterFiles,
  type RosterSource,
} from "../../roster/index.js";
import { Group } from "./group.js";
import { GroupMembers } from "./group-members.js";
import { Policy } from "./policy.js";
import { PolicyAssignment } from "./policy-assignment.js";
import { programError } from "./program-error.js";
import { Role } from "./role.js";
import { type Classes, classesOf } from "./roster-classes.js";
import { assertSecrets } from "./roster-secrets.js";
import { rosterType } from "./roster-token.js";
import { RosterValues } from "./roster-values.js";
import { User } from "./user.js";
import { UserField } from "./user-field.js";
import { UserGroupMembership } from "./user-group-membership.js";
import { UserRoleAssignment } from "./user-role-assignment.js";

/** What a `Roster` takes. */
export interface RosterArgs {
  /**
   * YAML files and folders, relative to the directory of `Pulumi.yaml`. Folders are read with all their folders. Hidden files,
   * and files that do not end in `.yaml` or `.yml`, are not read.
   */
  readonly path: string | readonly string[];

  /**
   * Day for which the roster is read, such as `2026-12-31`. Access that ended before this day is not declared. Default:
   * today, in UTC.
   */
  readonly day?: string | undefined;
}

const dynamicClasses: Classes = {
  User,
  UserGroupMembership,
  UserRoleAssignment,
  Group,
  Role,
  GroupMembers,
  Policy,
  PolicyAssignment,
  UserField,
};

/** More lines would hide what else the run says. */
const mostEndings = 20;

/**
 * Users, groups, roles and policies from YAML files. Each person of the roster is one `User` with groups and roles. The name
 * of the resource is the key of the person, so that another username, another order and other files change nothing.
 *
 * ```ts
 * const roster = new approw.Roster("roster", { path: "people/" });
 * export const ada = roster.users["ada"]?.id;
 * ```
 *
 * A roster with mistakes fails before anything is registered. The error lists all mistakes with file, line and column.
 */
export class Roster extends pulumi.ComponentResource {
  /** The users, by key. */
  readonly users: Readonly<Record<string, User>>;

  /** The groups, by key. */
  readonly groups: Readonly<Record<string, Group>>;

  /** The roles, by key. */
  readonly roles: Readonly<Record<string, Role>>;

  /**
   * Declares everything in a roster.
   *
   * @param name the name of the component in the program
   * @param args where the roster is
   * @param opts options of Pulumi; `protect`, `providers` and `transforms` apply to every resource of the roster
   */
  constructor(name: string, args: RosterArgs, opts?: pulumi.ComponentResourceOptions) {
    const { declarations, ended, day } = read(args);
    super(rosterType, name, {}, opts);
    const classes = classesOf(new.target) ?? dynamicClasses;
    const values = new RosterValues();
    const made = declarations.map(({ kind, name: key, previously, args: declared }) => {
      const resource = new classes[kind](key, values.of(declared) as never, {
        parent: this,
        aliases: previously.map((former) => ({ name: former })),
        dependsOn: values.fieldsOf(declared),
      });
      values.add(kind, key, resource, declared);
      return [key, resource] as const;
    });
    const of = <One extends pulumi.CustomResource>(Class: new (...args: never[]) => One) =>
      Object.fromEntries(
        made.flatMap(([key, resource]) => (resource instanceof Class ? [[key, resource] as const] : [])),
      );
    this.users = of(User);
    this.groups = of(Group);
    this.roles = of(Role);
    for (const line of linesOf(ended, day)) void pulumi.log.info(line, this);
    this.registerOutputs();
  }
}

interface Content {
  readonly declarations: readonly Declaration[];
  readonly ended: readonly Ending[];
  readonly day: string;
}

function read({ path: paths, day = new Date().toISOString().slice(0, 10) }: RosterArgs): Content {
  const sources = readFiles([paths].flat());
  const { roster, mistakes } = readRoster(sources);
  if (mistakes.length > 0)
    throw programError(`the roster has mistakes\n${describeMistakes(mistakes, sources)}`);
  const declarations = declarationsOn(roster, day);
  assertSecrets(declarations);
  return { declarations, ended: endedOn(roster, day), day };
}

/** An inline program of the Automation API has no directory of its own: paths begin where the process runs. */
function readFiles(paths: readonly string[]): RosterSource[] {
  const root = pulumi.getRootDirectory();
  try {
    return readRosterFiles(paths, path.isAbsolute(root) ? root : process.cwd());
  } catch (error) {
    if (error instanceof InputError) throw programError(`the roster cannot be read: ${error.message}`);
    throw error;
  }
}

function linesOf(ended: readonly Ending[], day: string): string[] {
  const lines = ended.slice(0, mostEndings).map((each) => describeEnding(each, day));
  return ended.length <= mostEndings ? lines : [...lines, `and ${ended.length - mostEndings} more ended`];
}
