import { closest } from "../../model/rules/closest.js";
import { subjectInId, withoutDigest } from "../finding/finding-id.js";
import type { Acceptance, Policy } from "./policy.js";

/** A problem in the policy file or the ignore rules that does not stop the command. */
export interface Notice {
  /** `file:line:column`, or an option. */
  readonly place: string;
  readonly message: string;
}

/** What a report lists, by id. */
interface FoundIds {
  readonly findingIds: ReadonlySet<string>;
  /** What has the severity none and is not listed. */
  readonly silencedIds: ReadonlySet<string>;
  /** What messages call an entry of the report. */
  readonly noun?: string;
}

/** What is accepted on a day, and which acceptances have no effect. */
export interface Accepted {
  readonly byFinding: ReadonlyMap<string, Acceptance>;
  readonly notices: readonly Notice[];
}

/** The acceptances of entries of these kinds: one policy file serves all reports. */
export function acceptancesOf(
  kinds: Readonly<Record<string, unknown>>,
  { acceptances }: Policy,
): Acceptance[] {
  return acceptances.filter(({ finding }) => Object.hasOwn(kinds, finding.split("/")[0] ?? ""));
}

/** An acceptance is valid to the end of its day. One that matches nothing any more is reported. */
export function accept(
  { findingIds, silencedIds, noun = "finding" }: FoundIds,
  acceptances: readonly Acceptance[],
  now: Date,
): Accepted {
  const today = now.toISOString().slice(0, 10);
  const matching = acceptances.filter(({ finding }) => findingIds.has(finding));
  const expired = matching.filter(({ until }) => until < today);
  const needless = acceptances.filter(({ finding }) => silencedIds.has(finding));
  const unused = acceptances.filter(({ finding }) => !findingIds.has(finding) && !silencedIds.has(finding));
  return {
    byFinding: new Map(
      matching.filter(({ until }) => until >= today).map((acceptance) => [acceptance.finding, acceptance]),
    ),
    notices: [
      ...expired.map(({ place, finding, until }) => ({
        place,
        message: `the acceptance of ${finding} expired on ${until}`,
      })),
      ...needless.map(({ place, finding }) => ({
        place,
        message: `${finding} needs no acceptance because its severity is none; remove the acceptance`,
      })),
      ...unused.map(({ place, finding }) => ({
        place,
        message: unusedMessage(finding, [...findingIds], noun),
      })),
    ],
  };
}

/** Usually the drift was repaired, or `pulumi up` has run. Otherwise what was found or planned has changed since. */
function unusedMessage(finding: string, findingIds: readonly string[], noun: string): string {
  const successor = successorOf(finding, findingIds);
  const hint = successor === undefined ? "remove the acceptance" : `it is now ${successor}`;
  return `${finding} no longer matches a ${noun}; ${hint}`;
}

/** The id that what was found has now. */
export function successorOf(id: string, findingIds: readonly string[]): string | undefined {
  const about = subjectInId(id);
  const alike = findingIds.filter((each) => subjectInId(each) === about);
  return alike.find((each) => withoutDigest(each) === withoutDigest(id)) ?? closest(id, alike);
}
