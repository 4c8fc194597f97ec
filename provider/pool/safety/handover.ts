import type { Edge } from "../../../model/rules/edges.js";
import { holderKey } from "../../../model/rules/holder.js";
import { noOtherProcesses, type OtherProcesses } from "../../process/run-peers.js";

/**
 * The order in which codes are given and taken. A resource that was renamed in the program gives, and then the one with
 * the previous name would take away: a code that the program still declares is not taken.
 */
export class Handover {
  readonly #declared = new Set<string>();
  #others: OtherProcesses = noOtherProcesses;
  readonly #taking = new Map<string, Promise<unknown>>();

  /** Lets this run heed what resources of other processes declare. */
  heed(others: OtherProcesses): void {
    this.#others = others;
  }

  /** Whether a resource of this process declares an edge, by the name under which other processes ask. */
  isDeclared(name: string): boolean {
    return this.#declared.has(name);
  }

  /** Notes what a resource of the program holds. */
  declare(edges: readonly Edge[]): void {
    for (const edge of edges) this.#declared.add(keyOf(edge));
  }

  /** Gives, after any removal of the same that is under way. */
  async give<Result>(edges: readonly Edge[], write: () => Promise<Result>): Promise<Result> {
    this.declare(edges);
    await Promise.all(edges.flatMap((edge) => this.#taking.get(keyOf(edge)) ?? []));
    return await write();
  }

  /** Takes what no resource of this run declares. */
  async take<Result>(
    edges: readonly Edge[],
    write: (edges: readonly Edge[]) => Promise<Result>,
  ): Promise<Result> {
    const elsewhere = await this.#declaredElsewhere(edges);
    const undeclared = edges.filter(
      (edge) => !this.#declared.has(keyOf(edge)) && !elsewhere.has(keyOf(edge)),
    );
    const keys = undeclared.map(keyOf);
    const writing = write(undeclared);
    const settled = writing.catch(() => undefined);
    for (const key of keys) this.#taking.set(key, settled);
    try {
      return await writing;
    } finally {
      for (const key of keys) if (this.#taking.get(key) === settled) this.#taking.delete(key);
    }
  }

  async #declaredElsewhere(edges: readonly Edge[]): Promise<ReadonlySet<string>> {
    return this.#others.exist ? await this.#others.declared(edges.map(keyOf)) : new Set();
  }
}

function keyOf({ kind, holder, code, scope }: Edge): string {
  return JSON.stringify([kind, holderKey(holder), code, scope]);
}
