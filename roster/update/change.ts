import { printable } from "../../model/rules/printable.js";
import type { Place } from "../place.js";
import type { Scoped } from "../reading/scoped.js";

/** What a change is about: a person, or an object by its kind. */
export type Subject = "custom field" | "group" | "person" | "policy" | "role";

interface Common {
  readonly subject: Subject;
  /** The key in the roster. */
  readonly key: string;
  /** The file that changes. */
  readonly file: string;
  /** Where it stands now; undefined for what is new. */
  readonly place?: Place;
}

/** One difference between a roster and the pool, as the roster would be changed to make it go away. */
export type RosterChange =
  | (Common & {
      readonly kind: "added";
      /** The id of a user, the code of anything else. */
      readonly id: string;
      /** That of a role or policy. */
      readonly namespace?: string;
    })
  | (Common & { readonly kind: "removed" })
  | (Common & {
      readonly kind: "field";
      /** Such as `city`, or `customData.badge`. */
      readonly field: string;
      /** Undefined: the pool has no value, so that the field is no longer declared. */
      readonly value: unknown;
    })
  | (Common & {
      readonly kind: "given" | "taken";
      readonly edge: "group" | "policy" | "role";
      /** How the roster refers to the group, role or policy. */
      readonly code: string;
      /** What that means in the pool. */
      readonly target: Scoped;
    });

/**
 * What a change or a difference is about: an entry of the roster by its key, or something in the pool that has no entry by its
 * id; and of it one field, or one group, role or policy, unless it is about all of it.
 */
export interface About {
  readonly subject: Subject;
  readonly key?: string;
  readonly id?: string;
  readonly namespace?: string;
  readonly field?: string;
  readonly edge?: "group" | "policy" | "role";
  readonly target?: Scoped;
}

export function aboutOf(change: RosterChange): About {
  const { subject, key } = change;
  switch (change.kind) {
    case "added":
      return {
        subject,
        id: change.id,
        ...(change.namespace !== undefined && { namespace: change.namespace }),
      };
    case "removed":
      return { subject, key };
    case "field":
      return { subject, key, field: change.field };
    case "given":
    case "taken":
      return { subject, key, edge: change.edge, target: change.target };
  }
}

const longestValue = 80;

/** One sentence, such as `ada: city becomes "London"`. */
export function describeChange(change: RosterChange): string {
  const { subject, key, file } = change;
  const holder = subject === "person" ? key : `${subject} ${key}`;
  switch (change.kind) {
    case "added":
      return printable(`${subject} ${key} is added to ${file}, because the pool has ${nounOf(change)}`);
    case "removed":
      return printable(`${subject} ${key} is removed, because it is not in the pool`);
    case "field":
      return printable(
        change.value === undefined
          ? `${holder}: ${change.field} is removed, because the pool has no value`
          : `${holder}: ${change.field} becomes ${shown(change.value)}`,
      );
    case "given":
      return printable(`${holder}: the ${change.edge} ${change.code} is added`);
    case "taken":
      return printable(`${holder}: the ${change.edge} ${change.code} is removed`);
  }
}

function nounOf({ subject, id }: Extract<RosterChange, { kind: "added" }>): string {
  return subject === "person" ? `the user ${id}` : `the ${subject} ${id}`;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  const points = Array.from(text.slice(0, 2 * longestValue));
  return points.length > longestValue ? `${points.slice(0, longestValue).join("")}…` : text;
}
