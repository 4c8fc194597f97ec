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
import { userIdsCall, walkUserIds } from "../users/user-ids.js";
import { userCountSelection, withUserCount } from "../users/user-count.js";
import { groupCall, groupQuery } from "./group-call.js";
import type { Group } from "./group.js";
import { group, groupSelection } from "./group.js";
import { changeMembership, changeMemberships } from "./membership.js";

export interface CreateGroupInput {
  /** Unique in the pool. Identifies the group. */
  readonly code: string;
  readonly name: string;
  readonly description?: string | undefined;
}

export interface UpdateGroupInput {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  /** A new code. An update of the code is not retried when its response is lost. */
  readonly newCode?: string | undefined;
}

/** A group, and users that join or leave it. */
export interface GroupMembers {
  /** The code of the group. */
  readonly group: string;
  readonly userIds: readonly string[];
}

/** The groups of a pool and their members. For errors that every method can throw, see `Users`. */
export class Groups {
  readonly #api: Api;
  readonly #userFields: readonly UserField[];

  constructor(api: Api, family: HeaderFamily) {
    this.#api = api;
    this.#userFields = defaultUserFields(family);
  }

  /**
   * Creates a group. When the response is lost, the group is looked up before a retry.
   *
   * @throws ConflictError when another group has the code and the response was lost. Otherwise the refusal of a code that is
   * already in use is a plain ApiError, because the service does not document its code
   */
  async create({ code, name, description }: CreateGroupInput): Promise<Group> {
    const operation = "groups.create";
    const trying = `creating group ${code}`;
    const budget = this.#api.newBudget();
    const call = graphqlCall(
      {
        operation,
        trying,
        type: "mutation",
        field: "createGroup",
        args: { code: "String!", name: "String!", description: "String" },
        values: { code, name, description },
        repeatable: false,
      },
      groupSelection,
      group,
    );
    return await createOnce(this.#api, {
      call,
      budget,
      lookUps: [() => this.#read(operation, code, budget)],
      idOf: (found) => found.code,
      isIdPermanent: false,
      createdAt: (found) => found.createdAt,
      isAsSent: (found) => found.name === name && (found.description ?? "") === (description ?? ""),
    });
  }

  /**
   * Reads a group by code.
   *
   * @throws NotFoundError when there is no such group
   */
  async detail(code: string): Promise<Group> {
    const operation = "groups.detail";
    const found = await this.#read(operation, code);
    if (found === null) throw notFound({ operation, trying: `reading group ${code}` }, `group ${code}`);
    return found;
  }

  /** Reads several groups in one request. The result is in the order of the codes; null: there is no such group. */
  async detailMany(codes: readonly string[]): Promise<(Group | null)[]> {
    if (codes.length === 0) return [];
    const attempt = { operation: "groups.detailMany", trying: `reading the groups ${codes.join(", ")}` };
    return await this.#api.send(
      queriesCall(
        attempt,
        groupQuery,
        codes.map((code) => ({ code })),
        groupSelection,
        group.nullable(),
      ),
    );
  }

  /** Counts the members of several groups in one request, in the order of the codes; null: there is no such group. */
  async countUsersOfMany(codes: readonly string[]): Promise<(number | null)[]> {
    if (codes.length === 0) return [];
    const attempt = {
      operation: "groups.countUsersOfMany",
      trying: `counting the members of the groups ${codes.join(", ")}`,
    };
    const values = codes.map((code) => ({ code }));
    const counts = await this.#api.send(
      queriesCall(attempt, groupQuery, values, userCountSelection, withUserCount.nullable()),
    );
    return counts.map((found) => found?.users.totalCount ?? null);
  }

  /** Reads one page of the groups. The first page is 1. */
  async list(page = 1, limit = 10): Promise<Page<Group>> {
    return await this.#list("groups.list", page, limit);
  }

  /**
   * Iterates over all groups, each once, oldest first.
   *
   * @throws UnexpectedResponseError when the list stays incomplete
   */
  listAll({ pageSize = defaultPageSize }: PageSizeOption = {}): AsyncGenerator<Group, void, undefined> {
    const operation = "groups.listAll";
    return walkEntries({
      operation,
      trying: "listing all groups",
      pageSize,
      fetch: (page, limit) => this.#list(operation, page, limit, "CREATEDAT_ASC"),
      keyOf: ({ code }) => code,
    });
  }

  /** Changes a group. Undefined leaves a value unchanged. */
  async update(code: string, { name, description, newCode }: UpdateGroupInput): Promise<Group> {
    const call = graphqlCall(
      {
        operation: "groups.update",
        trying: `updating group ${code}`,
        type: "mutation",
        field: "updateGroup",
        args: { code: "String!", name: "String", description: "String", newCode: "String" },
        values: { code, name, description, newCode },
        repeatable: newCode === undefined,
      },
      groupSelection,
      group,
    );
    return await this.#api.send(call);
  }

  /** Deletes a group. Its members stay in the pool. An unknown code is an error. */
  async delete(code: string): Promise<CommonMessage> {
    return await this.#delete("groups.delete", [code]);
  }

  /** Deletes groups in one request. An unknown code is an error. */
  async deleteMany(codes: readonly string[]): Promise<CommonMessage> {
    return codes.length === 0 ? nothingToDo : await this.#delete("groups.deleteMany", codes);
  }

  /**
   * Reads one page of the members of a group. The first page is 1.
   *
   * @throws NotFoundError when there is no such group
   */
  async listUsers(code: string, page = 1, limit = 10): Promise<Page<User>> {
    const call = graphqlCall(
      {
        operation: "groups.listUsers",
        trying: `listing the members of group ${code}, page ${page}`,
        type: "query",
        field: "group",
        args: { code: "String!" },
        nested: { page: "Int", limit: "Int" },
        values: { code, page, limit },
        repeatable: true,
      },
      `users(page: $page, limit: $limit) { totalCount list { ${this.#userFields.join(" ")} } }`,
      z.object({ users: pageOf(selectedUser(this.#userFields)) }).nullable(),
    );
    const found = await this.#api.send(call);
    if (found === null) throw notFound(call, `group ${code}`);
    return found.users;
  }

  /**
   * Iterates over all members of a group, each once.
   *
   * @throws NotFoundError when there is no such group
   * @throws UnexpectedResponseError when the list stays incomplete
   */
  listAllUsers(
    code: string,
    { pageSize = defaultPageSize }: PageSizeOption = {},
  ): AsyncGenerator<User, void, undefined> {
    return walkEntries({
      operation: "groups.listAllUsers",
      trying: `listing all members of group ${code}`,
      pageSize,
      fetch: (page, limit) => this.listUsers(code, page, limit),
      keyOf: ({ id }) => id,
    });
  }

  /**
   * Iterates over the ids of all members of a group, each once. The pages hold nothing else, so this is the cheapest way
   * to read a large group.
   *
   * @throws NotFoundError when there is no such group
   * @throws UnexpectedResponseError when the list stays incomplete
   */
  listAllUserIds(
    code: string,
    { pageSize = defaultPageSize }: PageSizeOption = {},
  ): AsyncGenerator<string, void, undefined> {
    const operation = "groups.listAllUserIds";
    const trying = `listing all members of group ${code}`;
    return walkUserIds({
      operation,
      trying,
      pageSize,
      fetch: (page, limit) =>
        this.#api.send(userIdsCall({ operation, trying }, { ...groupQuery, values: { code } }, page, limit)),
      missing: () => notFound({ operation, trying }, `group ${code}`),
    });
  }

  /**
   * Counts the members of a group, in one request.
   *
   * @throws NotFoundError when there is no such group
   */
  async countMembers(code: string): Promise<number> {
    const call = graphqlCall(
      {
        operation: "groups.countMembers",
        trying: `counting the members of group ${code}`,
        type: "query",
        ...groupQuery,
        values: { code },
        repeatable: true,
      },
      userCountSelection,
      withUserCount.nullable(),
    );
    const found = await this.#api.send(call);
    if (found === null) throw notFound(call, `group ${code}`);
    return found.users.totalCount;
  }

  /** Adds users to a group in one request. The service does not document what happens when one of them is unknown. */
  async addUsers(code: string, userIds: readonly string[]): Promise<CommonMessage> {
    const attempt = {
      operation: "groups.addUsers",
      trying: `adding ${namedUsers(userIds)} to group ${code}`,
    };
    return await changeMembership(this.#api, attempt, { group: code, userIds, change: "join" });
  }

  /** Removes users from a group in one request. */
  async removeUsers(code: string, userIds: readonly string[]): Promise<CommonMessage> {
    const attempt = {
      operation: "groups.removeUsers",
      trying: `removing ${namedUsers(userIds)} from group ${code}`,
    };
    return await changeMembership(this.#api, attempt, { group: code, userIds, change: "leave" });
  }

  /** Adds users to several groups, in one request. After a refusal it is unknown which of the groups took them. */
  async addUsersToMany(memberships: readonly GroupMembers[]): Promise<void> {
    const attempt = {
      operation: "groups.addUsersToMany",
      trying: `adding users to ${memberships.length} groups`,
    };
    const changes = memberships.map((membership) => ({ ...membership, change: "join" as const }));
    await changeMemberships(this.#api, attempt, changes);
  }

  /** Removes users from several groups, in one request. After a refusal it is unknown which of the groups they left. */
  async removeUsersFromMany(memberships: readonly GroupMembers[]): Promise<void> {
    const attempt = {
      operation: "groups.removeUsersFromMany",
      trying: `removing users from ${memberships.length} groups`,
    };
    const changes = memberships.map((membership) => ({ ...membership, change: "leave" as const }));
    await changeMemberships(this.#api, attempt, changes);
  }

  async #read(operation: string, code: string, budget?: Budget): Promise<Group | null> {
    return await this.#api.send(groupCall(operation, code), budget);
  }

  async #list(
    operation: string,
    page: number,
    limit: number,
    sortBy?: "CREATEDAT_ASC",
  ): Promise<Page<Group>> {
    const call = graphqlCall(
      {
        operation,
        trying: `listing groups, page ${page}`,
        type: "query",
        field: "groups",
        args: { page: "Int", limit: "Int", sortBy: "SortByEnum" },
        values: { page, limit, sortBy },
        repeatable: true,
      },
      `totalCount list { ${groupSelection} }`,
      pageOf(group),
    );
    return await this.#api.send(call);
  }

  async #delete(operation: string, codes: readonly string[]): Promise<CommonMessage> {
    return await sendDeletion(this.#api, {
      operation,
      trying: `deleting ${codes.length === 1 ? "group" : "groups"} ${codes.join(", ")}`,
      field: "deleteGroups",
      args: { codeList: "[String!]!" },
      values: { codeList: codes },
      lookUps: codes.map((code) => (budget) => this.#read(operation, code, budget)),
    });
  }
}
