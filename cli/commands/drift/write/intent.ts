import type { About, RosterChange, Subject } from "../../../../roster/update/change.js";

/** What is to be done with the roster for one finding. */
export type Intent =
  | {
      readonly is: "change";
      readonly by: RosterChange["kind"];
      readonly about: About;
    }
  | { readonly is: "done"; readonly reason: string }
  | { readonly is: "refused"; readonly reason: string };

/** An entry of the roster. */
export interface EntryOf {
  readonly subject: Subject;
  readonly key: string;
}

export const runUpFirst = "the roster has changed since the last `pulumi up`";
export const reviewAgain = "the pool has changed since the review; run it again";

export function done(reason: string): Intent {
  return { is: "done", reason };
}

export function refused(reason: string): Intent {
  return { is: "refused", reason };
}

export function changing(by: RosterChange["kind"], about: About): Intent {
  return { is: "change", by, about };
}
