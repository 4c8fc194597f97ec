/** An object with a code for users, which can change, and an id for the emulator, which cannot. */
interface Coded {
  id: string;
  code: string;
}

/** Groups, roles or policies in the order of their creation, found by id and by the key from `keyOf`. */
export class CodedStore<T extends Coded> {
  readonly #byId = new Map<string, T>();
  readonly #idByKey = new Map<string, string>();
  readonly #keyOf: (record: Omit<T, "id">) => string;

  constructor(keyOf: (record: Omit<T, "id">) => string) {
    this.#keyOf = keyOf;
  }

  get(id: string): T | undefined {
    return this.#byId.get(id);
  }

  findByKey(key: string): T | undefined {
    const id = this.#idByKey.get(key);
    return id === undefined ? undefined : this.#byId.get(id);
  }

  /** Adds the record, or replaces the one with its id. */
  put(record: T): void {
    const before = this.#byId.get(record.id);
    if (before) this.#idByKey.delete(this.#keyOf(before));
    this.#byId.set(record.id, record);
    this.#idByKey.set(this.#keyOf(record), record.id);
  }

  remove(record: T): void {
    this.#byId.delete(record.id);
    this.#idByKey.delete(this.#keyOf(record));
  }

  all(): T[] {
    return [...this.#byId.values()];
  }
}
