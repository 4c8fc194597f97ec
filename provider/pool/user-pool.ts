import type {
  CreateUserInput,
  CreateUserOptions,
  ManagementClient,
  UpdateUserInput,
  User,
  UserField,
  UserSnapshot,
} from "../../sdk/index.js";
import { headerFamilyOf } from "../../sdk/http/headers.js";
import type { Observed } from "../../sdk/users/read-users.js";
import { defaultUserFields } from "../../sdk/users/user.js";
import { UnsafeChangeError } from "../../model/errors.js";
import { declaredKeys, otherKeys, type UniqueKey, userKey } from "../../model/rules/user-key.js";
import { edgesOf, type EdgeSet } from "../../model/rules/edges.js";
import { type Holder, userHolder } from "../../model/rules/holder.js";
import type { Properties } from "../../model/rules/record.js";
import type { CodedSubject } from "../../model/schema/kind.js";
import { noOtherProcesses, type OtherProcesses } from "../process/run-peers.js";
import { Activity } from "./batching/activity.js";
import type { Assignment } from "./writing/assignment.js";
import { assignmentApis } from "./writing/assignment-apis.js";
import { AssignmentWriter, type Outcome } from "./writing/assignment-writer.js";
import { BatchScheduler } from "./batching/batch-scheduler.js";
import { Census } from "./reading/census.js";
import { CodesOfUsers, groupsInUsers, policiesInUsers, rolesInUsers } from "./reading/codes-of-users.js";
import type { CodesOf, Held, HeldCodes } from "./reading/held-codes.js";
import { type Listed, ListedUsers } from "./reading/listed-users.js";
import { Observations } from "./reading/observations.js";
import { PoliciesOfHolders } from "./reading/policies-of-holders.js";
import { PoliciesOfObjects } from "./reading/policies-of-objects.js";
import type { UserQuery } from "./reading/user-query.js";
import { UserReader } from "./reading/user-reader.js";
import { type BulkCreate, UserCreator } from "./writing/user-creator.js";
import { UserRemover, type Removal } from "./writing/user-remover.js";
import { DeletionLimit, type LimitSetting, type Loss } from "./safety/deletion-limit.js";
import { Withdrawals } from "./safety/withdrawals.js";
import { Renames } from "./safety/renames.js";
import { codedApis } from "./writing/coded-apis.js";
import { type CustomDataChange, CustomDataWriter } from "./writing/custom-data-writer.js";
import { CodedObjects } from "./coded-objects.js";
import { definitionsOf } from "./writing/user-field-api.js";
import { UserCustomFields } from "./custom-fields.js";
import { Declarations } from "./safety/declarations.js";
import { Handover } from "./safety/handover.js";
import { MovingValues } from "./safety/moving-values.js";
import { Ownership } from "./safety/ownership.js";

/**
 * The user pool as the handlers see it: each call is about one user. Behind it, calls that arrive together share requests.
 */
export class UserPool {
  readonly activity = new Activity();
  readonly userPoolId: string;
  readonly #client: ManagementClient;
  readonly #readableFields: readonly UserField[];
  readonly #scheduler = new BatchScheduler(this.activity);
  readonly #observations = new Observations<UserSnapshot>();
  /** What the resources of this run declare. */
  readonly declarations = new Declarations();
  /** Which resource of this run owns which user. */
  readonly ownership = new Ownership();
  /** What the resources of this run declare, and what is being taken away. */
  readonly handover = new Handover();
  /** What this run takes from users. */
  readonly withdrawals = new Withdrawals();
  /** Unique values that pass from one user to another. */
  readonly moving: MovingValues;
  /** Codes that change in this run. */
  readonly renames: Renames;
  /** The custom fields of users, and those that this run defines. */
  readonly customFields: UserCustomFields;
  /** The codes of objects that resources of this run declare. */
  readonly codedOwners = new Set<string>();
  /** The codes of objects that resources of this run could not create. */
  readonly #notCreated = new Set<string>();
  readonly #coded: Readonly<Record<CodedSubject["object"], CodedObjects>>;
  readonly #reader: UserReader;
  readonly #listedUsers: ListedUsers;
  /** Users whom this run has created: they have no groups and roles that it did not give. */
  readonly #created = new Set<string>();
  /** Users to whom a resource of this run has left groups or roles, so that another one may take them over. */
  readonly #leftWithAccess = new Set<string>();
  readonly #creator: UserCreator;
  readonly #remover: UserRemover;
  readonly #guard: DeletionLimit;
  /** Users whose values passed to others before the engine compared them. */
  readonly #handedOver = new Set<string>();
  readonly #joining: AssignmentWriter;
  readonly #leaving: AssignmentWriter;
  readonly #assigning: AssignmentWriter;
  readonly #revoking: AssignmentWriter;
  readonly #policies: HeldCodes;
  readonly #granting: AssignmentWriter;
  readonly #withdrawing: AssignmentWriter;
  readonly #customData: CustomDataWriter;
  #others: OtherProcesses = noOtherProcesses;

  /**
   * @param bulkCreate whether users are created together where the service can do that
   * @param quietMs how long the engine must be quiet to have nothing to hand over
   */
  constructor(
    client: ManagementClient,
    maxDeletions: LimitSetting,
    bulkCreate: BulkCreate = "auto",
    quietMs?: number,
  ) {
    this.#client = client;
    this.#readableFields = defaultUserFields(headerFamilyOf(client.host));
    this.moving = new MovingValues(this.activity, quietMs);
    this.renames = new Renames(this.moving.calls);
    this.userPoolId = client.userPoolId;
    this.customFields = new UserCustomFields(definitionsOf(client.udf), this.moving.calls, this.activity);
    const { group, role, policy, userField } = codedApis(client, this.customFields);
    this.#coded = {
      group: new CodedObjects(group, this.#scheduler),
      role: new CodedObjects(role, this.#scheduler),
      policy: new CodedObjects(policy, this.#scheduler),
      userField: new CodedObjects(userField, this.#scheduler),
    };
    this.#reader = new UserReader(client, this.#observations, this.#scheduler);
    this.#creator = new UserCreator(client, this.#scheduler, bulkCreate);
    this.#remover = new UserRemover(client, this.#reader, this.#scheduler);
    this.#guard = new DeletionLimit(maxDeletions, this.#scheduler);
    this.#listedUsers = new ListedUsers(new Census(client), this.#reader, this.#scheduler);
    const apis = assignmentApis(client);
    const groups = new CodesOfUsers(groupsInUsers, this.#reader, this.#observations);
    this.#joining = new AssignmentWriter(apis.joining, groups, this.#scheduler);
    this.#leaving = new AssignmentWriter(apis.leaving, groups, this.#scheduler);
    const roles = new CodesOfUsers(rolesInUsers, this.#reader, this.#observations);
    this.#assigning = new AssignmentWriter(apis.assigning, roles, this.#scheduler);
    this.#revoking = new AssignmentWriter(apis.revoking, roles, this.#scheduler);
    this.#policies = new PoliciesOfHolders(
      new CodesOfUsers(policiesInUsers, this.#reader, this.#observations),
      new PoliciesOfObjects(client, this.#coded, this.#scheduler),
    );
    this.#granting = new AssignmentWriter(apis.granting, this.#policies, this.#scheduler);
    this.#withdrawing = new AssignmentWriter(apis.withdrawing, this.#policies, this.#scheduler);
    const parts = { reader: this.#reader, observations: this.#observations, scheduler: this.#scheduler };
    this.#customData = new CustomDataWriter(client.udf, this.customFields, parts);
  }

  /** Lets this run heed what resources of other processes declare. */
  heed(others: OtherProcesses): void {
    this.#others = others;
    this.handover.heed(others);
  }

  /** Whether a resource of this process declares what has this name: an edge, a user or an object. */
  declares(name: string): boolean {
    if (name.startsWith(contestedPrefix)) return this.#isContestedHere(name.slice(contestedPrefix.length));
    return (
      this.handover.isDeclared(name) || this.codedOwners.has(name) || this.ownership.isOwned(userIdIn(name))
    );
  }

  /** Notes an object that a resource of this process declares, and that could not be created. */
  noteNotCreated(key: string): void {
    this.#notCreated.add(key);
  }

  /**
   * Refuses to remove what another resource of this run declares and could not create: it may have been renamed.
   *
   * @param name the key of an object, or the name of a user
   * @param noun what it is
   * @param what the removal, as the error names it
   */
  async assertNotContested(name: string, noun: string, what: string): Promise<void> {
    if (!this.#isContestedHere(name) && !(await this.#isDeclaredElsewhere(contestedPrefix + name))) return;
    throw new UnsafeChangeError(
      `${what} is refused: another resource of the program declares the same ${noun} and could not be created. If you renamed the ` +
        "resource, add its previous name as an alias (in a roster: under previously) and run `pulumi up` again",
    );
  }

  #isContestedHere(name: string): boolean {
    const isObject = this.#notCreated.has(name) && !this.codedOwners.has(name);
    return isObject || this.ownership.isContested(userIdIn(name));
  }

  /** Whether a resource of this run, in whatever process, owns the user. */
  async isUserOwned(id: string): Promise<boolean> {
    return this.ownership.isOwned(id) || (await this.#isDeclaredElsewhere(userName(id)));
  }

  /** Whether a resource of this run, in whatever process, owns the object with a code. */
  async isCodedOwned(key: string): Promise<boolean> {
    return this.codedOwners.has(key) || (await this.#isDeclaredElsewhere(key));
  }

  async #isDeclaredElsewhere(name: string): Promise<boolean> {
    return this.#others.exist && (await this.#others.declared([name])).size > 0;
  }

  /** Whether this run limits how many users may lose something. */
  get isLimited(): boolean {
    return this.#guard.isLimited;
  }

  /** Changes how many users may lose something in the rest of this run. */
  limitDeletions(limit: LimitSetting): void {
    this.#guard.set(limit);
  }

  /** The groups of the pool, its roles, or its policies. */
  coded(object: CodedSubject["object"]): CodedObjects {
    return this.#coded[object];
  }

  async read(query: UserQuery): Promise<Observed> {
    return await this.#reader.read(query);
  }

  /** Writes custom values of a user, with an outcome for each key. */
  async writeCustomData(change: CustomDataChange): Promise<Outcome> {
    return await this.#customData.write(change);
  }

  /** All fields of a user that every installation answers, and the values of custom fields. */
  async readAll(id: string): Promise<Observed> {
    const definitions = await this.customFields.typesFor([]);
    return await this.#reader.read({ id, fields: this.#readableFields, customData: definitions.size > 0 });
  }

  /** The result holds only the fields that the input sets: a run creates thousands of users. */
  async create(userInfo: CreateUserInput, options: Pick<CreateUserOptions, "keepPassword">): Promise<User> {
    const created = await this.#creator.create(userInfo, options);
    this.#created.add(created.id);
    return created;
  }

  async update(id: string, updates: UpdateUserInput): Promise<User> {
    return await this.#observations.duringWrite([id], () => this.#client.users.update(id, updates));
  }

  /** @throws UnsafeChangeError when this run would take something from too many users */
  async remove(removal: Removal, loss: Loss): Promise<void> {
    await this.#admit(loss);
    await this.withdrawals.run(() =>
      this.#observations.duringWrite([removal.id], () => this.#remover.remove(removal)),
    );
  }

  /** The users whom a creation meets: those that the declared unique fields identify, each once. */
  async meet(
    declared: Properties,
    keys = [...declaredKeys(declared), ...otherKeys(declared)],
  ): Promise<User[]> {
    const users = await this.#find(keys);
    for (const { id } of users) this.ownership.meet(id, userKey(declared));
    return users;
  }

  /** The users who have one of these unique values, each once. */
  async holdersOf(values: Properties): Promise<User[]> {
    return await this.#find(declaredKeys(values));
  }

  /**
   * Lets a user give values up to a new one.
   *
   * @throws UnsafeChangeError when this run would take something from too many users
   */
  async admitHandOver(loss: Loss): Promise<void> {
    await this.#guard.admit(loss);
    this.#handedOver.add(loss.userId);
  }

  /** The program still declares the user, so nothing was lost when a value passed to another user. */
  noteStaying(userId: string): void {
    if (this.#handedOver.delete(userId)) this.#guard.release(userId);
  }

  async #find(keys: readonly UniqueKey[]): Promise<User[]> {
    const found = await Promise.all(keys.map((key) => this.#client.users.find(key)));
    return [...new Map(found.filter((user) => user !== null).map((user) => [user.id, user])).values()];
  }

  /**
   * The user with all of the declared unique values, by the pages of the pool: for runs that look for many users. Reads
   * `fields` of the user.
   */
  async findListed(declared: Properties, fields: readonly UserField[]): Promise<Listed> {
    const listed = await this.#listedUsers.find(declared, fields);
    if (listed !== "unknown" && listed !== "unlisted") this.ownership.meet(listed.id, userKey(declared));
    return listed;
  }

  /** A resource gave up groups or roles of a user without taking them. */
  noteAccessLeft(userId: string): void {
    this.#leftWithAccess.add(userId);
  }

  /** @param mayBeHeld whether the user may be in the groups already, so that reading is worth a request */
  async joinGroups(userId: string, codes: readonly string[], mayBeHeld = false): Promise<Outcome> {
    return await this.#give(
      this.#joining,
      "group",
      { holder: userHolder(userId), codes, scope: undefined },
      mayBeHeld,
    );
  }

  async leaveGroups(userId: string, codes: readonly string[]): Promise<Outcome> {
    return await this.#take(this.#leaving, "group", { holder: userHolder(userId), codes, scope: undefined });
  }

  /**
   * Leaves groups because a resource is removed from the program.
   *
   * @throws UnsafeChangeError when this run would take something from too many users
   */
  async releaseGroups(userId: string, codes: readonly string[]): Promise<Outcome> {
    const loss = { userId, what: `taking user ${userId} out of groups` };
    return await this.#take(
      this.#leaving,
      "group",
      { holder: userHolder(userId), codes, scope: undefined },
      loss,
    );
  }

  /** @param mayBeHeld whether the user may have the roles already, so that reading is worth a request */
  async assignRoles(
    userId: string,
    codes: readonly string[],
    namespace: string,
    mayBeHeld = false,
  ): Promise<Outcome> {
    return await this.#give(
      this.#assigning,
      "role",
      { holder: userHolder(userId), codes, scope: namespace },
      mayBeHeld,
    );
  }

  async revokeRoles(userId: string, codes: readonly string[], namespace: string): Promise<Outcome> {
    return await this.#take(this.#revoking, "role", { holder: userHolder(userId), codes, scope: namespace });
  }

  /**
   * Revokes roles because a resource is removed from the program.
   *
   * @throws UnsafeChangeError when this run would take something from too many users
   */
  async releaseRoles(userId: string, codes: readonly string[], namespace: string): Promise<Outcome> {
    const loss = { userId, what: `taking roles from user ${userId}` };
    return await this.#take(
      this.#revoking,
      "role",
      { holder: userHolder(userId), codes, scope: namespace },
      loss,
    );
  }

  /** The policies of a user, group or role. `isFresh`: asks the service now, for a decision that cannot be undone. */
  async policiesOf(of: CodesOf, isFresh: boolean): Promise<Held> {
    return await this.#policies.read(of, isFresh);
  }

  /** @param mayBeHeld whether the policies may be assigned already, so that reading is worth a request */
  async assignPolicies(of: CodesOf, codes: readonly string[], mayBeHeld = false): Promise<Outcome> {
    return await this.#give(this.#granting, "policy", { ...of, codes }, mayBeHeld);
  }

  async unassignPolicies(of: CodesOf, codes: readonly string[]): Promise<Outcome> {
    return await this.#take(this.#withdrawing, "policy", { ...of, codes });
  }

  /**
   * Removes policies because a resource is removed from the program.
   *
   * @throws UnsafeChangeError when this run would take something from too many users
   */
  async releasePolicies({ holder, scope }: CodesOf, codes: readonly string[]): Promise<Outcome> {
    const userId = holder.id;
    const loss = holder.type === "user" ? { userId, what: `taking policies from user ${userId}` } : undefined;
    return await this.#take(this.#withdrawing, "policy", { holder, scope, codes }, loss);
  }

  /**
   * Lets users lose what they all have, because it is removed from the program.
   *
   * @throws UnsafeChangeError when this run would take something from too many users
   */
  async admitLosses(losses: () => Promise<readonly Loss[]>): Promise<void> {
    if (!this.#guard.isLimited) return;
    await Promise.all((await losses()).map((loss) => this.#guard.admit(loss)));
  }

  /** A user that this run tried to create, and that existed already, may be declared under another name now. */
  async #admit(loss: Loss): Promise<void> {
    await this.assertNotContested(userName(loss.userId), "user", loss.what);
    await this.#guard.admit(loss);
  }

  async #give(
    writer: AssignmentWriter,
    edge: EdgeSet["edge"],
    assignment: Assignment,
    mayBeHeld: boolean,
  ): Promise<Outcome> {
    const mayHave = this.#mayHave(assignment.holder, mayBeHeld);
    return await this.handover.give(edgesOf({ ...assignment, edge }), () =>
      writer.write(assignment, mayHave),
    );
  }

  /** Whether a holder may have codes that this run has not given. */
  #mayHave({ type, id }: Holder, mayBeHeld: boolean): boolean {
    if (type !== "user") return mayBeHeld;
    const mayHaveMore = mayBeHeld || this.ownership.hasMet(id) || this.#leftWithAccess.has(id);
    return !this.#created.has(id) && mayHaveMore;
  }

  /** Codes that another resource of this run declares stay, and count as done: they now belong to that resource. */
  async #take(
    writer: AssignmentWriter,
    edge: EdgeSet["edge"],
    assignment: Assignment,
    loss?: Loss,
  ): Promise<Outcome> {
    const { failed } = await this.handover.take(edgesOf({ ...assignment, edge }), async (edges) => {
      if (loss !== undefined && edges.length > 0) await this.#admit(loss);
      const codes = edges.map(({ code }) => code);
      return await this.withdrawals.run(() => writer.write({ ...assignment, codes }));
    });
    const failedCodes = new Set(failed.map(({ code }) => code));
    return { done: assignment.codes.filter((code) => !failedCodes.has(code)), failed };
  }
}

/** Other processes put this before a name to ask whether it could not be created. */
const contestedPrefix = "not created: ";

/** The name under which other processes ask for a user. */
function userName(id: string): string {
  return `user ${id}`;
}

function userIdIn(name: string): string {
  return name.startsWith("user ") ? name.slice("user ".length) : "";
}
