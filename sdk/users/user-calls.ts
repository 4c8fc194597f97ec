import { z } from "zod";
import type { Call } from "../http/call.js";
import { graphqlCall, rootsCall, sideBySide, type RootField } from "../http/graphql-call.js";
import { parsePart } from "../http/read-response.js";
import { pathPart, restCall, restCommand } from "../http/rest-call.js";
import type { Page } from "../page.js";
import { pageOf } from "../page.js";
import type { User } from "./user.js";
import { assignmentsSelection } from "../policies/assignments-call.js";
import { firstPageFields, readFirstPage, type FirstPage } from "../policies/held-policies.js";
import { customDataSelection } from "../udf/custom-data.js";
import { restUser, selectedUser } from "./user.js";
import type { UserField } from "./user-fields.js";
import type { WireFields } from "./user-input.js";
import { withSent } from "./user-input.js";
import { namedUsers } from "./user-naming.js";
import { aboutUser, askedFields, isFoundBy } from "./user-asked-for.js";
import type {
  BatchUsersOptions,
  CreateUserOptions,
  FindUserOptions,
  ListUsersOptions,
  SearchUsersOptions,
  UserIdentifiers,
} from "./user-options.js";
import type { SnapshotReader, SnapshotSelection, UserSnapshot } from "./user-snapshot.js";
import { snapshotReader } from "./user-snapshot.js";

// The request of each method that reads or writes users, one function per method.

export function createCall(
  trying: string,
  fields: readonly UserField[],
  userInfo: WireFields,
  { identity, keepPassword, resetPasswordOnFirstLogin }: CreateUserOptions,
  secrets: readonly string[],
): Call<User> {
  return graphqlCall(
    {
      operation: "users.create",
      trying,
      type: "mutation",
      field: "createUser",
      args: {
        userInfo: "CreateUserInput!",
        identity: "CreateUserIdentityInput",
        keepPassword: "Boolean",
        resetPasswordOnFirstLogin: "Boolean",
      },
      values: { userInfo, identity, keepPassword, resetPasswordOnFirstLogin },
      repeatable: false,
      secrets,
    },
    fields.join(" "),
    selectedUser(fields),
  );
}

export function updateCall(
  id: string,
  updates: WireFields,
  defaultFields: readonly UserField[],
  secrets: readonly string[],
): Call<User> {
  const fields = withSent(defaultFields, updates);
  const call = graphqlCall(
    {
      operation: "users.update",
      trying: `updating user ${id}`,
      type: "mutation",
      field: "updateUser",
      args: { id: "String", input: "UpdateUserInput!" },
      values: { id, input: updates },
      repeatable: true,
      secrets,
    },
    fields.join(" "),
    selectedUser(fields),
  );
  return aboutUser(call, "data.updateUser.id", (user) => user.id === id);
}

export function detailCall(userId: string, withCustomData: boolean): Call<User | null> {
  const operation = "users.detail";
  const path = `/api/v2/users/${pathPart(operation, "userId", userId)}?with_custom_data=${String(withCustomData)}`;
  const request = {
    operation,
    trying: `reading user ${userId}`,
    method: "GET",
    path,
    repeatable: true,
  } as const;
  return aboutUser(
    restCall(request, restUser.nullable()),
    "data.id",
    (user) => user === null || user.id === userId,
  );
}

export function batchCall(
  ids: readonly string[],
  { queryField = "id", withCustomData = false }: BatchUsersOptions,
): Call<(User | null)[]> {
  return restCall(
    {
      operation: "users.batch",
      trying: `reading ${namedUsers(ids)}`,
      method: "POST",
      path: "/api/v2/users/batch",
      body: { ids, type: queryField, withCustomData },
      repeatable: true,
    },
    z.array(restUser.nullable()),
  );
}

export function listCall(
  page: number,
  limit: number,
  { withCustomData, excludeUsersInOrg, sortBy }: ListUsersOptions,
  fields: readonly UserField[],
): Call<Page<User>> {
  return graphqlCall(
    {
      operation: "users.list",
      trying: `listing users, page ${page}`,
      type: "query",
      field: "users",
      args: { page: "Int", limit: "Int", sortBy: "SortByEnum", excludeUsersInOrg: "Boolean" },
      values: { page, limit, sortBy, excludeUsersInOrg },
      repeatable: true,
    },
    `totalCount list { ${selection(fields, withCustomData)} }`,
    pageOf(selectedUser(fields, withCustomData)),
  );
}

export function findCall(
  options: FindUserOptions,
  fields: readonly UserField[],
  withCustomData: boolean,
): Call<User | null> {
  const { username, email, phone, externalId, identity } = options;
  const values = { username, email, phone, externalId, identity };
  const selected = [...new Set([...fields, ...askedFields(options)])];
  const call = graphqlCall(
    {
      operation: "users.find",
      trying: `finding a user by ${namesOf(values).join(", ")}`,
      type: "query",
      field: "findUser",
      args: {
        username: "String",
        email: "String",
        phone: "String",
        externalId: "String",
        identity: "FindUserByIdentityInput",
      },
      values,
      repeatable: true,
    },
    selection(selected, withCustomData),
    selectedUser(selected, withCustomData).nullable(),
  );
  return aboutUser(call, "data.findUser", (user) => user === null || isFoundBy(user, options));
}

export function existsCall({ username, email, phone, externalId }: UserIdentifiers): Call<boolean> {
  const values = { username, email, phone, externalId };
  return graphqlCall(
    {
      operation: "users.exists",
      trying: `looking for a user by ${namesOf(values).join(", ")}`,
      type: "query",
      field: "isUserExists",
      args: { username: "String", email: "String", phone: "String", externalId: "String" },
      values,
      repeatable: true,
    },
    "",
    z.boolean(),
  );
}

export function archivedCall(page: number, limit: number, fields: readonly UserField[]): Call<Page<User>> {
  return graphqlCall(
    {
      operation: "users.listArchived",
      trying: `listing archived users, page ${page}`,
      type: "query",
      field: "archivedUsers",
      args: { page: "Int", limit: "Int" },
      values: { page, limit },
      repeatable: true,
    },
    `totalCount list { ${fields.join(" ")} }`,
    pageOf(selectedUser(fields)),
  );
}

export function kickCall(userIds: readonly string[]): Call<undefined> {
  return restCommand({
    operation: "users.kick",
    trying: `ending the logins of ${namedUsers(userIds)}`,
    method: "POST",
    path: "/api/v2/users/kick",
    body: { userIds },
    repeatable: true,
  });
}

export function searchCall(
  query: string,
  { withCustomData, fields, departmentOpts, groupOpts, roleOpts }: SearchUsersOptions,
  page: number,
  limit: number,
  selected: readonly UserField[],
): Call<Page<User>> {
  return graphqlCall(
    {
      operation: "users.search",
      trying: `searching users, page ${page}`,
      type: "query",
      field: "searchUser",
      args: {
        query: "String!",
        fields: "[String]",
        page: "Int",
        limit: "Int",
        departmentOpts: "[SearchUserDepartmentOpt]",
        groupOpts: "[SearchUserGroupOpt]",
        roleOpts: "[SearchUserRoleOpt]",
      },
      values: { query, fields, page, limit, departmentOpts, groupOpts, roleOpts },
      repeatable: true,
    },
    `totalCount list { ${selection(selected, withCustomData)} }`,
    pageOf(selectedUser(selected, withCustomData)),
  );
}

export function snapshotCall(
  ids: readonly string[],
  asked: SnapshotSelection,
): Call<(UserSnapshot | null)[]> {
  const reader = snapshotReader(asked);
  return graphqlCall(snapshotRoot(ids, reader), reader.selection, z.array(reader.schema.nullable()));
}

/** Users together with the first page of their policies, which the API does not have below a user. */
export function snapshotWithPoliciesCall(
  ids: readonly string[],
  { policyNamespaces: namespaces = [], ...asked }: SnapshotSelection,
): Call<{ snapshots: (UserSnapshot | null)[]; policies: FirstPage[] }> {
  const reader = snapshotReader(asked);
  const fields = firstPageFields({ targetType: "USER", identifiers: ids, namespaces });
  const { roots, types, values } = sideBySide("policies", fields, assignmentsSelection);
  const own = snapshotRoot(ids, reader);
  const root = { ...own, nested: { ...own.nested, ...types }, values: { ...own.values, ...values } };
  const snapshots = z.array(reader.schema.nullable());
  return rootsCall(root, reader.selection, roots, (data) => ({
    snapshots: parsePart(root, snapshots, data[root.field], ["data", root.field]),
    policies: fields.map((sent, index) => {
      const alias = `policies${index}`;
      return readFirstPage(root, { sent, value: data[alias], place: ["data", alias] });
    }),
  }));
}

function snapshotRoot(ids: readonly string[], { nested, values }: SnapshotReader): RootField {
  return {
    operation: "users.snapshot",
    trying: `reading ${namedUsers(ids)}`,
    type: "query",
    field: "userBatch",
    args: { ids: "[String!]!" },
    nested,
    values: { ids, ...values },
    repeatable: true,
  };
}

export function snapshotPageCall(
  page: number,
  limit: number,
  asked: SnapshotSelection,
): Call<Page<UserSnapshot>> {
  const reader = snapshotReader(asked);
  return graphqlCall(
    {
      operation: "users.snapshotPages",
      trying: `reading all users, page ${page}`,
      type: "query",
      field: "users",
      args: { page: "Int", limit: "Int", sortBy: "SortByEnum" },
      nested: reader.nested,
      values: { page, limit, sortBy: "CREATEDAT_ASC", ...reader.values },
      repeatable: true,
    },
    `totalCount list { ${reader.selection} }`,
    pageOf(reader.schema),
  );
}

/** The names of the values that are given. */
function namesOf(values: object): string[] {
  return Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [name]));
}

function selection(fields: readonly UserField[], withCustomData = false): string {
  return [...fields, ...(withCustomData ? [customDataSelection] : [])].join(" ");
}
