import { ManagementError } from "../errors.js";
import { userFields, type UserFields } from "../state/user-fields.js";
import { uniqueKeys, type UniqueKey, type UserRecord } from "../state/user-store.js";
import { pageOf, sorted, defaultOrder, type Page, type PageArgs, type SortBy } from "./paging.js";
import { defaultNamespace } from "../state/pool.js";
import { isInNode } from "./orgs.js";
import type { Service } from "./service.js";
import { readById } from "./users.js";

const maxBatch = 80;

const batchTypes = ["id", ...uniqueKeys] as const;
type BatchType = (typeof batchTypes)[number];

/** The fields of a search that names none. */
const defaultSearchFields = [
  "username",
  "nickname",
  "email",
  "phone",
  "company",
  "name",
  "givenName",
  "familyName",
  "middleName",
  "profile",
  "preferredUsername",
] as const;

export interface UniqueKeyArgs {
  username?: string | null | undefined;
  email?: string | null | undefined;
  phone?: string | null | undefined;
  externalId?: string | null | undefined;
}

export interface FindArgs extends UniqueKeyArgs {
  identity?: {
    identifier?: string | null | undefined;
    userIdInIdp?: string | null | undefined;
    provider?: string | null | undefined;
  } | null;
}

export interface SearchArgs extends PageArgs {
  query: string;
  fields?: readonly (string | null)[] | null;
  departmentOpts?:
    | readonly ({
        departmentId?: string | null | undefined;
        includeChildrenDepartments?: boolean | null | undefined;
      } | null)[]
    | null;
  groupOpts?: readonly ({ code?: string | null | undefined } | null)[] | null;
  roleOpts?: readonly ({ namespace?: string | null | undefined; code: string } | null)[] | null;
}

/** In the order of the ids, each user once, even if an address occurs in different cases. */
export function batchUsers(
  service: Service,
  ids: readonly string[],
  type: string | null | undefined,
): (UserRecord | null)[] {
  if (ids.length > maxBatch) throw new ManagementError(2030);
  const key = batchTypes.find((known) => known === (type ?? "id"));
  if (key === undefined) throw new ManagementError(2015);
  const found = new Set(ids.map((id) => findOne(service, key, id) ?? id));
  const users = [...found].map((user) => (typeof user === "string" ? null : user));
  return service.behaviour.batchUnknownId === "null" ? users : users.filter((user) => user !== null);
}

export function listUsers(
  service: Service,
  args: PageArgs & { sortBy?: SortBy | null | undefined; excludeUsersInOrg?: boolean | null | undefined },
): Page<UserRecord> {
  const { pool } = service;
  const users = pool
    .listedUsers()
    .filter(({ id }) => !args.excludeUsersInOrg || pool.orgs.departmentsOf(id).length === 0);
  return pageOf(service, sorted(users, args.sortBy ?? defaultOrder(service)), args);
}

/** The user who has all of the given keys. */
export function findUser({ pool }: Service, args: FindArgs): UserRecord | undefined {
  const candidates = [
    ...uniqueKeys.flatMap((key) => {
      const value = args[key];
      return typeof value === "string" ? [findLive(pool, key, value)] : [];
    }),
    ...(args.identity ? [findByIdentity(pool.listedUsers(), args.identity)] : []),
  ];
  const [first, ...others] = candidates;
  if (candidates.length === 0)
    throw new ManagementError(2231, "The request must name at least one key of the user");
  return others.every((other) => other?.id === first?.id) ? first : undefined;
}

/** Whether a user has any of the given keys. */
export function userExists({ pool }: Service, args: UniqueKeyArgs): boolean {
  return uniqueKeys.some((key) => {
    const value = args[key];
    return typeof value === "string" && findLive(pool, key, value) !== undefined;
  });
}

/** Users with the text in one of the fields, in any case. */
export function searchUsers(service: Service, args: SearchArgs): Page<UserRecord> {
  const { pool } = service;
  const wanted = args.query.toLowerCase();
  const fields = searchFields(args.fields);
  const groupIds = args.groupOpts?.map((opt) => opt?.code && pool.groups.findByKey(opt.code)?.id);
  const roleIds = args.roleOpts?.map(
    (opt) => opt && pool.findRole(opt.namespace ?? defaultNamespace, opt.code)?.id,
  );
  const matches = sorted(pool.listedUsers(), defaultOrder(service)).filter(
    ({ id, fields: values }) =>
      fields.some((field) =>
        String(values[field] ?? "")
          .toLowerCase()
          .includes(wanted),
      ) &&
      (!groupIds?.length || groupIds.some((groupId) => groupId && pool.memberships.has(id, groupId))) &&
      (!roleIds?.length || roleIds.some((roleId) => roleId && pool.assignments.has(id, roleId))) &&
      (!args.departmentOpts?.length ||
        args.departmentOpts.some((opt) =>
          isInNode(
            service,
            pool.orgs.departmentsOf(id),
            opt?.departmentId ?? "",
            opt?.includeChildrenDepartments ?? false,
          ),
        )),
  );
  return pageOf(service, matches, args);
}

function findOne(service: Service, key: BatchType, value: string): UserRecord | undefined {
  return key === "id" ? readById(service, value) : findLive(service.pool, key, value);
}

/** Archived users keep their keys but are found by none of them. */
function findLive(pool: Service["pool"], key: UniqueKey, value: string): UserRecord | undefined {
  const user = pool.users.findBy(key, value);
  return user?.status === "Archived" ? undefined : user;
}

function findByIdentity(
  users: readonly UserRecord[],
  wanted: NonNullable<FindArgs["identity"]>,
): UserRecord | undefined {
  const provider = wanted.provider ?? wanted.identifier;
  return users.find((user) =>
    user.identities.some(
      (identity) =>
        identity.userIdInIdp === wanted.userIdInIdp && (!provider || identity.provider === provider),
    ),
  );
}

function searchFields(asked: SearchArgs["fields"]): readonly (keyof UserFields)[] {
  if (!asked?.length) return defaultSearchFields;
  return asked.map((field) => {
    if (!isSearchable(field)) throw new ManagementError(2014);
    return field;
  });
}

function isSearchable(name: string | null): name is keyof UserFields {
  return name !== null && Object.hasOwn(userFields.shape, name) && name !== "password";
}
