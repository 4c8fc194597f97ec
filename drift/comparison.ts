import type { UserSnapshot } from "../sdk/index.js";
import { compareGone, compareUser } from "./compare/compare.js";
import { comparePolicies } from "./compare/compare-grants.js";
import { compareObjects } from "./compare/compare-objects.js";
import { Coverage } from "./compare/coverage.js";
import type { ObjectSet } from "./compare/managed-objects.js";
import type { ManagedPool } from "./compare/managed-pool.js";
import type { Difference } from "./finding/finding.js";
import { findingId } from "./finding/finding-id.js";
import type { HolderOfPolicies, PoliciesHeld } from "./holder-of-policies.js";
import type { ObservedObject } from "./observed-object.js";
import { type IgnoreRule, rulesFor } from "./policy/ignore.js";

/** Compares users and objects of a pool with the states, each once. It keeps only what differs. */
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
    const ignored = this.#keep(compareUser(this.#managed, user));
    this.coverage.count(user, this.#managed.of(user.id), ignored);
  }

  /** All objects of a set that the service has. */
  addObjects(set: ObjectSet, observed: readonly ObservedObject[]): void {
    for (const compared of compareObjects(set, observed)) {
      const ignored = this.#keep(compared.differences);
      this.coverage.countObject(set.object, compared, ignored.length > 0);
    }
  }

  /** The policies of a group or role. */
  addPolicies(holder: HolderOfPolicies, held: PoliciesHeld): void {
    const compared = comparePolicies(holder, held, this.#managed.hiddenPolicies);
    this.#keep(compared.differences);
    this.coverage.countPolicies(compared);
  }

  /** The service says that there is no such user. */
  addGone(userId: string): void {
    this.differences.push(...compareGone(this.#managed, userId));
  }

  /** The users of the states that were not compared. */
  unseen(): string[] {
    return [...this.#managed.userIds()].filter((id) => !this.#compared.has(id));
  }

  /** Keeps what no rule leaves out, and returns the rest. */
  #keep(found: readonly Difference[]): Difference[] {
    const ignored = found.filter((difference) => {
      const rules = rulesFor(this.#ignore, difference);
      for (const rule of rules) this.#matched.add(rule);
      return rules.length > 0;
    });
    this.ignoredIds.push(...ignored.map(findingId));
    this.differences.push(...found.filter((difference) => !ignored.includes(difference)));
    return ignored;
  }

  /** The rules that matched nothing. */
  idleRules(): IgnoreRule[] {
    return this.#ignore.filter((rule) => !this.#matched.has(rule));
  }
}
