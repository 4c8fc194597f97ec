/** One group, or one role of one namespace, of one person. */
export interface Edge {
  readonly kind: "group" | "role";
  readonly userId: string;
  readonly code: string;
  readonly namespace?: string | undefined;
}

/**
 * What the resources of this run have taken into their hands. The engine creates and updates before it deletes, so a
 * resource that got another name in the program gives, and then the one with the former name would take away: what
 * was given in this run is not taken in it, and a person who was created or adopted in it is not removed in it.
 */
export class RunLedger {
  readonly #people = new Set<string>();
  readonly #given = new Set<string>();
  readonly #taking = new Map<string, Promise<unknown>>();

  /** Takes a person into the hands of one resource; false when another one of this run has done so already. */
  claimPerson(id: string): boolean {
    if (this.#people.has(id)) return false;
    this.#people.add(id);
    return true;
  }

  isClaimed(id: string): boolean {
    return this.#people.has(id);
  }

  /** Gives, after whatever is being taken of the same. */
  async give<Result>(edges: readonly Edge[], write: () => Promise<Result>): Promise<Result> {
    const keys = edges.map(keyOf);
    for (const key of keys) this.#given.add(key);
    await Promise.all(keys.flatMap((key) => this.#taking.get(key) ?? []));
    return await write();
  }

  /** Takes what this run has not given. */
  async take<Result>(
    edges: readonly Edge[],
    write: (edges: readonly Edge[]) => Promise<Result>,
  ): Promise<Result> {
    const foreign = edges.filter((edge) => !this.#given.has(keyOf(edge)));
    const keys = foreign.map(keyOf);
    const writing = write(foreign);
    const settled = writing.catch(() => undefined);
    for (const key of keys) this.#taking.set(key, settled);
    try {
      return await writing;
    } finally {
      for (const key of keys) if (this.#taking.get(key) === settled) this.#taking.delete(key);
    }
  }
}

function keyOf({ kind, userId, code, namespace }: Edge): string {
  return JSON.stringify([kind, userId, code, namespace]);
}
