import type { UserSnapshot } from "../sdk/index.js";
import { compareGone, compareUser } from "./compare/compare.js";
import { Coverage } from "./compare/coverage.js";
import type { ManagedPool } from "./compare/managed-pool.js";
import type { Difference } from "./finding/finding.js";
import { findingId } from "./finding/finding-id.js";
import { type IgnoreRule, rulesFor } from "./policy/ignore.js";

/** Compares the users of a pool with the states, one by one and each once. It keeps only what differs. */
export class Comparison {
  readonly differences: Difference[] = [];
  /** The ids of the differences that a rule leaves out. */
  readonly ignoredIds: string[] = [];
  readonly coverage = new Coverage();
  readonly #managed: ManagedPool;
  readonly #ignore: readonly IgnoreRule[];
  readonly #compared = new Set<string>();
  readonly #matched = new Set<IgnoreRule>();

  constructor(managed: ManagedPool, ignore: readonly IgnoreRule[]) {
    this.#managed = managed;
    this.#ignore = ignore;
  }

  get hasBegun(): boolean {
    return this.#compared.size > 0;
  }

  add(user: UserSnapshot): void {
    if (this.#compared.has(user.id)) return;
    this.#compared.add(user.id);
    const found = compareUser(this.#managed, user);
    const ignored = found.filter((difference) => {
      const rules = rulesFor(this.#ignore, difference);
      for (const rule of rules) this.#matched.add(rule);
      return rules.length > 0;
    });
    this.coverage.count(user, this.#managed.of(user.id), ignored);
    this.ignoredIds.push(...ignored.map(findingId));
    this.differences.push(...found.filter((difference) => !ignored.includes(difference)));
  }

  /** The service says that there is no such user. */
  addGone(userId: string): void {
    this.differences.push(...compareGone(this.#managed, userId));
  }

  /** The users of the states that were not compared. */
  unseen(): string[] {
    return [...this.#managed.userIds()].filter((id) => !this.#compared.has(id));
  }

  /** The rules that matched nothing. */
  idleRules(): IgnoreRule[] {
    return this.#ignore.filter((rule) => !this.#matched.has(rule));
  }
}
