import type { CustomDataType, CustomField, SetCustomFieldInput } from "../../sdk/index.js";
import type { Activity } from "./batching/activity.js";
import type { EngineCalls } from "./safety/engine-calls.js";
import type { Definitions } from "./writing/user-field-api.js";

/** The types of the custom fields of users, by key. */
export type FieldTypes = ReadonlyMap<string, CustomDataType>;

/**
 * The custom fields of users in the pool: read once in a run, and again after a change of the run's own. A field that
 * a resource of this run is about to define is waited for.
 */
export class UserCustomFields implements Definitions {
  readonly #definitions: Definitions;
  readonly #calls: EngineCalls;
  readonly #activity: Activity;
  #known: Promise<FieldTypes> | undefined;
  /** The second reading, for a key that the first one does not have. */
  #again: Promise<FieldTypes> | undefined;
  /** Fields that resources of this run are to define, by key; with the end of that once it has begun. */
  readonly #expected = new Map<string, Promise<unknown> | undefined>();
  readonly #settled = new Set<string>();

  constructor(definitions: Definitions, calls: EngineCalls, activity: Activity) {
    this.#definitions = definitions;
    this.#calls = calls;
    this.#activity = activity;
  }

  /** The program declares a field that the state does not know. */
  expect(key: string): void {
    if (!this.#settled.has(key) && !this.#expected.has(key)) this.#expected.set(key, undefined);
  }

  /** Runs the operation that defines a field: those who need the field wait for its end. */
  async whileDefining<Result>(key: string, define: () => Promise<Result>): Promise<Result> {
    const defining = define();
    this.#expected.set(key, defining);
    try {
      return await defining;
    } finally {
      this.#expected.delete(key);
      this.#settled.add(key);
    }
  }

  /**
   * The types of all fields. Fields that this run is to define, and that the keys need, are defined before. The list has no
   * total by which a cut one would be noticed, so for a missing key it is read once more.
   */
  async typesFor(keys: readonly string[]): Promise<FieldTypes> {
    const known = await this.#types();
    const missing = keys.filter((key) => !known.has(key));
    if (missing.length === 0) return known;
    await this.#defined(missing);
    const now = await this.#types();
    if (missing.every((key) => now.has(key))) return now;
    return await (this.#again ??= this.#readAgain());
  }

  /** Whether a resource of this run declares the field and has not defined it. */
  isExpected(key: string): boolean {
    return this.#expected.has(key);
  }

  async list(): Promise<CustomField[]> {
    return await this.#definitions.list();
  }

  async set(input: SetCustomFieldInput): Promise<CustomField> {
    return await this.#changing(() => this.#definitions.set(input));
  }

  async remove(key: string): Promise<void> {
    await this.#changing(() => this.#definitions.remove(key));
  }

  /** Waits for those of the fields that resources of this run are to define. One that does not begin is not waited for. */
  async #defined(keys: readonly string[]): Promise<void> {
    const isToBegin = (key: string): boolean =>
      this.#expected.has(key) && this.#expected.get(key) === undefined;
    await this.#calls.whileOpen(() => keys.some(isToBegin));
    const running = keys.flatMap((key) => this.#expected.get(key) ?? []);
    if (running.length > 0) await this.#activity.pause(Promise.allSettled(running));
  }

  async #changing<Result>(change: () => Promise<Result>): Promise<Result> {
    try {
      return await change();
    } finally {
      this.#known = undefined;
      this.#again = undefined;
    }
  }

  async #readAgain(): Promise<FieldTypes> {
    try {
      this.#known = undefined;
      return await this.#types();
    } catch (error) {
      this.#again = undefined;
      throw error;
    }
  }

  async #types(): Promise<FieldTypes> {
    for (;;) {
      const reading = (this.#known ??= this.#read());
      const known = await reading;
      // What was read before a change of our own is read again.
      if (this.#known === reading) return known;
    }
  }

  async #read(): Promise<FieldTypes> {
    try {
      return new Map((await this.list()).map(({ key, dataType }) => [key, dataType]));
    } catch (error) {
      this.#known = undefined;
      throw error;
    }
  }
}
