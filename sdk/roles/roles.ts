import { z } from "zod";
import type { CommonMessage } from "../common-message.js";
import { nothingToDo } from "../common-message.js";
import { createOnce } from "../create-once.js";
import { notFound } from "../http/api-error.js";
import type { Api } from "../http/api.js";
import type { Budget } from "../http/budget.js";
import { graphqlCall, queriesCall } from "../http/graphql-call.js";
import type { HeaderFamily } from "../http/headers.js";
import type { Page, PageSizeOption } from "../page.js";
import { defaultPageSize, pageOf } from "../page.js";
import type { User } from "../users/user.js";
import { defaultUserFields, selectedUser } from "../users/user.js";
import type { UserField } from "../users/user-fields.js";
import { namedUsers } from "../users/user-naming.js";
import { sendDeletion } from "../send-deletion.js";
import { walkEntries } from "../walk-pages.js";
import { changeAssignment, changeAssignments } from "./assignment.js";
import { userIdsCall, walkUserIds } from "../users/user-ids.js";
import { userCountSelection, withUserCount } from "../users/user-count.js";
import { roleCall, roleQuery } from "./role-call.js";
import type { Role } from "./role.js";
import { defaultNamespace, role, roleSelection } from "./role.js";

export interface CreateRoleInput {
  /** Unique in its namespace. */
  readonly code: string;
  readonly description?: string | undefined;
  /** The namespace (permission group) of the role. It must exist. Default `default`. */
  readonly namespace?: string | undefined;
  /** The code of the role to inherit from. */
  readonly parent?: string | undefined;
}

export interface UpdateRoleInput {
  readonly description?: string | undefined;
  /** A new code. An update of the code is not retried when its response is lost. */
  readonly newCode?: string | undefined;
  /** The namespace of the role. Default `default`. */
  readonly namespace?: string | undefined;
}

/** Roles and the users that gain or lose all of them. */
export interface RoleHolders {
  /** Codes of roles. */
  readonly roles: readonly string[];
  readonly userIds: readonly string[];
  /** The namespace of the roles. Default `default`. */
  readonly namespace?: string | undefined;
}

/** How a role is used. */
export interface RoleUse {
  /** How many users hold it. */
  readonly users: number;
  /** System roles cannot be deleted. */
  readonly isSystem: boolean;
}

const roleUse = withUserCount.extend({ isSystem: z.boolean().nullish() });

/** The roles of a pool and the users that have them. For errors that every method can throw, see `Users`. */
export class Roles {
  readonly #api: Api;
  readonly #userFields: readonly UserField[];

  constructor(api: Api, family: HeaderFamily) {
    this.#api = api;
    this.#userFields = defaultUserFields(family);
  }

  /**
   * Creates a role. When the response is lost, the role is looked up before a retry.
   *
   * @throws ConflictError when another role has the code and the response was lost. Otherwise the refusal of a code that is
   * already in use is a plain ApiError, because the service does not document its code
   */
  async create({ code, description, namespace = defaultNamespace, parent }: CreateRoleInput): Promise<Role> {
    const operation = "roles.create";
    const trying = `creating role ${code} in namespace ${namespace}`;
    const budget = this.#api.newBudget();
    const call = graphqlCall(
      {
        operation,
        trying,
        type: "mutation",
        field: "createRole",
        args: { namespace: "String", code: "String!", description: "String", parent: "String" },
        values: { namespace, code, description, parent },
        repeatable: false,
      },
      roleSelection,
      role,
    );
    return await createOnce(this.#api, {
      call,
      budget,
      lookUps: [() => this.#read(operation, code, namespace, budget)],
      idOf: (found) => found.code,
      isIdPermanent: false,
      createdAt: (found) => found.createdAt,
      isAsSent: (found) => (found.description ?? "") === (description ?? "") && found.parent?.code === parent,
    });
  }

  /**
   * Reads a role by code.
   *
   * @throws NotFoundError when there is no such role in the namespace
   */
  async detail(code: string, namespace = defaultNamespace): Promise<Role> {
    const operation = "roles.detail";
    const found = await this.#read(operation, code, namespace);
    if (found === null) throw roleNotFound(operation, `reading role ${code}`, code, namespace);
    return found;
  }

  /**
   * Reads several roles of one namespace in one request. The result is in the order of the codes; null: there is no such
   * role.
   */
  async detailMany(codes: readonly string[], namespace = defaultNamespace): Promise<(Role | null)[]> {
    if (codes.length === 0) return [];
    const attempt = {
      operation: "roles.detailMany",
      trying: `reading the roles ${codes.join(", ")} in namespace ${namespace}`,
    };
    const values = codes.map((code) => ({ code, namespace }));
    return await this.#api.send(queriesCall(attempt, roleQuery, values, roleSelection, role.nullable()));
  }

  /**
   * Counts the users of several roles of one namespace in one request, in the order of the codes; null: there is no such
   * role.
   */
  async useOfMany(codes: readonly string[], namespace = defaultNamespace): Promise<(RoleUse | null)[]> {
    if (codes.length === 0) return [];
    const attempt = {
      operation: "roles.useOfMany",
      trying: `counting the users with the roles ${codes.join(", ")} in namespace ${namespace}`,
    };
    const values = codes.map((code) => ({ code, namespace }));
    const selection = `isSystem ${userCountSelection}`;
    const found = await this.#api.send(
      queriesCall(attempt, roleQuery, values, selection, roleUse.nullable()),
    );
    return found.map((use) => use && { users: use.users.totalCount, isSystem: use.isSystem === true });
  }

  /** Reads one page of the roles of a namespace. The first page is 1. */
  async list(page = 1, limit = 10, namespace = defaultNamespace): Promise<Page<Role>> {
    return await this.#list("roles.list", page, limit, namespace);
  }

  /**
   * Iterates over all roles of a namespace, each once, oldest first.
   *
   * @throws UnexpectedResponseError when the list stays incomplete
   */
  listAll(
    options: PageSizeOption & { readonly namespace?: string } = {},
  ): AsyncGenerator<Role, void, undefined> {
    const { pageSize = defaultPageSize, namespace = defaultNamespace } = options;
    const operation = "roles.listAll";
    return walkEntries({
      operation,
      trying: `listing all roles of namespace ${namespace}`,
      pageSize,
      fetch: (page, limit) => this.#list(operation, page, limit, namespace, "CREATEDAT_ASC"),
      keyOf: ({ id }) => id,
    });
  }

  /** Changes a role. Undefined leaves a value unchanged. */
  async update(
    code: string,
    { description, newCode, namespace = defaultNamespace }: UpdateRoleInput,
  ): Promise<Role> {
    const call = graphqlCall(
      {
        operation: "roles.update",
        trying: `updating role ${code} in namespace ${namespace}`,
        type: "mutation",
        field: "updateRole",
        args: { code: "String!", description: "String", newCode: "String", namespace: "String" },
        values: { code, description, newCode, namespace },
        repeatable: newCode === undefined,
      },
      roleSelection,
      role,
    );
    return await this.#api.send(call);
  }

  /** Deletes a role and revokes it for all users. System roles cannot be deleted. An unknown code is an error. */
  async delete(code: string, namespace = defaultNamespace): Promise<CommonMessage> {
    const operation = "roles.delete";
    return await sendDeletion(this.#api, {
      operation,
      trying: `deleting role ${code} in namespace ${namespace}`,
      field: "deleteRole",
      args: { code: "String!", namespace: "String" },
      values: { code, namespace },
      lookUps: [(budget) => this.#read(operation, code, namespace, budget)],
    });
  }

  /** Deletes roles of one namespace in one request. An unknown code is an error. */
  async deleteMany(codes: readonly string[], namespace = defaultNamespace): Promise<CommonMessage> {
    if (codes.length === 0) return nothingToDo;
    const operation = "roles.deleteMany";
    return await sendDeletion(this.#api, {
      operation,
      trying: `deleting roles ${codes.join(", ")} in namespace ${namespace}`,
      field: "deleteRoles",
      args: { codeList: "[String!]!", namespace: "String" },
      values: { codeList: codes, namespace },
      lookUps: codes.map((code) => (budget) => this.#read(operation, code, namespace, budget)),
    });
  }

  /**
   * Reads one page of the users that have a role. The first page is 1.
   *
   * @throws NotFoundError when there is no such role in the namespace
   */
  async listUsers(code: string, page = 1, limit = 10, namespace = defaultNamespace): Promise<Page<User>> {
    const operation = "roles.listUsers";
    const trying = `listing the users with role ${code}, page ${page}`;
    const call = graphqlCall(
      {
        operation,
        trying,
        type: "query",
        field: "role",
        args: { code: "String!", namespace: "String" },
        nested: { page: "Int", limit: "Int" },
        values: { code, namespace, page, limit },
        repeatable: true,
      },
      `users(page: $page, limit: $limit) { totalCount list { ${this.#userFields.join(" ")} } }`,
      z.object({ users: pageOf(selectedUser(this.#userFields)) }).nullable(),
    );
    const found = await this.#api.send(call);
    if (found === null) throw roleNotFound(operation, trying, code, namespace);
    return found.users;
  }

  /**
   * Iterates over all users that have a role, each once.
   *
   * @throws NotFoundError when there is no such role in the namespace
   * @throws UnexpectedResponseError when the list stays incomplete
   */
  listAllUsers(
    code: string,
    options: PageSizeOption & { readonly namespace?: string } = {},
  ): AsyncGenerator<User, void, undefined> {
    const { pageSize = defaultPageSize, namespace = defaultNamespace } = options;
    return walkEntries({
      operation: "roles.listAllUsers",
      trying: `listing all users with role ${code}`,
      pageSize,
      fetch: (page, limit) => this.listUsers(code, page, limit, namespace),
      keyOf: ({ id }) => id,
    });
  }

  /**
   * Iterates over the ids of all users that have a role, each once. The pages hold nothing else.
   *
   * @throws NotFoundError when there is no such role in the namespace
   * @throws UnexpectedResponseError when the list stays incomplete
   */
  listAllUserIds(
    code: string,
    options: PageSizeOption & { readonly namespace?: string | undefined } = {},
  ): AsyncGenerator<string, void, undefined> {
    const { pageSize = defaultPageSize, namespace = defaultNamespace } = options;
    const operation = "roles.listAllUserIds";
    const trying = `listing all users with role ${code}`;
    return walkUserIds({
      operation,
      trying,
      pageSize,
      fetch: (page, limit) =>
        this.#api.send(
          userIdsCall({ operation, trying }, { ...roleQuery, values: { code, namespace } }, page, limit),
        ),
      missing: () => roleNotFound(operation, trying, code, namespace),
    });
  }

  /**
   * Counts the users that have a role, in one request.
   *
   * @throws NotFoundError when there is no such role in the namespace
   */
  async countMembers(code: string, namespace = defaultNamespace): Promise<number> {
    const operation = "roles.countMembers";
    const trying = `counting the users with role ${code} in namespace ${namespace}`;
    const call = graphqlCall(
      {
        operation,
        trying,
        type: "query",
        ...roleQuery,
        values: { code, namespace },
        repeatable: true,
      },
      userCountSelection,
      withUserCount.nullable(),
    );
    const found = await this.#api.send(call);
    if (found === null) throw roleNotFound(operation, trying, code, namespace);
    return found.users.totalCount;
  }

  /** Assigns roles to users in one request. The service does not document what happens when one of them is unknown. */
  async assign({ roles, userIds, namespace }: RoleHolders): Promise<CommonMessage> {
    const attempt = {
      operation: "roles.assign",
      trying: `assigning the roles ${roles.join(", ")} to ${namedUsers(userIds)}`,
    };
    return await changeAssignment(this.#api, attempt, { roles, userIds, namespace, change: "assign" });
  }

  /** Revokes roles of users in one request. */
  async revoke({ roles, userIds, namespace }: RoleHolders): Promise<CommonMessage> {
    const attempt = {
      operation: "roles.revoke",
      trying: `revoking the roles ${roles.join(", ")} of ${namedUsers(userIds)}`,
    };
    return await changeAssignment(this.#api, attempt, { roles, userIds, namespace, change: "revoke" });
  }

  /** Assigns several sets of roles, in one request. After a refusal it is unknown which of them were assigned. */
  async assignMany(holders: readonly RoleHolders[]): Promise<void> {
    const attempt = { operation: "roles.assignMany", trying: `assigning ${holders.length} sets of roles` };
    const changes = holders.map((holder) => ({ ...holder, change: "assign" as const }));
    await changeAssignments(this.#api, attempt, changes);
  }

  /** Revokes several sets of roles, in one request. After a refusal it is unknown which of them were revoked. */
  async revokeMany(holders: readonly RoleHolders[]): Promise<void> {
    const attempt = { operation: "roles.revokeMany", trying: `revoking ${holders.length} sets of roles` };
    const changes = holders.map((holder) => ({ ...holder, change: "revoke" as const }));
    await changeAssignments(this.#api, attempt, changes);
  }

  async #read(operation: string, code: string, namespace: string, budget?: Budget): Promise<Role | null> {
    return await this.#api.send(roleCall(operation, code, namespace), budget);
  }

  async #list(
    operation: string,
    page: number,
    limit: number,
    namespace: string,
    sortBy?: "CREATEDAT_ASC",
  ): Promise<Page<Role>> {
    const call = graphqlCall(
      {
        operation,
        trying: `listing roles of namespace ${namespace}, page ${page}`,
        type: "query",
        field: "roles",
        args: { namespace: "String", page: "Int", limit: "Int", sortBy: "SortByEnum" },
        values: { namespace, page, limit, sortBy },
        repeatable: true,
      },
      `totalCount list { ${roleSelection} }`,
      pageOf(role),
    );
    return await this.#api.send(call);
  }
}

function roleNotFound(operation: string, trying: string, code: string, namespace: string): Error {
  return notFound({ operation, trying }, `role ${code} in namespace ${namespace}`);
}
