/** One group, or one role of one namespace, of one person. */
export interface Edge {
  readonly kind: "group" | "role";
  readonly userId: string;
  readonly code: string;
  readonly namespace?: string | undefined;
}

/** What a resource of the program wants to hold. */
export type Claim =
  | {
      /** The unique fields of a person, as one text: who declares the same is the same resource. */
      readonly person: string;
    }
  | { readonly edges: readonly Edge[] };

/**
 * What the resources of this run have taken into their hands. The engine creates and updates before it deletes, so a
 * resource that got another name in the program gives, and then the one with the former name would take away: what the
 * program still declares is not taken, and a person who is still declared is not removed.
 *
 * What is in the state already is told by the engine's calls: it checks every resource of the program, and compares
 * those that it knows, while a refresh only compares.
 */
export class RunLedger {
  /** The resource that holds a person, by the person's id: what its claim says. */
  readonly #people = new Map<string, string>();
  /** The person whom a resource holds. */
  readonly #idsOf = new Map<string, string>();
  readonly #met = new Set<string>();
  readonly #given = new Set<string>();
  readonly #taking = new Map<string, Promise<unknown>>();
  /** Resources that were checked as known to the state and not compared yet. */
  #expected = 0;

  /** The program declares a resource, which the state knows or which is to be created. */
  noteChecked(claim: Claim, isKnown: boolean): void {
    if (isKnown) this.#expected += 1;
    else if ("person" in claim) this.#release(claim.person);
  }

  /** The engine compares a resource. Returns false when another one of the program holds the same person. */
  noteCompared(id: string, claim: Claim, isReplaced: boolean): boolean {
    if (this.#expected === 0) return true;
    this.#expected -= 1;
    if (isReplaced) return true;
    // The engine may compare a resource twice.
    if ("person" in claim) return this.claimUser(id, claim.person) || this.#people.get(id) === claim.person;
    for (const edge of claim.edges) this.#given.add(keyOf(edge));
    return true;
  }

  /** Takes a person into the hands of one resource; false when one of this run has done so already. */
  claimUser(id: string, person: string): boolean {
    if (this.#people.has(id)) return false;
    this.#people.set(id, person);
    this.#idsOf.set(person, id);
    return true;
  }

  isClaimed(id: string): boolean {
    return this.#people.has(id);
  }

  /** Notes a person whom a resource of this run wanted to create, and who is there already. */
  meet(id: string): void {
    this.#met.add(id);
  }

  /** Whether somebody in this run wanted to create the person, and nobody holds the person. */
  isMet(id: string): boolean {
    return this.#met.has(id) && !this.isClaimed(id);
  }

  /** Gives, after whatever is being taken of the same. */
  async give<Result>(edges: readonly Edge[], write: () => Promise<Result>): Promise<Result> {
    const keys = edges.map(keyOf);
    for (const key of keys) this.#given.add(key);
    await Promise.all(keys.flatMap((key) => this.#taking.get(key) ?? []));
    return await write();
  }

  /** Takes what no resource of this run holds. */
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

  /** A resource that is compared and then checked as a new one is replaced: its own person is to go. */
  #release(person: string): void {
    const id = this.#idsOf.get(person);
    if (id !== undefined && this.#people.get(id) === person) this.#people.delete(id);
  }
}

function keyOf({ kind, userId, code, namespace }: Edge): string {
  return JSON.stringify([kind, userId, code, namespace]);
}
