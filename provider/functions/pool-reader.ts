import type { CodedKey } from "../../model/rules/coded.js";
import type { Properties } from "../../model/rules/record.js";
import { allCustomData } from "../../model/rules/custom-data.js";
import type { CustomValues } from "../../model/schema/custom-values.js";
import { secretUserFields } from "../../model/functions/results.js";
import type { ManagementClient, User, UserField, UserSnapshot } from "../../sdk/index.js";
import { headerFamilyOf } from "../../sdk/http/headers.js";
import type { Observed } from "../../sdk/users/read-users.js";
import { defaultUserFields } from "../../sdk/users/user.js";
import { isUserField } from "../../sdk/users/user-fields.js";
import { Activity } from "../pool/batching/activity.js";
import { BatchScheduler } from "../pool/batching/batch-scheduler.js";
import { CodedReader, type ObservedObject } from "../pool/reading/coded-reader.js";
import { Observations } from "../pool/reading/observations.js";
import { UserReader } from "../pool/reading/user-reader.js";
import { codedApis } from "../pool/writing/coded-apis.js";
import { Once } from "./once.js";
import { UniqueFinder, type UniqueQuestion } from "./unique-finder.js";

/** Which answers count. */
export interface Freshness {
  /** The question depends on resources, which may have changed what was read before. */
  readonly isFresh: boolean;
}

/**
 * The user pool as the functions of one run of a program see it. Questions that arrive together share requests, and the
 * same question is asked once.
 */
export class PoolReader {
  readonly #client: ManagementClient;
  readonly #fields: readonly UserField[];
  readonly #users: UserReader;
  /** Apart from the others, so that the secrets of a user are read only for whoever asks for them. */
  readonly #secrets: UserReader;
  readonly #finder: UniqueFinder;
  readonly #apis: ReturnType<typeof codedApis>;
  readonly #coded: Readonly<Record<CodedKey["object"], CodedReader>>;
  readonly #found = new Once<Properties | undefined>();
  readonly #lists = new Once<readonly Properties[]>();

  constructor(client: ManagementClient) {
    const scheduler = new BatchScheduler(new Activity());
    const observations = new Observations<UserSnapshot>();
    this.#client = client;
    this.#fields = defaultUserFields(headerFamilyOf(client.host));
    this.#users = new UserReader(client, observations, scheduler);
    this.#secrets = new UserReader(client, observations, scheduler);
    this.#finder = new UniqueFinder(client, scheduler, (id) => this.user(id, { isFresh: true }));
    this.#apis = codedApis(client);
    this.#coded = {
      group: new CodedReader(this.#apis.group, scheduler),
      role: new CodedReader(this.#apis.role, scheduler),
      policy: new CodedReader(this.#apis.policy, scheduler),
      userField: new CodedReader(this.#apis.userField, scheduler),
    };
  }

  get userPoolId(): string {
    return this.#client.userPoolId;
  }

  /** @param customData whether to read the values of custom fields in the same request */
  async user(id: string, { isFresh }: Freshness, customData = false): Promise<Observed> {
    return await this.#users.read({ id, fields: this.#fields, customData, isFresh });
  }

  async userWithSecrets(id: string, { isFresh }: Freshness): Promise<Observed> {
    const fields = [...this.#fields, ...secretUserFields.filter(isUserField)];
    return await this.#secrets.read({ id, fields, isFresh });
  }

  /** The values of the user's custom fields, by key. */
  async customDataOf(id: string, { isFresh }: Freshness): Promise<CustomValues | "gone"> {
    const user = await this.#users.read({ id, customData: true, isFresh });
    return user === "gone" ? user : allCustomData(answered(user.customData, id));
  }

  /** The codes of the user's groups. */
  async groupsOf(id: string, { isFresh }: Freshness): Promise<readonly string[] | "gone"> {
    const user = await this.#users.read({ id, groups: true, isFresh });
    return user === "gone" ? user : answered(user.groups, id);
  }

  /** The codes of the user's roles in a namespace. */
  async rolesOf(id: string, namespace: string, { isFresh }: Freshness): Promise<readonly string[] | "gone"> {
    const user = await this.#users.read({ id, roleNamespaces: [namespace], isFresh });
    return user === "gone" ? user : answered(user.roles?.[namespace], id);
  }

  /** The user with a unique value; undefined: there is none. */
  async find(question: UniqueQuestion, { isFresh }: Freshness): Promise<Properties | undefined> {
    const { field, value } = question;
    return await this.#found.answer(JSON.stringify([field, value]), isFresh, () =>
      this.#finder.find(question),
    );
  }

  async search(query: string, freshness: Freshness): Promise<readonly Properties[]> {
    return await this.#list(["search", query], freshness, () => this.#client.users.searchAll(query));
  }

  async everyone(freshness: Freshness): Promise<readonly Properties[]> {
    return await this.#list(["everyone"], freshness, () => this.#client.users.listAll());
  }

  /**
   * The members of a group.
   *
   * @throws NotFoundError when there is no such group
   */
  async membersOf(code: string, freshness: Freshness): Promise<readonly Properties[]> {
    return await this.#list(["members", code], freshness, () => this.#client.groups.listAllUsers(code));
  }

  /**
   * The users with a role.
   *
   * @throws NotFoundError when there is no such role in the namespace
   */
  async holdersOf(code: string, namespace: string, freshness: Freshness): Promise<readonly Properties[]> {
    return await this.#list(["holders", code, namespace], freshness, () =>
      this.#client.roles.listAllUsers(code, { namespace }),
    );
  }

  /** A group or role. */
  async coded(key: CodedKey, { isFresh }: Freshness): Promise<ObservedObject> {
    const reader = this.#coded[key.object];
    return await (isFresh ? reader.readAnew(key) : reader.read(key));
  }

  /** All groups, or all roles of a namespace. */
  async allCoded(
    object: CodedKey["object"],
    scope: string | undefined,
    freshness: Freshness,
  ): Promise<readonly Properties[]> {
    return await this.#list([object, scope], freshness, () => this.#apis[object].listAll(scope));
  }

  async #list(
    question: readonly unknown[],
    { isFresh }: Freshness,
    walk: () => AsyncIterable<Properties | User>,
  ): Promise<readonly Properties[]> {
    return await this.#lists.answer(JSON.stringify(question), isFresh, async () => {
      const entries: Properties[] = [];
      for await (const entry of walk()) entries.push({ ...entry });
      return entries;
    });
  }
}

/** What a read must hold that asked for it. */
function answered<Part>(part: Part | undefined, id: string): Part {
  if (part === undefined) throw new Error(`the answer about user ${id} lacks what was asked for`);
  return part;
}
