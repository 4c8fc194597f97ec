import { unconfirmedFields } from "../../../model/rules/bookkeeping.js";
import { pick, type Properties } from "../../../model/rules/record.js";
import { isSame } from "../../../model/rules/same.js";
import { isUnknown } from "../../../model/rules/unknown.js";
import type { UniqueField } from "../../../model/rules/user-key.js";
import { userFields } from "../../../model/schema/user.js";
import { uniqueUserFields } from "../../../sdk/index.js";
import type { Activity } from "../batching/activity.js";
import { EngineCalls } from "./engine-calls.js";
import { Turn } from "./turn.js";

/** What becomes of a unique value that a user has, as far as this run knows. */
export type Prospect =
  /** The engine has not compared the user yet. */
  | "unknown"
  /** The program still declares it. */
  | "kept"
  /** The resource never set it and does not set it now: it was set by hand. */
  | "foreign"
  /** The resource is replaced, and its previous user stays until the new one is created. */
  | "replaced"
  /** An operation that has not begun yet gives it up. */
  | "pending"
  /** An operation that is running gives it up. */
  | "running"
  /** The operation that should have given it up has ended. */
  | "over";

/** The unique fields of a user in the state and in the program. */
interface Comparison {
  readonly state: Properties;
  readonly declared: Properties;
  /** Fields that are written or cleared whatever the state says of them. */
  readonly unconfirmed: readonly string[];
}

/**
 * Unique values that pass from one user to another in one run. It knows what becomes of the values that users have, and
 * which operation waits for which. An operation waits only for one that has begun, and never in a circle: so each wait
 * ends, however few operations the engine runs at once.
 */
export class MovingValues {
  readonly calls: EngineCalls;
  readonly #activity: Activity;
  readonly #compared = new Map<string, Comparison>();
  readonly #replaced = new Set<string>();
  readonly #running = new Map<string, Turn>();
  /** The time at which the operation on a user ended, by the clock below. */
  readonly #ended = new Map<string, number>();
  /** The values that passed to others from users who have temporary ones. */
  readonly #parked = new Map<string, Properties>();
  #listener: () => void = () => undefined;
  readonly #writes = new Map<string, Promise<unknown>>();
  /** Counts the changes that can make a value free. */
  #clock = 0;

  constructor(activity: Activity, quietMs?: number) {
    this.#activity = activity;
    this.calls = new EngineCalls(activity, quietMs);
  }

  /** The engine compares a user with the program, or has created it. */
  compare(id: string, state: Properties, declared: Properties): void {
    this.#compared.set(id, {
      state: pick(state, uniqueUserFields),
      declared: pick(declared, uniqueUserFields),
      unconfirmed: unconfirmedFields(state),
    });
  }

  /** The user stays until another one with the same values is created. */
  replace(id: string): void {
    this.#replaced.add(id);
  }

  /** Whether a resource of this run has the user. */
  isKnown(id: string): boolean {
    return this.#compared.has(id);
  }

  /** The unique values that this run declares of a user. */
  declaredOf(id: string): Properties {
    return this.#compared.get(id)?.declared ?? {};
  }

  /** What becomes of the values that a user has in these fields. */
  prospectOf(id: string, values: Properties): Prospect {
    const known = this.#compared.get(id);
    if (known === undefined || Object.values(known.declared).some(isUnknown)) return "unknown";
    if (this.#replaced.has(id)) return "replaced";
    const names = uniqueUserFields.filter((name) => values[name] !== undefined);
    if (names.some((name) => isSame(userFields[name], known.declared[name], values[name]))) return "kept";
    if (!names.every((name) => givesUp(known, name, values[name]))) return "foreign";
    if (this.#running.has(id)) return "running";
    return this.#ended.has(id) ? "over" : "pending";
  }

  /** Runs the operation that makes a user what is declared; nothing is declared of a user who is deleted. */
  async run<Result>(
    id: string,
    { state, declared }: Pick<Comparison, "declared" | "state">,
    operation: (turn: Turn) => Promise<Result>,
  ): Promise<Result> {
    const turn = new Turn();
    this.compare(id, state, declared);
    this.#replaced.delete(id);
    this.#running.set(id, turn);
    try {
      const result = await operation(turn);
      this.#parked.delete(id);
      return result;
    } finally {
      this.#running.delete(id);
      this.#ended.set(id, ++this.#clock);
      turn.end();
    }
  }

  /**
   * Waits until the operation on a user has ended. False where none is running, or where it waits for this one: then a
   * wait would never end.
   */
  async waitFor(id: string, turn: Turn): Promise<boolean> {
    const other = this.#running.get(id);
    if (other === undefined || other.isHeldUpBy(turn)) return false;
    await this.#activity.pause(turn.waitFor(other));
    return true;
  }

  /** Runs a write of a user, after those that are under way. */
  async exclusively<Result>(id: string, write: () => Promise<Result>): Promise<Result> {
    const before = this.#writes.get(id) ?? Promise.resolve();
    const writing = before.then(write);
    const settled = writing.catch(() => undefined);
    this.#writes.set(id, settled);
    try {
      return await writing;
    } finally {
      if (this.#writes.get(id) === settled) this.#writes.delete(id);
    }
  }

  /** Notes that a user has temporary values instead of these, until its own operation is done. */
  park(id: string, values: Properties): void {
    this.#clock += 1;
    this.#parked.set(id, { ...this.#parked.get(id), ...values });
    this.#listener();
    this.#listener = () => undefined;
  }

  /** Calls `listener` when the first user gets a temporary value. */
  onFirstParked(listener: () => void): void {
    this.#listener = listener;
  }

  /** The users who still have a temporary value. */
  get parked(): readonly string[] {
    return [...this.#parked.keys()];
  }

  /** Whether a value that passed to another user turns out to be declared still. */
  hasLostDeclared(id: string, declared: Properties): boolean {
    const lost = this.#parked.get(id) ?? {};
    return uniqueUserFields.some(
      (name) => lost[name] !== undefined && isSame(userFields[name], lost[name], declared[name]),
    );
  }

  /** The time by changes that can make a value free. */
  now(): number {
    return this.#clock;
  }

  hasChangedSince(time: number): boolean {
    return this.#clock > time;
  }

  /** Whether the operation on a user has ended after this time. */
  hasEndedSince(id: string, time: number): boolean {
    return (this.#ended.get(id) ?? 0) > time;
  }
}

function givesUp({ state, unconfirmed }: Comparison, name: UniqueField, value: unknown): boolean {
  return unconfirmed.includes(name) || isSame(userFields[name], state[name], value);
}
