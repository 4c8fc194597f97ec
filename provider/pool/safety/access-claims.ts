import type { CheckFailure } from "../../../model/rules/check-inputs.js";
import { type Claim, topicOfCode, topicOfHolder } from "../../../model/rules/claims.js";
import type { Edge } from "../../../model/rules/edges.js";
import { holderKey } from "../../../model/rules/holder.js";
import type { KindName } from "../../../model/schema/index.js";
import { type Declarer, labelBeside } from "./declarer.js";

interface Claimant extends Declarer {
  readonly kind: KindName;
}

/** A claim, with its edges by their keys. */
interface Noted extends Claim {
  readonly by: Claimant;
  readonly keys: ReadonlyMap<string, Edge>;
}

type ByName = Map<string, Noted>;

/**
 * Which resources of a run declare who has what. Groups of a user may be declared from both sides: by a resource of the
 * user, and by one of the group. Where two declare the same, or one declares what another says is not there, each would
 * undo what the other sets.
 */
export class AccessClaims {
  /** By what they are about. */
  readonly #topics = new Map<string, ByName>();
  /** The claims of holders, by each code in them; and those of codes, by each user in them. */
  readonly #crossing = new Map<string, ByName>();
  readonly #byName = new Map<string, Noted[]>();

  /** Notes what a resource declares, and finds the others. The engine may check one resource twice. */
  note(by: Claimant, claims: readonly Claim[]): CheckFailure[] {
    const name = JSON.stringify([by.kind, by.name, by.parents]);
    this.#forget(name);
    const noted = claims.map((claim) => ({
      ...claim,
      by,
      keys: new Map(claim.edges.map((edge) => [JSON.stringify([holderKey(edge.holder), edge.code]), edge])),
    }));
    this.#byName.set(name, noted);
    return noted.flatMap((claim) => this.#noteOne(name, claim));
  }

  #noteOne(name: string, claim: Noted): CheckFailure[] {
    const others: ByName = new Map(this.#topics.get(claim.topic));
    for (const edge of claim.edges) {
      for (const [other, crossing] of this.#topics.get(crossTopic(claim, edge)) ?? [])
        others.set(other, crossing);
    }
    if (claim.exhaustive) {
      for (const [other, crossing] of this.#crossing.get(claim.topic) ?? []) others.set(other, crossing);
    }
    this.#add(name, claim);
    return [...others].flatMap(([other, declared]) => (other === name ? [] : conflict(claim, declared)));
  }

  #add(name: string, claim: Noted): void {
    put(this.#topics, claim.topic, name, claim);
    for (const edge of claim.edges) put(this.#crossing, crossTopic(claim, edge), name, claim);
  }

  #forget(name: string): void {
    for (const claim of this.#byName.get(name) ?? []) {
      this.#topics.get(claim.topic)?.delete(name);
      for (const edge of claim.edges) this.#crossing.get(crossTopic(claim, edge))?.delete(name);
    }
  }
}

/** What an edge is about when it is seen from its other side. */
function crossTopic(claim: Claim, edge: Edge): string {
  return claim.of === "holder" ? topicOfCode(edge) : topicOfHolder(edge);
}

function put(index: Map<string, ByName>, topic: string, name: string, claim: Noted): void {
  index.set(topic, (index.get(topic) ?? new Map<string, Noted>()).set(name, claim));
}

/** Whether a claim is complete, and the other one declares something that it is about. */
function denies(claim: Noted, other: Noted): boolean {
  if (!claim.exhaustive) return false;
  return claim.topic === other.topic || other.edges.some((edge) => crossTopic(other, edge) === claim.topic);
}

function conflict(claim: Noted, declared: Noted): CheckFailure[] {
  const shared = [...claim.keys].filter(([key]) => declared.keys.has(key)).map(([, edge]) => edge);
  const isExhaustive = denies(claim, declared) || denies(declared, claim);
  if (shared.length === 0 && !isExhaustive) return [];
  const names = shared.map(({ code, holder }) => (claim.of === "holder" ? code : holder.id));
  const cause = isExhaustive ? "one of them is exhaustive" : `both declare ${names.join(", ")}`;
  const { kind } = declared.by;
  const label = labelBeside(declared.by, claim.by);
  const other = kind === claim.by.kind ? label : `${kind} ${label}`;
  const reason =
    `the ${claim.topic} are also declared by ${other} (${cause}). Each resource would undo what the other sets. Declare them ` +
    "in one resource";
  return [{ property: claim.property, reason }];
}
