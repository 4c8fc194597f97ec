import { PartialWriteError, SettingsError, UnsafeChangeError } from "../model/errors.js";
import type { CheckedInputs, CheckFailure } from "../model/rules/check-inputs.js";
import { renamingOf } from "../model/rules/bookkeeping.js";
import type { Difference } from "../model/rules/difference.js";
import { claimsOf } from "../model/rules/claims.js";
import { codedKeyOf, codedKeyText, declaredCodedKey } from "../model/rules/coded.js";
import { referredCodes, withRenamedCodes } from "../model/rules/renamed-codes.js";
import { presentProperties, type Properties } from "../model/rules/record.js";
import { userKey } from "../model/rules/user-key.js";
import { isCodedKind, isUserKind, type KindName, schemaOf } from "../model/schema/index.js";
import type { CodedKind } from "../model/schema/kind.js";
import { isAuthenticationError, type ManagementClient } from "../sdk/index.js";
import type { Handler, HandlerContext, ReadResult } from "./handlers/handler.js";
import { handlers } from "./handlers/index.js";
import { OperationError, toOperationError } from "./operation-error.js";
import { type Declarer, declarerOf } from "./pool/safety/declarer.js";
import type { LimitSetting } from "./pool/safety/deletion-limit.js";
import { Turn } from "./pool/safety/turn.js";
import { UserPool } from "./pool/user-pool.js";
import { boundHeapGrowth } from "./process/heap.js";
import { type Adapter, engineOf, type Peer, RunPeers } from "./process/run-peers.js";
import { describeParked, describeRun, tellAtTheEnd, writeLine } from "./process/run-log.js";
import { ProjectConfig } from "./process/stack-config.js";
import { ExportedStack, type StackState } from "./process/stack-state.js";
import { LatestSettings } from "./latest-settings.js";
import { openClient } from "./open-client.js";
import { nameOfSetting, type Settings } from "./settings.js";

type Self = Pick<Peer, "adapter" | "provider">;

/** What counts in a run in which the engine has not asked the program. */
export type TodaysSettings = Pick<LatestSettings, "maxDeletions" | "maxDeletionsOfStack" | "withOtherLogin">;

type OwnSettings = Pick<Settings, "adopt" | "debug" | "providerName"> & {
  readonly maxDeletions?: number | undefined;
  /** Default: that of dynamic resources. */
  readonly adapter?: Adapter;
  /** Gets what a run has to say beside its results. Default: a line in the engine's output. */
  readonly warn?: (text: string) => void;
};

/**
 * One user pool during one run: the client, its batches and limits, and which resource owns what. It wraps the handlers
 * with everything that every kind and every adapter needs: the right pool, ownership, masked messages, statistics.
 */
export class Session {
  readonly #pool: UserPool;
  readonly #stack: StackState;
  readonly #today: TodaysSettings;
  readonly #settings: OwnSettings;
  /** The engine checks what a program declares, with the settings of today. */
  #isProgramSeen = false;
  /** Resources that were checked as known to the state and not compared yet: a refresh compares without a check. */
  #awaited = 0;

  constructor(pool: UserPool, stack: StackState, today: TodaysSettings, settings: OwnSettings) {
    this.#pool = pool;
    this.#stack = stack;
    this.#today = today;
    this.#settings = settings;
  }

  /** Notes that the program declares a resource of this pool, whatever is wrong with it. */
  noteProgram(): void {
    this.#isProgramSeen = true;
  }

  /**
   * Notes that the program declares a resource, and finds others that declare the same. `olds` are the declared inputs of
   * the last run.
   */
  noteChecked(
    kind: KindName,
    by: Declarer | undefined,
    olds: Properties,
    declared: Properties,
  ): CheckFailure[] {
    this.#pool.moving.calls.note();
    const isNew = Object.keys(presentProperties(olds)).length === 0;
    this.#noteOrder(kind, isNew, declared);
    if (by === undefined) return [];
    const { declarations } = this.#pool;
    const schema = schemaOf(kind);
    if (isUserKind(schema)) return declarations.noteUser(by, declared);
    if (!isCodedKind(schema))
      return declarations.access.note({ kind, ...by }, claimsOf(schema, undefined, declared));
    const key = declaredCodedKey(schema, declared);
    if (key === undefined) return [];
    if (isNew && key.object === "userField") this.#pool.customFields.expect(key.code);
    const before = isNew ? undefined : declaredCodedKey(schema, olds);
    return declarations.noteCoded(by, schema, key, before);
  }

  #noteOrder(kind: KindName, isNew: boolean, declared: Properties): void {
    if (!isNew) {
      this.#awaited += 1;
    } else if (isUserKind(schemaOf(kind))) {
      const previous = this.#pool.ownership.checkAnew(userKey(declared));
      if (previous !== undefined) this.#pool.moving.replace(previous);
    }
  }

  /** Plans a change, without I/O. */
  diff(kind: KindName, id: string, state: Properties, declared: Properties): Difference {
    this.#pool.moving.calls.note();
    return this.#translate(declared, () => {
      // Every operation refuses the wrong pool; here it is the preview that says so.
      this.#assertSamePool(state);
      const known = this.#afterRenames(kind, state, "planned");
      const difference = handlers[kind].diff(known, declared);
      this.#noteDeclared(kind, id, state, declared, difference.replaces !== undefined);
      return known === state ? difference : { ...difference, changes: true };
    });
  }

  async create(kind: KindName, declared: Properties): Promise<{ id: string; outs: Record<string, unknown> }> {
    return await this.#operate(declared, async () => {
      try {
        const created = await this.#create(kind, declared);
        const conflict = this.#own(kind, created.id, declared);
        if (conflict !== undefined) throw new PartialWriteError(conflict.reason, created.id, created.outs);
        return created;
      } catch (error) {
        if (error instanceof PartialWriteError) this.#own(kind, error.id, declared);
        else this.#noteNotCreated(kind, declared);
        throw error;
      }
    });
  }

  #noteNotCreated(kind: KindName, declared: Properties): void {
    const schema = schemaOf(kind);
    if (isCodedKind(schema)) this.#pool.noteNotCreated(codedKeyText(codedKeyOf(schema, declared)));
  }

  /** Users whose custom data needs a field wait for its creation. */
  async #create(kind: KindName, declared: Properties): ReturnType<Handler["create"]> {
    const schema = schemaOf(kind);
    const create = (): ReturnType<Handler["create"]> =>
      handlers[kind].create(this.#contextOf(declared), declared);
    if (!isCodedKind(schema) || schema.subject.object !== "userField") return await create();
    return await this.#pool.customFields.whileDefining(codedKeyOf(schema, declared).code, create);
  }

  /** Reads what the state knows. A program that looks an object up by its id hands over no state. */
  async read(kind: KindName, id: string, state: Properties): Promise<ReadResult | "gone"> {
    return await this.#withLogin((session) => session.#read(kind, id, state));
  }

  async #read(kind: KindName, id: string, state: Properties): Promise<ReadResult | "gone"> {
    return await this.#operate(state, async () => {
      const handler = handlers[kind];
      if (typeof state["userPoolId"] === "string") {
        this.#assertSamePool(state);
        return await handler.read(this.#contextOf(state), id, state);
      }
      const found = await handler.lookUp(this.#contextOf(state), id);
      if (found !== "gone") return found;
      throw new UnsafeChangeError(`${kind} ${id} does not exist in user pool ${this.#pool.userPoolId}`);
    });
  }

  async update(
    kind: KindName,
    id: string,
    state: Properties,
    declared: Properties,
  ): Promise<{ outs: Record<string, unknown> }> {
    return await this.#operate(declared, async () => {
      this.#assertSamePool(state);
      await this.#settleLimitOfUpdate();
      const known = await this.#afterOwnRenames(kind, state);
      this.#assertNoReplacement(kind, known, declared);
      return await this.#take(kind, id, state, declared, (turn) =>
        handlers[kind].update(this.#contextOf(declared, turn), id, known, declared),
      );
    });
  }

  /** A change that was planned as that of a code is another one if the renaming failed. */
  #assertNoReplacement(kind: KindName, known: Properties, declared: Properties): void {
    if (this.#pool.renames.isEmpty || handlers[kind].diff(known, declared).replaces === undefined) return;
    throw new UnsafeChangeError(
      "this change follows the renaming of a group, role or policy that was not done in this run. Nothing was changed. Repair " +
        "what stopped the renaming, and run `pulumi up` again",
    );
  }

  async delete(kind: KindName, id: string, state: Properties): Promise<void> {
    await this.#withLogin((session) => session.#delete(kind, id, state));
  }

  async #delete(kind: KindName, id: string, state: Properties): Promise<void> {
    await this.#operate(state, async () => {
      this.#assertSamePool(state);
      await this.#settleLimit();
      const known = await this.#afterOwnRenames(kind, state);
      if (await this.#isOwnedElsewhere(kind, id, known)) return;
      await this.#take(kind, id, state, {}, (turn) =>
        handlers[kind].delete(this.#contextOf(state, turn), id, known),
      );
    });
  }

  /**
   * Which limit counts for what is taken: in a run without the program, that of today. A provider of the plugin gets nothing
   * of the stack's configuration from the engine, and without a limit of its own that of the stack counts.
   */
  async #settleLimit(): Promise<void> {
    const { adapter, providerName, maxDeletions } = this.#settings;
    if (!this.#isProgramSeen) this.#pool.limitDeletions(this.#named(await this.#today.maxDeletions()));
    else if (adapter === "plugin" && providerName !== undefined && maxDeletions === undefined)
      this.#pool.limitDeletions(this.#named(await this.#today.maxDeletionsOfStack()));
  }

  /** An update that takes nothing needs no limit. */
  async #settleLimitOfUpdate(): Promise<void> {
    if (this.#isProgramSeen) await this.#settleLimit().catch(() => undefined);
  }

  /** A limit with the name of the setting that it comes from. */
  #named(max: number | undefined): LimitSetting {
    const isOwn = max === this.#settings.maxDeletions;
    return limitOf({ maxDeletions: max, providerName: isOwn ? this.#settings.providerName : undefined });
  }

  /** Another resource of the program owns the same by now: this one was only renamed. */
  async #isOwnedElsewhere(kind: KindName, id: string, state: Properties): Promise<boolean> {
    const schema = schemaOf(kind);
    if (isUserKind(schema)) return await this.#pool.isUserOwned(id);
    return isCodedKind(schema) && (await this.#pool.isCodedOwned(codedKeyText(codedKeyOf(schema, state))));
  }

  /** The state with the codes that groups and roles have after, or since, their renaming in this run. */
  #afterRenames(kind: KindName, state: Properties, when: "current" | "planned"): Properties {
    const { renames } = this.#pool;
    return renames.isEmpty ? state : withRenamedCodes(schemaOf(kind), state, (key) => renames[when](key));
  }

  /** The same, when the renamings that it depends on are done. */
  async #afterOwnRenames(kind: KindName, state: Properties): Promise<Properties> {
    const { renames } = this.#pool;
    if (renames.isEmpty) return state;
    await renames.settled(referredCodes(schemaOf(kind), state));
    return this.#afterRenames(kind, state, "current");
  }

  /** Runs an operation that makes a user what is declared. Other users may wait for the values that it gives up. */
  async #take<Result>(
    kind: KindName,
    id: string,
    state: Properties,
    declared: Properties,
    operation: (turn: Turn) => Promise<Result>,
  ): Promise<Result> {
    if (!isUserKind(schemaOf(kind))) return await operation(new Turn());
    return await this.#pool.moving.run(id, { state, declared }, operation);
  }

  /**
   * Without a program, the engine uses the settings of the last `up`. If the service refuses that login, the operation
   * starts again with the login of today.
   */
  async #withLogin<Result>(operation: (session: Session) => Promise<Result>): Promise<Result> {
    try {
      return await operation(this);
    } catch (error) {
      const isLogin = error instanceof OperationError && isAuthenticationError(error.cause);
      if (this.#isProgramSeen || !isLogin) throw error;
      const today = await this.#today.withOtherLogin();
      if (today === undefined) throw staleLogin(error);
      return await operation(sessionOf(today, this.#settings.adapter));
    }
  }

  #contextOf(properties: Properties, turn = new Turn()): HandlerContext {
    return {
      pool: this.#pool,
      adopt: this.#settings.adopt,
      isDebug: this.#settings.debug,
      adapter: this.#settings.adapter ?? "dynamic",
      turn,
      managerOf: (userId) => this.#stack.managerOf(userId),
      takeOver: (userId) => {
        if (!this.#pool.ownership.claim(userId, userKey(properties))) throw ownedTwice(userId);
        const conflict = this.#noteAccess("User", userId, properties);
        if (conflict !== undefined) throw new UnsafeChangeError(conflict.reason);
      },
      warn: this.#settings.warn ?? writeLine,
    };
  }

  /** Notes what a resource of the program holds. */
  #noteDeclared(
    kind: KindName,
    id: string,
    state: Properties,
    declared: Properties,
    isReplaced: boolean,
  ): void {
    if (this.#awaited === 0) return;
    this.#awaited -= 1;
    const { ownership, moving } = this.#pool;
    const schema = schemaOf(kind);
    if (isCodedKind(schema)) {
      this.#noteObject(schema, state, declared, isReplaced);
      return;
    }
    const conflict = isReplaced ? undefined : this.#noteAccess(kind, id, declared);
    if (conflict !== undefined) throw new UnsafeChangeError(conflict.reason);
    if (!isUserKind(schema)) return;
    // The user of a resource that is replaced gives up everything.
    moving.compare(id, state, isReplaced ? {} : declared);
    if (isReplaced) return;
    this.#pool.noteStaying(id);
    if (moving.hasLostDeclared(id, declared)) throw declaredTooLate(id);
    if (!ownership.compare(id, userKey(declared))) throw ownedTwice(id);
  }

  /** Notes who is to have what. The claims of other kinds were noted by their check; that of a user needs the id. */
  #noteAccess(kind: KindName, id: string, declared: Properties): CheckFailure | undefined {
    const schema = schemaOf(kind);
    const claims = claimsOf(schema, id, declared);
    this.#pool.handover.declare(claims.flatMap(({ edges }) => edges));
    if (!isUserKind(schema)) return undefined;
    const { declarations } = this.#pool;
    const by = declarations.declarerOf(declared) ?? { name: id, parents: "" };
    return declarations.access.note({ kind, ...by }, claims)[0];
  }

  /** Notes an object with a code that the program holds, and the code that it is to have. */
  #noteObject(schema: CodedKind, state: Properties, declared: Properties, isReplaced: boolean): void {
    const key = declaredCodedKey(schema, declared);
    const known = codedKeyOf(schema, state);
    const renaming = renamingOf(state);
    if (renaming !== undefined) this.#pool.renames.doubt({ ...known, code: renaming });
    if (isReplaced || key === undefined) return;
    this.#pool.codedOwners.add(codedKeyText(key));
    if (known.scope === key.scope && known.code !== key.code) this.#pool.renames.plan(known, key.code);
  }

  #own(kind: KindName, id: string, declared: Properties): CheckFailure | undefined {
    const schema = schemaOf(kind);
    if (isCodedKind(schema)) this.#pool.codedOwners.add(codedKeyText(codedKeyOf(schema, declared)));
    if (!isUserKind(schema)) return undefined;
    this.#pool.ownership.claim(id, userKey(declared));
    this.#pool.moving.compare(id, {}, declared);
    return this.#noteAccess(kind, id, declared);
  }

  /**
   * Refuses to look for an object of one user pool in another: there, every user would seem to be gone, and the next
   * `up` would create them all a second time.
   */
  #assertSamePool({ userPoolId }: Properties): void {
    if (typeof userPoolId !== "string" || userPoolId === this.#pool.userPoolId) return;
    const { providerName } = this.#settings;
    const isStack = providerName === undefined;
    const configured = isStack ? "the stack" : `its provider "${providerName}"`;
    const remedy = isStack
      ? ""
      : "Restore the previous provider of the resource, or the settings of the provider: ";
    throw new UnsafeChangeError(
      `the state of this resource belongs to user pool ${userPoolId}, but ${configured} is configured for ` +
        `${this.#pool.userPoolId}. Nothing was read or changed. ${remedy}${isStack ? "Set" : "set"} ` +
        `${nameOfSetting(this.#settings, "userPoolId")} to ${userPoolId} again. Declare the users of another pool in a new ` +
        "stack or with a provider of its own",
    );
  }

  async #operate<Result>(properties: Properties, operation: () => Promise<Result>): Promise<Result> {
    const { activity, moving } = this.#pool;
    try {
      moving.calls.note();
      return await activity.run(operation);
    } catch (error) {
      throw toOperationError(error, properties, this.#settings.debug);
    } finally {
      moving.calls.note();
    }
  }

  #translate<Result>(properties: Properties, operation: () => Result): Result {
    try {
      return operation();
    } catch (error) {
      throw toOperationError(error, properties, this.#settings.debug);
    }
  }
}

/**
 * Validates the arguments of a resource, without I/O. A stack without credentials is told so by its first preview, and
 * not by its first creation.
 *
 * @param by the resource of the program. Default: as its arguments name it
 */
export function check(
  kind: KindName,
  olds: Properties,
  news: Properties,
  open: () => Session,
  by = declarerOf(news),
): CheckedInputs {
  const { inputs, failures } = handlers[kind].check(olds, news);
  try {
    const session = open();
    session.noteProgram();
    if (failures.length > 0) return { inputs, failures };
    return { inputs, failures: session.noteChecked(kind, by, olds, inputs) };
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return { inputs, failures: [...failures, { property: "", reason: error.message }] };
  }
}

/** One session for each set of settings: all resources with the same settings share client, batches and limits. */
const sessions = new Map<string, Session>();

/**
 * The session of these settings.
 *
 * @param adapter what connects it to the engine
 * @throws SettingsError when another provider of the plugin manages the same user pool in this run
 */
export function sessionOf(settings: Settings, adapter: Adapter = "dynamic"): Session {
  const key = JSON.stringify(settings);
  const session = sessions.get(key) ?? openSession(settings, adapter);
  sessions.set(key, session);
  return session;
}

const clients = new Map<string, ManagementClient>();

/** The client of a session. Functions with the same settings share its login and its limits. */
export function clientOf(settings: Settings): ManagementClient {
  const key = JSON.stringify(settings);
  const client = clients.get(key) ?? openClient(settings, writeLine);
  clients.set(key, client);
  return client;
}

function openSession(settings: Settings, adapter: Adapter): Session {
  const { adopt, debug, stats, providerName, maxDeletions } = settings;
  boundHeapGrowth();
  const client = clientOf(settings);
  const pool = new UserPool(client, limitOf(settings), settings.bulkCreate);
  joinRun(pool, settings, adapter);
  pool.moving.onFirstParked(() => {
    tellAtTheEnd(() => describeParked(pool.moving.parked));
  });
  if (stats) tellAtTheEnd(() => describeRun(client.stats(), pool.activity));
  const today = new LatestSettings(settings, configOfThisProject, process.env);
  return new Session(pool, stackOfThisProcess, today, { adapter, adopt, debug, providerName, maxDeletions });
}

/** Lets the session heed what other processes of the run declare for the same user pool. */
function joinRun(pool: UserPool, { userPoolId, providerName }: Settings, adapter: Adapter): void {
  const engine = engineOf(process.argv);
  if (engine === undefined) return;
  const self = { adapter, ...(providerName !== undefined && { provider: providerName }) };
  const peers = new RunPeers(engine, userPoolId, self, (name) => pool.declares(name));
  const rival = peers.join().find((other) => isRival(self, other));
  if (rival !== undefined) {
    peers.leave();
    throw twoProviders(userPoolId, self, rival);
  }
  pool.heed(peers);
}

/** Two providers that the program declares for one user pool would not see each other's resources and limits. */
function isRival(self: Self, other: Self): boolean {
  return self.adapter === "plugin" && other.adapter === "plugin" && self.provider !== other.provider;
}

function twoProviders(userPoolId: string, self: Self, other: Self): Error {
  const [own, rival] = [self, other].map(({ provider }) =>
    provider === undefined ? "the configuration of the stack" : `the provider "${provider}"`,
  );
  return new SettingsError(
    `user pool ${userPoolId} is used by ${String(own)} and by ${String(rival)} in one run. Each has a process of its own, so ` +
      "limits and checks would count twice. Use one of them for all resources of the pool",
  );
}

function limitOf({
  maxDeletions: max,
  providerName,
}: Pick<Settings, "maxDeletions" | "providerName">): LimitSetting {
  const name = nameOfSetting({ providerName }, "maxDeletions");
  const remedy =
    providerName === undefined ? "run `pulumi config set approw:maxDeletions <number>`" : `raise ${name}`;
  return { max, name, remedy };
}

const configOfThisProject = new ProjectConfig(process.argv);
const stackOfThisProcess = new ExportedStack(process.argv);

/** The settings may be older than a rotation of the secret. */
function staleLogin(refused: OperationError): OperationError {
  const advice =
    ". This command uses the settings of the last `pulumi up`. If the secret was changed since, add --run-program";
  return new OperationError(refused.message + advice, refused.kept, { cause: refused.cause });
}

function declaredTooLate(id: string): Error {
  return new UnsafeChangeError(
    `user ${id} is declared with a unique value that another resource also declares, and that passed to its user earlier ` +
      "in this run. Declare the value once, then run `pulumi up --refresh`",
  );
}

function ownedTwice(id: string): Error {
  return new UnsafeChangeError(
    `user ${id} is owned by another resource of this program. Two resources cannot own one user, because each would undo ` +
      "what the other sets. Declare the user once",
  );
}
