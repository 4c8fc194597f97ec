import { z } from "zod";
import { wholeListOf } from "../page.js";
import {
  customDataEntries,
  customDataSelection,
  toOutcomes,
  type CustomDataOutcomes,
} from "../udf/custom-data.js";
import type { User } from "./user.js";
import { selectedUser } from "./user.js";
import type { UserField } from "./user-fields.js";

/** The data of users to read in one request. */
export interface SnapshotSelection {
  readonly fields?: readonly UserField[] | undefined;
  /** Whether to read the codes of their groups. */
  readonly groups?: boolean | undefined;
  /** The namespaces to read the codes of their roles from. */
  readonly roleNamespaces?: readonly string[] | undefined;
  /** Whether to read their custom data. */
  readonly customData?: boolean | undefined;
  /** The namespaces to read the codes of their policies from. */
  readonly policyNamespaces?: readonly string[] | undefined;
}

/** The selected data of a user, and nothing else. */
export interface UserSnapshot {
  id: string;
  fields: Partial<User>;
  /** Codes of all groups, when selected. */
  groups?: string[];
  /** Codes of all roles by namespace, for each selected namespace. */
  roles?: Record<string, string[]>;
  /** Custom values by key, when selected. A value that does not have the type of its field is an error in its place. */
  customData?: CustomDataOutcomes;
  /** Codes of all policies that are assigned to the user itself, by namespace, for each selected namespace. */
  policies?: Record<string, string[]>;
}

/** A selection in GraphQL, and the schema of its response. */
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

/** Cached by selection: a run reads the same data of all users. */
const readers = new Map<string, SnapshotReader>();

export function snapshotReader(asked: SnapshotSelection): SnapshotReader {
  const key = JSON.stringify(asked);
  const known = readers.get(key) ?? makeSnapshotReader(asked);
  readers.set(key, known);
  return known;
}

const customData = z.object({
  customData: customDataEntries.transform((entries) => toOutcomes("users.snapshot", entries)),
});

function makeSnapshotReader(asked: SnapshotSelection): SnapshotReader {
  const { fields = [], groups, roleNamespaces, customData: withCustomData } = asked;
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
    selection: [
      ...names,
      ...(groups ? ["groups { totalCount list { code } }"] : []),
      ...selectedRoles,
      ...(withCustomData ? [customDataSelection] : []),
    ].join(" "),
    nested: Object.fromEntries(namespaces.map(({ variable }) => [variable, "String"])),
    values: Object.fromEntries(namespaces.map(({ variable, namespace }) => [variable, namespace])),
    schema: selectedUser(names)
      .transform((user) => ({ id: user.id, fields: user }))
      .and(groups ? z.object({ groups: codes }) : z.object({}))
      .and(roleNamespaces === undefined ? z.object({}) : rolesBy(namespaces))
      .and(withCustomData ? customData : z.object({})),
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
