import { z } from "zod";
import type { CommonMessage } from "../common-message.js";
import { nothingToDo } from "../common-message.js";
import { createOnce } from "../create-once.js";
import { isNotFound } from "../error-guards.js";
import type { ApiError } from "../errors.js";
import { notFound } from "../http/api-error.js";
import type { Api } from "../http/api.js";
import type { Budget } from "../http/budget.js";
import { commandCall, graphqlCall } from "../http/graphql-call.js";
import type { HeaderFamily } from "../http/headers.js";
import type { Page, PageSizeOption } from "../page.js";
import { defaultPageSize, pageOf } from "../page.js";
import type { User } from "../users/user.js";
import { defaultUserFields, selectedUser } from "../users/user.js";
import type { UserField } from "../users/user-fields.js";
import { namedUsers } from "../users/user-naming.js";
import { walkEntries } from "../walk-pages.js";
import { changeAssignment } from "./assignment.js";
import type { Role } from "./role.js";
import { defaultNamespace, role, roleSelection } from "./role.js";

export interface CreateRoleInput {
  /** Unique in its namespace. */
  readonly code: string;
  readonly description?: string | undefined;
  /** The namespace (permission group) that the role belongs to, which must exist. Default `default`. */
  readonly namespace?: string | undefined;
  /** The code of the role to inherit from. */
  readonly parent?: string | undefined;
}

export interface UpdateRoleInput {
  readonly description?: string | undefined;
  /** A new code. With it the update is not repeated when its answer gets lost. */
  readonly newCode?: string | undefined;
  /** The namespace that the role is in. Default `default`. */
  readonly namespace?: string | undefined;
}

/** Which roles, and who gets or loses them: everybody all of them. */
export interface RoleHolders {
  /** Codes of roles. */
  readonly roles: readonly string[];
  readonly userIds: readonly string[];
  /** The namespace that the roles are in. Default `default`. */
  readonly namespace?: string | undefined;
}

/** The roles of a pool and who holds them. For errors that every method may throw, see `Users`. */
export class Roles {
  readonly #api: Api;
  readonly #userFields: readonly UserField[];

  constructor(api: Api, family: HeaderFamily) {
    this.#api = api;
    this.#userFields = defaultUserFields(family);
  }

  /**
   * Creates a role. When its answer gets lost it is looked up before it is repeated.
   *
   * @throws ConflictError when another role has the code, found after an answer got lost; else the service's refusal
   * of a code that is taken is a plain ApiError: its number is not documented
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
      isIdForEver: false,
      createdAt: (found) => found.createdAt,
      isAsSent: (found) => (found.description ?? "") === (description ?? "") && found.parent?.code === parent,
    });
  }

  /**
   * A role by code.
   *
   * @throws NotFoundError when there is no such role in the namespace
   */
  async detail(code: string, namespace = defaultNamespace): Promise<Role> {
    const operation = "roles.detail";
    const found = await this.#read(operation, code, namespace);
    if (found === null) throw roleNotFound(operation, `reading role ${code}`, code, namespace);
    return found;
  }

  /** One page of the roles of a namespace, counted from 1. */
  async list(page = 1, limit = 10, namespace = defaultNamespace): Promise<Page<Role>> {
    return await this.#list("roles.list", page, limit, namespace);
  }

  /**
   * All roles of a namespace, oldest first, each once.
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

  /** Changes a role; what is undefined stays. */
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

  /** Deletes a role; its holders lose it. System roles cannot be deleted. An unknown code is an error. */
  async delete(code: string, namespace = defaultNamespace): Promise<CommonMessage> {
    const operation = "roles.delete";
    const call = commandCall({
      operation,
      trying: `deleting role ${code} in namespace ${namespace}`,
      type: "mutation",
      field: "deleteRole",
      args: { code: "String!", namespace: "String" },
      values: { code, namespace },
      repeatable: true,
    });
    return await this.#api.send({
      ...call,
      afterLostAnswer: (refusal, budget) => this.#unlessGone(operation, [code], namespace, refusal, budget),
    });
  }

  /** Deletes roles of one namespace in one request. An unknown code among them is an error. */
  async deleteMany(codes: readonly string[], namespace = defaultNamespace): Promise<CommonMessage> {
    if (codes.length === 0) return nothingToDo;
    const operation = "roles.deleteMany";
    const call = commandCall({
      operation,
      trying: `deleting roles ${codes.join(", ")} in namespace ${namespace}`,
      type: "mutation",
      field: "deleteRoles",
      args: { codeList: "[String!]!", namespace: "String" },
      values: { codeList: codes, namespace },
      repeatable: true,
    });
    return await this.#api.send({
      ...call,
      afterLostAnswer: (refusal, budget) => this.#unlessGone(operation, codes, namespace, refusal, budget),
    });
  }

  /**
   * One page of the users who hold a role, counted from 1.
   *
   * @throws NotFoundError when there is no such role in the namespace
   */
  async listUsers(code: string, page = 1, limit = 10, namespace = defaultNamespace): Promise<Page<User>> {
    const operation = "roles.listUsers";
    const trying = `listing the holders of role ${code}, page ${page}`;
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
   * All users who hold a role, each once.
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
      trying: `listing all holders of role ${code}`,
      pageSize,
      fetch: (page, limit) => this.listUsers(code, page, limit, namespace),
      keyOf: ({ id }) => id,
    });
  }

  /** Gives roles to users in one request. What becomes of the others when one is unknown is not documented. */
  async assign({ roles, userIds, namespace }: RoleHolders): Promise<CommonMessage> {
    const attempt = {
      operation: "roles.assign",
      trying: `giving the roles ${roles.join(", ")} to ${namedUsers(userIds)}`,
    };
    return await changeAssignment(this.#api, attempt, { roles, userIds, namespace, change: "assign" });
  }

  /** Takes roles from users in one request. */
  async revoke({ roles, userIds, namespace }: RoleHolders): Promise<CommonMessage> {
    const attempt = {
      operation: "roles.revoke",
      trying: `taking the roles ${roles.join(", ")} from ${namedUsers(userIds)}`,
    };
    return await changeAssignment(this.#api, attempt, { roles, userIds, namespace, change: "revoke" });
  }

  async #read(operation: string, code: string, namespace: string, budget?: Budget): Promise<Role | null> {
    const call = graphqlCall(
      {
        operation,
        trying: `reading role ${code} in namespace ${namespace}`,
        type: "query",
        field: "role",
        args: { code: "String!", namespace: "String" },
        values: { code, namespace },
        repeatable: true,
      },
      roleSelection,
      role.nullable(),
    );
    return await this.#api.send(call, budget);
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

  /** After a deletion whose answer got lost: the roles that are gone now were deleted by it. */
  async #unlessGone(
    operation: string,
    codes: readonly string[],
    namespace: string,
    refusal: ApiError,
    budget: Budget,
  ): Promise<CommonMessage> {
    if (codes.length === 1 && isNotFound(refusal)) return nothingToDo;
    const found = await Promise.all(codes.map((code) => this.#read(operation, code, namespace, budget)));
    if (found.every((entry) => entry === null)) return nothingToDo;
    throw refusal;
  }
}

function roleNotFound(operation: string, trying: string, code: string, namespace: string): Error {
  return notFound({ operation, trying }, `role ${code} in namespace ${namespace}`);
}
