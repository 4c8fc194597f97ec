/** The id of a holder and the id of its target. */
export type Edge = [holder: string, target: string];

/** Relations that can be read from both ends: users and their groups, users and their roles, holders and their policies. */
export class Edges {
  /** Every edge in the order in which it was added; those of one holder or target have the same order. */
  readonly #all = new Map<string, Edge>();
  readonly #targetsOf = new Map<string, Set<string>>();
  readonly #holdersOf = new Map<string, Set<string>>();

  has(holder: string, target: string): boolean {
    return this.#targetsOf.get(holder)?.has(target) ?? false;
  }

  add(holder: string, target: string): void {
    if (this.has(holder, target)) return;
    this.#all.set(keyOf(holder, target), [holder, target]);
    connect(this.#targetsOf, holder, target);
    connect(this.#holdersOf, target, holder);
  }

  remove(holder: string, target: string): void {
    this.#all.delete(keyOf(holder, target));
    disconnect(this.#targetsOf, holder, target);
    disconnect(this.#holdersOf, target, holder);
  }

  all(): Edge[] {
    return [...this.#all.values()];
  }

  /** The targets of a holder, in the order in which they were added. */
  targetsOf(holder: string): string[] {
    return [...(this.#targetsOf.get(holder) ?? [])];
  }

  /** The holders of a target, in the order in which they were added. */
  holdersOf(target: string): string[] {
    return [...(this.#holdersOf.get(target) ?? [])];
  }

  removeHolder(holder: string): void {
    for (const target of this.targetsOf(holder)) this.remove(holder, target);
  }

  removeTarget(target: string): void {
    for (const holder of this.holdersOf(target)) this.remove(holder, target);
  }
}

/** No id contains a space, so a space separates them. */
function keyOf(holder: string, target: string): string {
  return `${holder} ${target}`;
}

function connect(sets: Map<string, Set<string>>, from: string, to: string): void {
  const set = sets.get(from);
  if (set) set.add(to);
  else sets.set(from, new Set([to]));
}

function disconnect(sets: Map<string, Set<string>>, from: string, to: string): void {
  const set = sets.get(from);
  set?.delete(to);
  if (set?.size === 0) sets.delete(from);
}
