import type { UserSnapshot } from "../../../sdk/index.js";
import type { UserQuery } from "./user-query.js";

/** How long an observation may answer a read. A run is not a transaction, but it must not report last hour's pool. */
const maxAgeMs = 5 * 60_000;

interface Observation {
  readonly snapshot: UserSnapshot;
  readonly observedAt: number;
}

/**
 * What this process has read of users, such as the groups that came with a user's fields, or all users of a page. It
 * answers later reads, but never with what was read before a write of our own, and it never says that a user is gone.
 */
export class Observations {
  readonly #observations = new Map<string, Observation>();
  readonly #lastWrites = new Map<string, number>();
  #clock = 0;

  /** The time by writes: pass it to `keep` with whatever is read from now on. */
  mark(): number {
    return this.#clock;
  }

  keep(snapshots: Iterable<UserSnapshot>, readSince: number): void {
    const observedAt = performance.now();
    for (const snapshot of snapshots) {
      if ((this.#lastWrites.get(snapshot.id) ?? -1) < readSince) {
        this.#observations.set(snapshot.id, { snapshot, observedAt });
      }
    }
  }

  /** The observation that answers the query in full, if there is one. */
  answer(query: UserQuery): UserSnapshot | undefined {
    const observation = this.#observations.get(query.id);
    if (observation === undefined || performance.now() - observation.observedAt > maxAgeMs) return undefined;
    return covers(observation.snapshot, query) ? observation.snapshot : undefined;
  }

  /** Runs a write. Earlier observations of these users do not answer a read after it. */
  async duringWrite<Result>(ids: readonly string[], write: () => Promise<Result>): Promise<Result> {
    this.#forget(ids);
    try {
      return await write();
    } finally {
      this.#forget(ids);
    }
  }

  #forget(ids: readonly string[]): void {
    this.#clock += 1;
    for (const id of ids) {
      this.#observations.delete(id);
      this.#lastWrites.set(id, this.#clock);
    }
    this.#clock += 1;
  }
}

function covers(snapshot: UserSnapshot, { fields = [], groups, roleNamespace }: UserQuery): boolean {
  return (
    fields.every((name) => snapshot.fields[name] !== undefined) &&
    (!groups || snapshot.groups !== undefined) &&
    (roleNamespace === undefined || snapshot.roles?.[roleNamespace] !== undefined)
  );
}
