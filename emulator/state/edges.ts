/** Who holds what, readable from both ends: users and their groups, users and their roles. */
export class Edges {
  readonly #targetsOf = new Map<string, Set<string>>();
  readonly #holdersOf = new Map<string, Set<string>>();

  has(holder: string, target: string): boolean {
    return this.#targetsOf.get(holder)?.has(target) ?? false;
  }

  add(holder: string, target: string): void {
    connect(this.#targetsOf, holder, target);
    connect(this.#holdersOf, target, holder);
  }

  remove(holder: string, target: string): void {
    disconnect(this.#targetsOf, holder, target);
    disconnect(this.#holdersOf, target, holder);
  }

  /** What a holder has, in the order in which it came. */
  targetsOf(holder: string): string[] {
    return [...(this.#targetsOf.get(holder) ?? [])];
  }

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
