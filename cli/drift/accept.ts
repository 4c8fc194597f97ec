import { closest } from "../../model/rules/closest.js";
import type { Acceptance } from "./policy.js";

/** Something about the policy file or the ignore rules that their readers should know. */
interface Notice {
  /** `file:line:column`, or an option. */
  readonly place: string;
  readonly message: string;
}

/** What a review has found, by id. */
interface Identified {
  readonly findingIds: ReadonlySet<string>;
  /** What is not listed, because it is of no weight. */
  readonly silencedIds: ReadonlySet<string>;
}

/** Which findings are accepted on a day, and which acceptances do nothing. */
export interface Accepted {
  readonly byFinding: ReadonlyMap<string, Acceptance>;
  readonly notices: readonly Notice[];
}

/** An acceptance counts to the end of its day. What it does not fit any more is a finding again, and said so. */
export function accept(
  { findingIds, silencedIds }: Identified,
  acceptances: readonly Acceptance[],
  now: Date,
): Accepted {
  const today = now.toISOString().slice(0, 10);
  const fitting = acceptances.filter(({ finding }) => findingIds.has(finding));
  const expired = fitting.filter(({ until }) => until < today);
  const needless = acceptances.filter(({ finding }) => silencedIds.has(finding));
  const unused = acceptances.filter(({ finding }) => !findingIds.has(finding) && !silencedIds.has(finding));
  return {
    byFinding: new Map(
      fitting.filter(({ until }) => until >= today).map((acceptance) => [acceptance.finding, acceptance]),
    ),
    notices: [
      ...expired.map(({ place, finding, until }) => ({
        place,
        message: `the acceptance of ${finding} expired on ${until}`,
      })),
      ...needless.map(({ place, finding }) => ({
        place,
        message: `${finding} needs no acceptance: its severity is none`,
      })),
      ...unused.map(({ place, finding }) => ({ place, message: unusedMessage(finding, [...findingIds]) })),
    ],
  };
}

/** Most often the drift is repaired; else what was found has changed since. */
function unusedMessage(finding: string, findingIds: readonly string[]): string {
  const about = finding.split("/").slice(0, 2).join("/");
  const alike = findingIds.filter((id) => id === about || id.startsWith(`${about}/`));
  const successor =
    alike.find((id) => withoutDigest(id) === withoutDigest(finding)) ?? closest(finding, alike);
  const hint = successor === undefined ? "take the acceptance out" : `what is found now is ${successor}`;
  return `nothing is found any more as ${finding}: ${hint}`;
}

/** What a finding is about, whatever was found there. */
function withoutDigest(id: string): string {
  return id.replace(/\/[\da-f]{32}$/u, "");
}
