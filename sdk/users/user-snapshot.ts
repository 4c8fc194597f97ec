import { z } from "zod";
import { wholeListOf } from "../page.js";
import type { User } from "./user.js";
import { selectedUser } from "./user.js";
import type { UserField } from "./user-fields.js";

/** What to know of users in one request. */
export interface SnapshotSelection {
  readonly fields?: readonly UserField[] | undefined;
  /** The codes of the groups that they are in. */
  readonly groups?: boolean | undefined;
  /** The codes of their roles in these namespaces. */
  readonly roleNamespaces?: readonly string[] | undefined;
}

/** What was asked of a user, and nothing else. */
export interface UserSnapshot {
  id: string;
  fields: Partial<User>;
  /** Codes of all groups, when asked for. */
  groups?: string[];
  /** Codes of all roles by namespace, for each namespace asked for. */
  roles?: Record<string, string[]>;
}

/** How a selection is asked and how its answer is read. */
export interface SnapshotReader {
  readonly selection: string;
  /** Types and values of the variables that the selection uses. */
  readonly nested: Record<string, string>;
  readonly values: Record<string, string>;
  readonly schema: z.ZodType<UserSnapshot>;
}

const codes = wholeListOf(z.object({ code: z.string() })).transform(({ list }) =>
  list.map(({ code }) => code),
);

/** By what they select, as a run asks for the same of all people. */
const readers = new Map<string, SnapshotReader>();

export function snapshotReader(asked: SnapshotSelection): SnapshotReader {
  const key = JSON.stringify(asked);
  const known = readers.get(key) ?? makeSnapshotReader(asked);
  readers.set(key, known);
  return known;
}

function makeSnapshotReader({ fields = [], groups, roleNamespaces }: SnapshotSelection): SnapshotReader {
  const names = [...new Set<UserField>(["id", ...fields])];
  const namespaces = [...new Set(roleNamespaces)].map((namespace, index) => ({
    namespace,
    alias: `roles${index}`,
    variable: `namespace${index}`,
  }));
  const selectedRoles = namespaces.map(
    ({ alias, variable }) => `${alias}: roles(namespace: $${variable}) { totalCount list { code } }`,
  );
  return {
    selection: [...names, ...(groups ? ["groups { totalCount list { code } }"] : []), ...selectedRoles].join(
      " ",
    ),
    nested: Object.fromEntries(namespaces.map(({ variable }) => [variable, "String"])),
    values: Object.fromEntries(namespaces.map(({ variable, namespace }) => [variable, namespace])),
    schema: selectedUser(names)
      .transform((user) => ({ id: user.id, fields: user }))
      .and(groups ? z.object({ groups: codes }) : z.object({}))
      .and(roleNamespaces === undefined ? z.object({}) : rolesBy(namespaces)),
  };
}

function rolesBy(
  namespaces: readonly { readonly namespace: string; readonly alias: string }[],
): z.ZodType<Pick<UserSnapshot, "roles">> {
  const aliases = z.object(Object.fromEntries(namespaces.map(({ alias }) => [alias, codes])));
  return aliases.transform((lists) => ({
    roles: Object.fromEntries(namespaces.map(({ namespace, alias }) => [namespace, lists[alias] ?? []])),
  }));
}
