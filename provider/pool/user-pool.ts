import type { CreateUserInput, ManagementClient, UpdateUserInput, User } from "../../sdk/index.js";
import { defaultNamespace } from "../../sdk/index.js";
import { unlessGone } from "../../sdk/unless-gone.js";
import type { Observed } from "../../sdk/users/read-users.js";
import { UnsafeChangeError } from "../../model/errors.js";
import { declaredKeys, otherKeys, type UniqueKey } from "../../model/rules/user-key.js";
import type { Edge } from "../../model/rules/edges.js";
import type { Properties } from "../../model/rules/record.js";
import { Activity } from "./batching/activity.js";
import { type Assignment, AssignmentWriter, type Outcome } from "./writing/assignment-writer.js";
import { BatchScheduler } from "./batching/batch-scheduler.js";
import { Observations } from "./reading/observations.js";
import type { UserQuery } from "./reading/question.js";
import { UserReader } from "./reading/user-reader.js";
import { UserRemover, type Removal } from "./writing/user-remover.js";
import { type Loss, DeletionLimit } from "./safety/deletion-limit.js";
import { Handover } from "./safety/handover.js";
import { Ownership } from "./safety/ownership.js";

/**
 * The user pool as the handlers see it: one person at a time. Behind it, what arrives together travels together.
 */
export class UserPool {
  readonly activity = new Activity();
  readonly userPoolId: string;
  readonly #client: ManagementClient;
  readonly #scheduler = new BatchScheduler(this.activity);
  readonly #observations = new Observations();
  /** Which resource of this run owns which user. */
  readonly ownership = new Ownership();
  /** What the resources of this run declare, and what is being taken away. */
  readonly handover = new Handover();
  readonly #reader: UserReader;
  readonly #remover: UserRemover;
  readonly #guard: DeletionLimit;
  readonly #joining: AssignmentWriter;
  readonly #leaving: AssignmentWriter;
  readonly #assigning: AssignmentWriter;
  readonly #revoking: AssignmentWriter;

  constructor(client: ManagementClient, maxDeletions: number | undefined) {
    this.#client = client;
    this.userPoolId = client.userPoolId;
    this.#reader = new UserReader(client, this.#observations, this.#scheduler);
    this.#remover = new UserRemover(client, this.#reader, this.#scheduler);
    this.#guard = new DeletionLimit(maxDeletions, this.#scheduler);
    const { groups, roles } = client;
    this.#joining = this.#groupWriter(true, (code, userIds) => groups.addUsers(code, userIds));
    this.#leaving = this.#groupWriter(false, (code, userIds) => groups.removeUsers(code, userIds));
    this.#assigning = this.#roleWriter(true, (job) => roles.assign(job));
    this.#revoking = this.#roleWriter(false, (job) => roles.revoke(job));
  }

  async read(question: UserQuery): Promise<Observed> {
    return await this.#reader.read(question);
  }

  /** Everything that the service answers of one person. */
  async detail(id: string): Promise<User | "gone"> {
    return await unlessGone(this.#client.users.detail(id));
  }

  /** Answers what is declared and no more: a run creates thousands. */
  async create(userInfo: CreateUserInput): Promise<User> {
    return await this.#client.users.create(userInfo, { fields: [] });
  }

  async update(id: string, updates: UpdateUserInput): Promise<User> {
    return await this.#observations.duringWrite([id], () => this.#client.users.update(id, updates));
  }

  /** @throws UnsafeChangeError when too many people are to lose something in this run */
  async remove(removal: Removal, loss: Loss): Promise<void> {
    await this.#admit(loss);
    await this.#observations.duringWrite([removal.id], () => this.#remover.remove(removal));
  }

  /** The people whom the declared unique fields name, each once: nobody, one, or several different ones. */
  async findByUniqueFields(declared: Properties): Promise<User[]> {
    return await this.find([...declaredKeys(declared), ...otherKeys(declared)]);
  }

  /** The users whom these keys name, each once. A resource of this run wants to be one of them. */
  async find(keys: readonly UniqueKey[]): Promise<User[]> {
    const found = await Promise.all(keys.map((key) => this.#client.users.find(key)));
    const people = new Map(found.filter((user) => user !== null).map((user) => [user.id, user]));
    for (const id of people.keys()) this.ownership.meet(id);
    return [...people.values()];
  }

  async joinGroups(userId: string, codes: readonly string[]): Promise<Outcome> {
    return await this.#give(this.#joining, "group", { userId, codes });
  }

  async leaveGroups(userId: string, codes: readonly string[]): Promise<Outcome> {
    return await this.#take(this.#leaving, "group", { userId, codes });
  }

  /** Leaves groups because a resource leaves the program. @throws UnsafeChangeError when too many people would */
  async releaseGroups(userId: string, codes: readonly string[]): Promise<Outcome> {
    const loss = { userId, what: `taking user ${userId} out of groups` };
    return await this.#take(this.#leaving, "group", { userId, codes }, loss);
  }

  async assignRoles(userId: string, codes: readonly string[], namespace: string): Promise<Outcome> {
    return await this.#give(this.#assigning, "role", { userId, codes, namespace });
  }

  async revokeRoles(userId: string, codes: readonly string[], namespace: string): Promise<Outcome> {
    return await this.#take(this.#revoking, "role", { userId, codes, namespace });
  }

  /** Revokes roles because a resource leaves the program. @throws UnsafeChangeError when too many people would lose some */
  async releaseRoles(userId: string, codes: readonly string[], namespace: string): Promise<Outcome> {
    const loss = { userId, what: `taking roles from user ${userId}` };
    return await this.#take(this.#revoking, "role", { userId, codes, namespace }, loss);
  }

  /** Whoever was to be created in this run, and is there already, may be the same person under another name. */
  async #admit(loss: Loss): Promise<void> {
    if (this.ownership.isContested(loss.userId)) {
      throw new UnsafeChangeError(
        `${loss.what} is refused: the program declares the same person in another resource, which could not be created. ` +
          "If you renamed the resource, give it the former name as an alias, and run `pulumi up` again",
      );
    }
    await this.#guard.admit(loss);
  }

  async #give(writer: AssignmentWriter, kind: Edge["kind"], assignment: Assignment): Promise<Outcome> {
    return await this.handover.give(edgesOf(kind, assignment), () => this.#write(writer, assignment));
  }

  /** What another resource of this run has given stays, and counts as done: it is not this resource's any more. */
  async #take(
    writer: AssignmentWriter,
    kind: Edge["kind"],
    assignment: Assignment,
    loss?: Loss,
  ): Promise<Outcome> {
    const { failed } = await this.handover.take(edgesOf(kind, assignment), async (edges) => {
      if (loss !== undefined && edges.length > 0) await this.#admit(loss);
      return await this.#write(writer, { ...assignment, codes: edges.map(({ code }) => code) });
    });
    const failedCodes = new Set(failed.map(({ code }) => code));
    return { done: assignment.codes.filter((code) => !failedCodes.has(code)), failed };
  }

  async #write(writer: AssignmentWriter, assignment: Assignment): Promise<Outcome> {
    return await this.#observations.duringWrite([assignment.userId], () => writer.write(assignment));
  }

  /** `held`: whether the person belongs to the group afterwards. */
  #groupWriter(
    held: boolean,
    send: (code: string, userIds: readonly string[]) => Promise<unknown>,
  ): AssignmentWriter {
    return new AssignmentWriter(
      {
        codesPerRequest: 1,
        send: async ({ userIds, codes }) => await Promise.all(codes.map((code) => send(code, userIds))),
        isDone: async ({ userId, code }) => {
          const person = await this.#reader.look({ id: userId, groups: true });
          return person === "gone" ? person : person.groups?.includes(code) === held;
        },
      },
      this.#scheduler,
    );
  }

  /** `held`: whether the person holds the roles afterwards. */
  #roleWriter(held: boolean, send: (assignment: RoleAssignmentInput) => Promise<unknown>): AssignmentWriter {
    return new AssignmentWriter(
      {
        codesPerRequest: Infinity,
        send: ({ userIds, codes, namespace = defaultNamespace }) =>
          send({ userIds, roles: codes, namespace }),
        isDone: async ({ userId, code, namespace = defaultNamespace }) => {
          const person = await this.#reader.look({ id: userId, roleNamespace: namespace });
          return person === "gone" ? person : person.roles?.[namespace]?.includes(code) === held;
        },
      },
      this.#scheduler,
    );
  }
}

function edgesOf(kind: Edge["kind"], { userId, codes, namespace }: Assignment): Edge[] {
  return codes.map((code) => ({ kind, userId, code, scope: namespace }));
}

interface RoleAssignmentInput {
  readonly userIds: readonly string[];
  readonly roles: readonly string[];
  readonly namespace: string;
}
