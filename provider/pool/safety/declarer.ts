import { type Properties, resourceNameKey } from "../../../model/rules/record.js";
import { parseUrn } from "../../../model/rules/urn.js";

/** A resource of the program. Under parents of different types, several may have one name. */
export interface Declarer {
  readonly name: string;
  /** From the outermost; empty at the top level. */
  readonly parents: string;
}

/** Who declares checked properties. Undefined where the class of an earlier release does not say it. */
export function declarerOf(news: Properties): Declarer | undefined {
  const handedOver = news[resourceNameKey];
  const parts: readonly unknown[] = Array.isArray(handedOver) ? handedOver : [handedOver];
  const [name, ...parents] = parts;
  return typeof name === "string" ? { name, parents: parents.join(" > ") } : undefined;
}

/** The resource of a URN. */
export function declarerIn(urn: string): Declarer {
  const { name, parents } = parseUrn(urn);
  return { name, parents: parents.join(" > ") };
}

export function isSameDeclarer(one: Declarer, other: Declarer): boolean {
  return one.name === other.name && one.parents === other.parents;
}

export function declarerLabel({ name, parents }: Declarer): string {
  return parents === "" ? name : `${name} (in ${parents})`;
}

/** How a message about one resource names another: it tells resources with one name apart. */
export function labelBeside(other: Declarer, own: Declarer): string {
  if (other.name !== own.name || other.parents === own.parents) return declarerLabel(other);
  return `${other.name} (${placeOf(other)}; this one is ${placeOf(own)})`;
}

function placeOf({ parents }: Declarer): string {
  return parents === "" ? "at the top level" : `in ${parents}`;
}
