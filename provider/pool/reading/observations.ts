import type { UserSnapshot } from "../../../sdk/index.js";
import type { UserQuery } from "./question.js";

/** How long an observation may answer a read. A run is no transaction, but it should not report last hour's pool. */
const maxAgeMs = 5 * 60_000;

interface Observation {
  readonly snapshot: UserSnapshot;
  readonly observedAt: number;
}

/**
 * What this process has read of people and nobody has asked for yet: the groups that came with a person's fields, or
 * the people that came with a page of the pool. It answers later reads, but never with what was read before a write of
 * our own, and it never says that somebody is not there.
 */
export class Observations {
  readonly #observations = new Map<string, Observation>();
  readonly #lastWrites = new Map<string, number>();
  #clock = 0;

  /** A mark of now, to hand in with what is read from now on. */
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

  /** The observation that answers the question in full, if there is one. */
  answer(question: UserQuery): UserSnapshot | undefined {
    const observation = this.#observations.get(question.id);
    if (observation === undefined || performance.now() - observation.observedAt > maxAgeMs) return undefined;
    return covers(observation.snapshot, question) ? observation.snapshot : undefined;
  }

  /** Runs a write; what was observed of these people before its end answers nobody. */
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
