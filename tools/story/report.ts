import { isDeepStrictEqual } from "node:util";
import type { Step } from "../engine/events.js";

/** The engine's own line for a completed resource, such as ` +  pulumi-nodejs:dynamic/approw:User ada created (0.02s)`. */
const doneLine = /^ (.{2,3}) pulumi-nodejs:dynamic\/approw:(\S+ \S+ (?:created|updated|deleted|replaced).*)$/;

/** Such as `+  User ada created (0.02s)`; undefined for all other lines of the engine. */
export function toDoneLine(line: string): string | undefined {
  const [, sign, rest] = doneLine.exec(line) ?? [];
  return sign === undefined || rest === undefined ? undefined : `${sign} ${rest.trimEnd()}`;
}

/** The changes of a step, such as `nickname: "Ada" => "Enchantress"`. */
export function toChangeLines({ before = {}, after = {} }: Step): string[] {
  return Object.keys({ ...before, ...after })
    .filter((key) => !isDeepStrictEqual(before[key], after[key]))
    .map((key) => `${key}: ${toText(before[key])} => ${toText(after[key])}`);
}

/** The engine's operations in the words of its summary. */
const pastWords: Record<string, string> = {
  create: "created",
  update: "updated",
  same: "unchanged",
  delete: "deleted",
};

/** Such as `8 unchanged, 1 updated`. The most frequent comes first, as in `countRequests`. */
export function countOperations(steps: readonly Step[]): string {
  const counts: Record<string, number> = {};
  for (const { op } of steps) {
    const word = pastWords[op] ?? op;
    counts[word] = (counts[word] ?? 0) + 1;
  }
  return listCounts(counts);
}

/** Such as `4 requests: 3 createUser, 1 accessToken`. */
export function countRequests(byOperation: Record<string, number>): string {
  const total = Object.values(byOperation).reduce((sum, count) => sum + count, 0);
  if (total === 0) return "no request";
  return `${total} ${total === 1 ? "request" : "requests"}: ${listCounts(byOperation)}`;
}

function listCounts(counts: Record<string, number>): string {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .sort(([, some], [, other]) => other - some)
    .map(([name, count]) => `${count} ${name}`)
    .join(", ");
}

function toText(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}
