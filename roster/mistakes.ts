import { printable } from "../model/rules/printable.js";
import { inOrder, type Mistake, type Place } from "./place.js";
import { placeOf, type Spot } from "./reading/written.js";

/** Gathers mistakes, each of them once. */
export class Mistakes {
  readonly #found = new Map<string, Mistake>();

  get count(): number {
    return this.#found.size;
  }

  add(where: Spot | Place, message: string, details: Pick<Mistake, "line" | "others"> = {}): void {
    const place = "offset" in where ? placeOf(where) : where;
    const key = JSON.stringify([place, message]);
    if (!this.#found.has(key)) this.#found.set(key, { place, message, ...details });
  }

  /** All of them, by file and line. */
  sorted(): Mistake[] {
    return [...this.#found.values()].sort((one, other) => inOrder(one.place, other.place));
  }
}

const longest = 60;

/** Written text in a sentence: in quotes, on one line, and not longer than a sentence can bear. */
export function quoted(text: string): string {
  const points = Array.from(text.slice(0, 2 * longest));
  const isLong = text.length > points.join("").length || points.length > longest;
  return `"${printable(isLong ? `${points.slice(0, longest).join("")}…` : text)}"`;
}
