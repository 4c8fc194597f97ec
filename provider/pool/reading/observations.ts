/** How long an observation may answer a read. A run is not a transaction, but it must not report last hour's pool. */
const maxAgeMs = 5 * 60_000;

interface Observation<Value> {
  readonly value: Value;
  readonly observedAt: number;
}

/**
 * What this process has read of the pool, such as the groups that came with a user's fields, or all users of a page. It
 * answers later reads, but never with what was read before a write of our own, and it never says that something is gone.
 */
export class Observations<Value> {
  readonly #observations = new Map<string, Observation<Value>>();
  readonly #lastWrites = new Map<string, number>();
  #clock = 0;

  /** The time by writes: pass it to `keep` with whatever is read from now on. */
  mark(): number {
    return this.#clock;
  }

  keep(read: Iterable<readonly [id: string, value: Value]>, readSince: number): void {
    const observedAt = performance.now();
    for (const [id, value] of read) {
      if ((this.#lastWrites.get(id) ?? -1) < readSince) this.#observations.set(id, { value, observedAt });
    }
  }

  /** What is known of it, if that is recent enough. */
  answer(id: string): Value | undefined {
    const observation = this.#observations.get(id);
    if (observation === undefined || performance.now() - observation.observedAt > maxAgeMs) return undefined;
    return observation.value;
  }

  /** Runs a write. Earlier observations of these ids do not answer a read after it. */
  async duringWrite<Result>(ids: readonly string[], write: () => Promise<Result>): Promise<Result> {
    this.forget(ids);
    try {
      return await write();
    } finally {
      this.forget(ids);
    }
  }

  /** Whatever was read until now does not answer a later read. */
  forget(ids: readonly string[]): void {
    this.#clock += 1;
    for (const id of ids) {
      this.#observations.delete(id);
      this.#lastWrites.set(id, this.#clock);
    }
    this.#clock += 1;
  }
}
