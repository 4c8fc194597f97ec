import type { Planned } from "./planned.js";
import { type Mark, Shown, writtenPair } from "./show.js";
import { nameOf } from "./subject.js";

/** What `pulumi up` does, in one sentence without the user or object. Everything in it that is not ours went through `mark`. */
export function describePlanned(planned: Planned, mark: Mark = (value) => value): string {
  const shown = new Shown(mark);
  switch (planned.kind) {
    case "user-created":
    case "object-created":
      return "is created";
    case "user-adopted":
    case "object-adopted":
      return "is adopted: exists in the pool";
    case "user-released":
    case "object-released":
      return "stays in the pool and is no longer managed";
    case "user-blocked":
      return "is blocked";
    case "user-unblocked":
      return "is unblocked";
    case "user-deleted":
      return `is deleted; ${lostBy(planned)}`;
    case "object-deleted":
      return `is deleted; ${losersOf(planned)}`;
    case "field-set":
    case "object-set":
      return describeValues(planned, shown);
    case "secret-set":
      return `${shown.field(planned.field)} is set; its value is secret`;
    case "value-moved":
      return `gets the ${shown.field(planned.field)} ${shown.value(planned.value)}, which user ${mark(nameOf({ user: planned.from }))} has now`;
    case "group-given":
      return `joins the group ${shown.code(planned.group)}`;
    case "group-taken":
      return `leaves the group ${shown.code(planned.group)}`;
    case "role-given":
      return `gets the role ${shown.role(planned)}`;
    case "role-taken":
      return `no longer holds the role ${shown.role(planned)}`;
    case "policy-given":
    case "object-policy-given":
      return `gets the policy ${shown.policy(planned)}`;
    case "policy-taken":
    case "object-policy-taken":
      return `no longer has the policy ${shown.policy(planned)}`;
    case "user-refused":
    case "object-refused":
      return `is refused: ${shown.line(planned.reason)}`;
  }
}

function lostBy({ groups, roles }: Extract<Planned, { kind: "user-deleted" }>): string {
  const [inGroups, held] = [counted(groups, "group"), counted(roles, "role")];
  return `is in ${inGroups} and holds ${held}`;
}

function losersOf({ users }: Extract<Planned, { kind: "object-deleted" }>): string {
  if (users === 0) return "no user has it";
  return users === 1 ? "1 user loses it" : `${users} users lose it`;
}

function counted(count: number, what: string): string {
  return `${count === 0 ? "no" : count} ${what}${count > 1 ? "s" : ""}`;
}

function describeValues(
  { field, before, after }: Extract<Planned, { kind: "field-set" | "object-set" }>,
  shown: Shown,
): string {
  const name = shown.field(field);
  const [old, next] = writtenPair(before, after);
  if (after === null) return `${name} is cleared; it is ${shown.mark(old)} now`;
  if (before === null) return `${name} is set to ${shown.mark(next)}`;
  return `${name} changes from ${shown.mark(old)} to ${shown.mark(next)}`;
}
