import { z } from "zod";
import type { PasswordCipher } from "../auth/password-cipher.js";
import type { CommonMessage } from "../common-message.js";
import { nothingToDo } from "../common-message.js";
import { isApiError } from "../error-guards.js";
import type { ApiError } from "../errors.js";
import { InvalidInputError, UnexpectedResponseError } from "../errors.js";
import type { Group } from "../groups/group.js";
import { group as groupSchema, groupSelection } from "../groups/group.js";
import { changeMembership } from "../groups/membership.js";
import { notFound } from "../http/api-error.js";
import type { Api } from "../http/api.js";
import type { Budget } from "../http/budget.js";
import type { Call } from "../http/call.js";
import { graphqlCall } from "../http/graphql-call.js";
import type { HeaderFamily } from "../http/headers.js";
import type { Page, PageSizeOption } from "../page.js";
import { defaultPageSize, wholeListOf } from "../page.js";
import { assignmentsCall } from "../policies/assignments-call.js";
import { completed, readHeldPolicies, type HeldPolicies } from "../policies/held-policies.js";
import { changePolicies } from "../policies/policy-command.js";
import type { PolicyAssignment } from "../policies/policy.js";
import type { Role } from "../roles/role.js";
import { changeAssignment } from "../roles/assignment.js";
import { defaultNamespace, role as roleSchema, roleSelection } from "../roles/role.js";
import { sendDeletion } from "../send-deletion.js";
import { walkEntries, walkPages } from "../walk-pages.js";
import { type ArchivedSearch, findArchived, type IdentifierLists } from "./archived-users.js";
import { inBatches, maxUsersPerBatch } from "./batches.js";
import { type CreateManyOutcome, createUsers } from "./bulk-creation.js";
import { type Department, departmentsCall, type OrgNode, orgsCall } from "./departments.js";
import { holdsAllSent } from "./same-user.js";
import { changeStatus, statusChanges } from "./status-change.js";
import type { User } from "./user.js";
import { defaultUserFields } from "./user.js";
import {
  archivedCall,
  batchCall,
  detailCall,
  existsCall,
  findCall,
  kickCall,
  listCall,
  searchCall,
  snapshotCall,
  snapshotPageCall,
  snapshotWithPoliciesCall,
  updateCall,
} from "./user-calls.js";
import { createUser } from "./user-creation.js";
import type { CreateUserInput, UpdateUserInput, UserField } from "./user-fields.js";
import type { WireFields } from "./user-input.js";
import { secretsIn, toCreateFields, toManyCreateFields, toUpdateFields, withSent } from "./user-input.js";
import { namedUsers } from "./user-naming.js";
import type {
  BatchUsersOptions,
  CreateUserOptions,
  CustomDataOption,
  FindUserOptions,
  ListUsersOptions,
  SearchUsersOptions,
  UserIdentifiers,
} from "./user-options.js";
import type { SnapshotSelection, UserSnapshot } from "./user-snapshot.js";

/** A new login token of a user. */
export interface RefreshToken {
  /** JWT. A secret. */
  token: string;
  /** Issued at, seconds since 1970. */
  iat: number | null;
  /** Expires at, seconds since 1970. */
  exp: number | null;
}

const refreshToken: z.ZodType<RefreshToken> = z.object({
  token: z.string(),
  iat: z.number().nullable(),
  exp: z.number().nullable(),
});

/** The service's code for a password that it cannot decrypt. */
const passwordNotDecrypted = 2016;

/** The service's codes for a new email or phone number that equals the old one. */
const sameAsBefore = new Set([2229, 2230]);

/**
 * The users of a pool. Every method can throw `AuthenticationError`, `PermissionError`, `RateLimitError`,
 * `TransportError`, `UnexpectedResponseError`, or a plain `ApiError` with the service's code. A method documents only the
 * errors that are specific to it.
 */
export class Users {
  readonly #api: Api;
  readonly #cipher: PasswordCipher;
  readonly #fields: readonly UserField[];

  constructor(api: Api, cipher: PasswordCipher, family: HeaderFamily) {
    this.#api = api;
    this.#cipher = cipher;
    this.#fields = defaultUserFields(family);
  }

  /**
   * Creates a user without the checks of a registration. The password is encrypted with the service's public key.
   *
   * `city`, `province`, `tokenExpiredAt`, `expiredAt`, `directManagement`, `mainDepartmentId` and
   * `mainDepartmentCode` are not in the API's `CreateUserInput`. They are set by an update right after the creation.
   *
   * When the response is lost, the user is looked up by username, email, phone and external id before a retry, so that no
   * user is created twice. Without any of these fields there is no retry.
   *
   * @throws ConflictError when another user has the username, email, phone or external id
   * @throws PartialCreateError when the user was created, but the update after it failed. The error contains the user
   * @throws InvalidInputError when a field is unknown, mistyped or only set by the service
   */
  async create(userInfo: CreateUserInput, options: CreateUserOptions = {}): Promise<User> {
    const { created, updated } = toCreateFields(userInfo);
    const budget = this.#api.newBudget();
    const encrypted = await this.#encryptPassword(created, budget);
    const { accessToken = "", refreshToken = "" } = options.identity ?? {};
    const secrets = [...encrypted.secrets, accessToken, refreshToken];
    const newUser = { created: encrypted.fields, updated, options, secrets };
    const { fields = this.#fields } = options;
    return await this.#withPassword(() => createUser(this.#api, fields, newUser, budget));
  }

  /**
   * Creates any number of users, up to 100 in one request. The outcomes are in the order of the input, one for each user:
   * the user, or an error like those of `create`. The service gives no code when it refuses single users. When a response is
   * lost, all of its users are looked up by username, email, phone and external id before any is sent again, so that no user
   * is created twice. Fields that the API accepts on update only cost one request per user.
   *
   * A password cannot be part of it, because services differ in whether the user can log in with it then. Create such
   * users with `create`.
   *
   * @throws NotSupportedError when the service does not know the operation. No user was created then
   * @throws InvalidInputError for a user with a password, without any of the four identifying fields, or with an invalid
   * field. Nothing was sent then
   */
  async createMany(inputs: readonly CreateUserInput[]): Promise<CreateManyOutcome[]> {
    const newUsers = inputs.map((input, index) => toManyCreateFields(input, `users[${index}]`));
    return await createUsers(this.#api, this.#fields, newUsers);
  }

  /**
   * Changes only the given fields of a user: `null` clears a field, `undefined` leaves it unchanged. The service does not
   * document that null clears a field. A password is encrypted.
   *
   * @throws NotFoundError when there is no such user
   * @throws ConflictError when another user has the new username, email, phone or external id
   * @throws InvalidInputError for `registerSource`, `signedUp` and `isDeleted`, which cannot be changed, and for unknown
   * or mistyped fields
   */
  async update(id: string, updates: UpdateUserInput): Promise<User> {
    const budget = this.#api.newBudget();
    const { fields, secrets } = await this.#encryptPassword(toUpdateFields(updates), budget);
    const call: Call<User> = {
      ...updateCall(id, fields, this.#fields, secrets),
      afterLostResponse: (refusal) => this.#asUpdated(id, fields, refusal, budget),
    };
    return await this.#withPassword(() => this.#api.send(call, budget));
  }

  /**
   * Reads a user by id, with its accounts at login providers.
   *
   * @throws NotFoundError when there is no such user in this pool
   */
  async detail(userId: string, { withCustomData = false }: CustomDataOption = {}): Promise<User> {
    const call = detailCall(userId, withCustomData);
    const user = await this.#api.send(call);
    if (user === null) throw notFound(call, `user ${userId}`);
    return user;
  }

  /**
   * Deletes a user and everything attached to it. This cannot be undone.
   *
   * @throws NotFoundError or ApiError 2210 when there is no such user. The service does not document which
   */
  async delete(userId: string): Promise<CommonMessage> {
    return await sendDeletion(this.#api, {
      operation: "users.delete",
      trying: `deleting user ${userId}`,
      field: "deleteUser",
      args: { id: "String!" },
      values: { id: userId },
      lookUps: [this.#lookUp(userId)],
    });
  }

  /**
   * Deletes users in one request. An unknown id is an error. The service does not document whether the other users are
   * deleted then.
   */
  async deleteMany(userIds: readonly string[]): Promise<CommonMessage> {
    if (userIds.length === 0) return nothingToDo;
    return await sendDeletion(this.#api, {
      operation: "users.deleteMany",
      trying: `deleting ${namedUsers(userIds)}`,
      field: "deleteUsers",
      args: { ids: "[String!]!" },
      values: { ids: userIds },
      lookUps: userIds.map((id) => this.#lookUp(id)),
    });
  }

  /**
   * Reads any number of users by id or another unique field, 80 per request. A user that is missing in the result does not
   * count as deleted: check with `detail`.
   */
  async batch(ids: readonly string[], options: BatchUsersOptions = {}): Promise<User[]> {
    const calls = inBatches(ids).map((batch) => batchCall(batch, options));
    const found = await Promise.all(calls.map((call) => this.#api.send(call)));
    return found.flat().filter((user) => user !== null);
  }

  /** Reads one page of the users of the pool. The first page is 1. */
  async list(page = 1, limit = 10, options: ListUsersOptions = {}): Promise<Page<User>> {
    return await this.#api.send(listCall(page, limit, options, this.#fields));
  }

  /**
   * Iterates over all users of the pool, each once, oldest first. Users that are created in the meantime come last.
   *
   * @throws UnexpectedResponseError when the list stays incomplete
   */
  listAll(
    options: Omit<ListUsersOptions, "sortBy"> & PageSizeOption = {},
  ): AsyncGenerator<User, void, undefined> {
    const { pageSize = defaultPageSize, ...rest } = options;
    return walkEntries({
      operation: "users.listAll",
      trying: "listing all users",
      pageSize,
      fetch: (page, limit) => this.list(page, limit, { ...rest, sortBy: "CREATEDAT_ASC" }),
      keyOf: ({ id }) => id,
    });
  }

  /**
   * Finds the user with this username (case-sensitive), email (not case-sensitive), phone, external id or account at a login
   * provider. Returns null when there is none.
   *
   * @throws InvalidInputError when none of them is given
   */
  async find(
    options: FindUserOptions,
    { withCustomData = false }: CustomDataOption = {},
  ): Promise<User | null> {
    const operation = "users.find";
    if (Object.values(options).every((value) => value === undefined)) {
      const message = `${operation} was not sent: one of username, email, phone, externalId and identity must be set`;
      throw new InvalidInputError(message, { operation, field: "options" });
    }
    return await this.#api.send(findCall(options, this.#fields, withCustomData));
  }

  /**
   * Whether a user has one of these values. Archived users do not count, although their values cannot be used again: see
   * `findArchived`.
   *
   * @throws InvalidInputError when none of them is given
   */
  async exists(identifiers: UserIdentifiers): Promise<boolean> {
    const operation = "users.exists";
    if (Object.values(identifiers).every((value) => value === undefined)) {
      const message = `${operation} was not sent: one of username, email, phone and externalId must be set`;
      throw new InvalidInputError(message, { operation, field: "identifiers" });
    }
    return await this.#api.send(existsCall(identifiers));
  }

  /** Reads one page of the archived users. They are in no other list. The first page is 1. */
  async listArchived(page = 1, limit = 10): Promise<Page<User>> {
    return await this.#api.send(archivedCall(page, limit, this.#fields));
  }

  /**
   * Iterates over all archived users, each once.
   *
   * @throws UnexpectedResponseError when the list stays incomplete
   */
  listAllArchived({ pageSize = defaultPageSize }: PageSizeOption = {}): AsyncGenerator<
    User,
    void,
    undefined
  > {
    return walkEntries({
      operation: "users.listAllArchived",
      trying: "listing all archived users",
      pageSize,
      fetch: (page, limit) => this.listArchived(page, limit),
      keyOf: ({ id }) => id,
    });
  }

  /**
   * Tells which of these values an archived user has. No other user can have them. The service cannot search archived users,
   * so this reads at most `maxPages` pages of 100. Default 10.
   */
  async findArchived(
    identifiers: IdentifierLists,
    { maxPages = 10 }: { readonly maxPages?: number } = {},
  ): Promise<ArchivedSearch> {
    return await findArchived(this.#api, identifiers, maxPages);
  }

  /** Reads one page of the users that match a query. The match is fuzzy: to find one exact user, use `find`. */
  async search(query: string, options: SearchUsersOptions = {}, page = 1, limit = 10): Promise<Page<User>> {
    return await this.#api.send(searchCall(query, options, page, limit, this.#fields));
  }

  /**
   * Iterates over all users that match a query, each once.
   *
   * @throws UnexpectedResponseError when the list stays incomplete
   */
  searchAll(
    query: string,
    options: SearchUsersOptions & PageSizeOption = {},
  ): AsyncGenerator<User, void, undefined> {
    const { pageSize = defaultPageSize, ...rest } = options;
    return walkEntries({
      operation: "users.searchAll",
      trying: "searching all users",
      pageSize,
      fetch: (page, limit) => this.search(query, rest, page, limit),
      keyOf: ({ id }) => id,
    });
  }

  /** Suspends a user, who cannot log in then but keeps the departments. */
  async suspend(userId: string): Promise<void> {
    await changeStatus(this.#api, userId, statusChanges.suspend);
  }

  /** Activates a user who is suspended or has resigned. */
  async activate(userId: string): Promise<void> {
    await changeStatus(this.#api, userId, statusChanges.activate);
  }

  /** Marks a user as resigned. The user cannot log in then and leaves the departments. */
  async resign(userId: string): Promise<void> {
    await changeStatus(this.#api, userId, statusChanges.resign);
  }

  /** Ends all logins of these users. The service may accept unknown ids. */
  async kick(userIds: readonly string[]): Promise<void> {
    if (userIds.length > 0) await this.#api.send(kickCall(userIds));
  }

  /**
   * Issues a new login token for a user.
   *
   * @throws UnexpectedResponseError when the response contains no token
   */
  async refreshToken(id: string): Promise<RefreshToken> {
    const call = graphqlCall(
      {
        operation: "users.refreshToken",
        trying: `refreshing the token of user ${id}`,
        type: "mutation",
        field: "refreshToken",
        args: { id: "String" },
        values: { id },
        repeatable: true,
      },
      "token iat exp",
      refreshToken,
    );
    return await this.#api.send(call);
  }

  /**
   * Lists all groups of a user.
   *
   * @throws NotFoundError when there is no such user
   * @throws UnexpectedResponseError when the list is incomplete
   */
  async listGroups(userId: string): Promise<Page<Group>> {
    const call = graphqlCall(
      {
        operation: "users.listGroups",
        trying: `reading the groups of user ${userId}`,
        type: "query",
        field: "user",
        args: { id: "String!" },
        values: { id: userId },
        repeatable: true,
      },
      `groups { totalCount list { ${groupSelection} } }`,
      z.object({ groups: wholeListOf(groupSchema) }).nullable(),
    );
    const user = await this.#api.send(call);
    if (user === null) throw notFound(call, `user ${userId}`);
    return user.groups;
  }

  /** Adds a user to the group with this code. For many users, use `groups.addUsers`. */
  async addGroup(userId: string, group: string): Promise<CommonMessage> {
    const attempt = { operation: "users.addGroup", trying: `adding user ${userId} to group ${group}` };
    return await changeMembership(this.#api, attempt, { group, userIds: [userId], change: "join" });
  }

  /** Removes a user from the group with this code. For many users, use `groups.removeUsers`. */
  async removeGroup(userId: string, group: string): Promise<CommonMessage> {
    const attempt = { operation: "users.removeGroup", trying: `removing user ${userId} from group ${group}` };
    return await changeMembership(this.#api, attempt, { group, userIds: [userId], change: "leave" });
  }

  /**
   * Lists all roles of a user in a namespace. Default `default`.
   *
   * @throws NotFoundError when there is no such user
   * @throws UnexpectedResponseError when the list is incomplete
   */
  async listRoles(userId: string, namespace = defaultNamespace): Promise<Page<Role>> {
    const call = graphqlCall(
      {
        operation: "users.listRoles",
        trying: `reading the roles of user ${userId}`,
        type: "query",
        field: "user",
        args: { id: "String!" },
        nested: { namespace: "String" },
        values: { id: userId, namespace },
        repeatable: true,
      },
      `roles(namespace: $namespace) { totalCount list { ${roleSelection} } }`,
      z.object({ roles: wholeListOf(roleSchema) }).nullable(),
    );
    const user = await this.#api.send(call);
    if (user === null) throw notFound(call, `user ${userId}`);
    return user.roles;
  }

  /**
   * Whether a user has a role in a namespace. Default `default`. A role that does not exist is one that the user lacks.
   *
   * @throws NotFoundError when there is no such user
   */
  async hasRole(userId: string, code: string, namespace = defaultNamespace): Promise<boolean> {
    const { list } = await this.listRoles(userId, namespace);
    return list.some((held) => held.code === code);
  }

  /**
   * Lists all departments of a user.
   *
   * @throws NotFoundError when there is no such user
   * @throws UnexpectedResponseError when the list is incomplete
   */
  async listDepartments(userId: string): Promise<Page<Department>> {
    const call = departmentsCall(userId);
    const user = await this.#api.send(call);
    if (user === null) throw notFound(call, `user ${userId}`);
    return user.departments;
  }

  /** Lists, for each department of a user, the nodes from the root of its organization to the department. */
  async listOrgs(userId: string): Promise<OrgNode[][]> {
    return await this.#api.send(orgsCall(userId));
  }

  /** Assigns the roles with these codes in a namespace to a user. For many users, use `roles.assign`. */
  async addRoles(userId: string, roles: readonly string[], namespace?: string): Promise<CommonMessage> {
    const trying = `assigning the roles ${roles.join(", ")} to user ${userId}`;
    const change = { roles, userIds: [userId], namespace, change: "assign" } as const;
    return await changeAssignment(this.#api, { operation: "users.addRoles", trying }, change);
  }

  /** Revokes the roles with these codes in a namespace. For many users, use `roles.revoke`. */
  async removeRoles(userId: string, roles: readonly string[], namespace?: string): Promise<CommonMessage> {
    const trying = `revoking the roles ${roles.join(", ")} of user ${userId}`;
    const change = { roles, userIds: [userId], namespace, change: "revoke" } as const;
    return await changeAssignment(this.#api, { operation: "users.removeRoles", trying }, change);
  }

  /**
   * Reads one page of the policies that are assigned to a user. The first page is 1. The policies of its groups and roles are
   * not among them.
   */
  async listPolicies(
    userId: string,
    page = 1,
    limit = 10,
    namespace = defaultNamespace,
  ): Promise<Page<PolicyAssignment>> {
    const target = { targetType: "USER", targetIdentifier: userId } as const;
    return await this.#api.send(assignmentsCall("users.listPolicies", target, namespace, page, limit));
  }

  /** Assigns the policies with these codes in a namespace to a user. For many users, use `policies.assign`. */
  async addPolicies(userId: string, policies: readonly string[], namespace?: string): Promise<CommonMessage> {
    const trying = `assigning the policies ${policies.join(", ")} to user ${userId}`;
    return await changePolicies(
      this.#api,
      { operation: "users.addPolicies", trying },
      { policies, targetType: "USER", targetIdentifiers: [userId], namespace, change: "assign" },
    );
  }

  /** Removes the policies with these codes in a namespace from a user. For many users, use `policies.unassign`. */
  async removePolicies(
    userId: string,
    policies: readonly string[],
    namespace?: string,
  ): Promise<CommonMessage> {
    const trying = `removing the policies ${policies.join(", ")} from user ${userId}`;
    return await changePolicies(
      this.#api,
      { operation: "users.removePolicies", trying },
      { policies, targetType: "USER", targetIdentifiers: [userId], namespace, change: "unassign" },
    );
  }

  /**
   * Reads up to 80 users in one request, with exactly the selected fields, groups, roles, custom data and policies. A user
   * that is missing in the map does not count as deleted: check with `detail`. Only a user with more than 99 policies in a
   * namespace costs further requests.
   *
   * @throws UnexpectedResponseError when a list of groups, roles or policies is incomplete
   * @throws InvalidInputError for more than 80 ids
   */
  async snapshot(ids: readonly string[], selection: SnapshotSelection): Promise<Map<string, UserSnapshot>> {
    const operation = "users.snapshot";
    if (ids.length === 0) return new Map();
    if (ids.length > maxUsersPerBatch) {
      const message = `${operation} was not sent: ids must have at most ${maxUsersPerBatch} entries, but has ${ids.length}`;
      throw new InvalidInputError(message, { operation, field: "ids" });
    }
    if (!selection.policyNamespaces?.length) return byId(await this.#api.send(snapshotCall(ids, selection)));
    const budget = this.#api.newBudget();
    const found = await this.#api.send(snapshotWithPoliciesCall(ids, selection), budget);
    const policies = await completed(this.#api, operation, found.policies, budget);
    return byId(found.snapshots.map((snapshot) => snapshot && withPolicies(snapshot, policies)));
  }

  /**
   * Reads one page of the users of the pool, oldest first, with exactly the selected data. The first page is 1. Policies cost
   * one more request per 80 users.
   */
  async snapshotPage(page: number, limit: number, selection: SnapshotSelection): Promise<Page<UserSnapshot>> {
    const found = await this.#api.send(snapshotPageCall(page, limit, selection));
    const { policyNamespaces: namespaces } = selection;
    if (!namespaces?.length) return found;
    const policies = await readHeldPolicies(
      this.#api,
      { operation: "users.snapshotPages", trying: `reading the policies of all users, page ${page}` },
      { targetType: "USER", identifiers: found.list.map(({ id }) => id), namespaces },
    );
    return { ...found, list: found.list.map((snapshot) => withPolicies(snapshot, policies)) };
  }

  /**
   * Reads the whole pool page by page, oldest users first, with exactly the selected data. Each user comes once.
   * `totalCount` is the service's own count at the time of the page.
   *
   * @throws UnexpectedResponseError when the list, or a list of groups, roles or policies in it, stays incomplete
   */
  async *snapshotPages(
    selection: SnapshotSelection,
    { pageSize = defaultPageSize }: PageSizeOption = {},
  ): AsyncGenerator<{ totalCount: number; snapshots: UserSnapshot[] }, void, undefined> {
    const walk = {
      operation: "users.snapshotPages",
      trying: "reading all users",
      pageSize,
      fetch: (page: number, limit: number) => this.snapshotPage(page, limit, selection),
      keyOf: ({ id }: UserSnapshot) => id,
    };
    for await (const { totalCount, list } of walkPages(walk)) yield { totalCount, snapshots: list };
  }

  /** The fields with the password encrypted, and the values that no message may show. */
  async #encryptPassword(
    fields: WireFields,
    budget: Budget,
  ): Promise<{ fields: WireFields; secrets: string[] }> {
    const secrets = secretsIn(fields);
    const { password: plain } = fields;
    if (typeof plain !== "string") return { fields, secrets };
    const password = await this.#cipher.encrypt(plain, budget);
    return { fields: { ...fields, password }, secrets: [...secrets, password] };
  }

  /** Runs a write that may contain a password. When the service cannot decrypt it, the next write fetches the key again. */
  async #withPassword<Result>(write: () => Promise<Result>): Promise<Result> {
    try {
      return await write();
    } catch (error) {
      if (isApiError(error) && error.apiCode === passwordNotDecrypted) this.#cipher.forgetKey();
      throw error;
    }
  }

  /** After an update with a lost response: "same email or phone as before" means that the first attempt succeeded. */
  async #asUpdated(id: string, sent: WireFields, refusal: ApiError, budget: Budget): Promise<User> {
    if (!sameAsBefore.has(refusal.apiCode ?? 0)) throw refusal;
    const fields = withSent(this.#fields, sent);
    const [found] = await this.#api.send(snapshotCall([id], { fields }), budget);
    const user = found && { ...found.fields, id };
    if (user && holdsAllSent(user, sent)) return user;
    throw refusal;
  }

  #lookUp(id: string): (budget: Budget) => Promise<User | null> {
    return (budget) => this.#api.send(detailCall(id, false), budget);
  }
}

function byId(snapshots: readonly (UserSnapshot | null)[]): Map<string, UserSnapshot> {
  return new Map(snapshots.flatMap((snapshot) => (snapshot === null ? [] : [[snapshot.id, snapshot]])));
}

/** A user whose policies were not read would look like one without policies. */
function withPolicies(snapshot: UserSnapshot, held: HeldPolicies): UserSnapshot {
  const policies = held.get(snapshot.id);
  if (policies !== undefined) return { ...snapshot, policies };
  const message = `reading user ${snapshot.id} failed: the service returned a user that was not asked for`;
  throw new UnexpectedResponseError(message, { operation: "users.snapshot", paths: [] });
}
