import type { Finding } from "./finding.js";

interface Kind {
  readonly title: string;
  /** What has been found. */
  readonly meaning: string;
  /** What somebody has to decide. */
  readonly decision: string;
}

/** What each kind of finding means and asks for. The order is that of the reports. */
export const kinds = {
  "person-gone": {
    title: "Person gone",
    meaning: "A managed person does not exist any more: the service says so.",
    decision: "`pulumi up --refresh` creates the person again; else take the person out of the program.",
  },
  "person-conflict": {
    title: "Person managed twice",
    meaning: "Several resources manage the same person, and each `pulumi up` undoes the other's.",
    decision:
      'Let one program keep the person; in the others, set deletionPolicy: "retain" and remove the resource.',
  },
  "person-unmanaged": {
    title: "Unmanaged person",
    meaning: "Somebody is in the pool and managed by no `User` in a state.",
    decision: "Declare the person with adopt: true, remove the person, or name them in .approwignore.",
  },
  "role-added": {
    title: "Role added by hand",
    meaning: "A person holds a role that an exhaustive resource does not declare.",
    decision: "`pulumi up --refresh` revokes it; else declare it.",
  },
  "role-foreign": {
    title: "Role given by others",
    meaning: "A managed person holds a role that no resource declares. `pulumi up` leaves it alone.",
    decision: "Revoke it, declare it, or accept it.",
  },
  "role-removed": {
    title: "Role removed by hand",
    meaning: "A person does not hold a declared role.",
    decision: "`pulumi up --refresh` assigns it again; else take it out of the program.",
  },
  "role-conflict": {
    title: "Role decided twice",
    meaning: "Several resources decide on the same role of a person.",
    decision: "Let one program decide on it.",
  },
  "group-added": {
    title: "Membership added by hand",
    meaning: "A person is in a group that an exhaustive resource does not declare.",
    decision: "`pulumi up --refresh` ends it; else declare it.",
  },
  "group-foreign": {
    title: "Membership given by others",
    meaning: "A managed person is in a group that no resource declares. `pulumi up` leaves it alone.",
    decision: "End it, declare it, or accept it.",
  },
  "group-removed": {
    title: "Membership removed by hand",
    meaning: "A person is not in a declared group.",
    decision: "`pulumi up --refresh` adds the person again; else take the group out of the program.",
  },
  "group-conflict": {
    title: "Membership decided twice",
    meaning: "Several resources decide on the same membership.",
    decision: "Let one program decide on it.",
  },
  "field-changed": {
    title: "Field changed by hand",
    meaning: "A declared field has another value in the pool.",
    decision: "`pulumi up --refresh` puts the declared value back; else declare the new one.",
  },
} as const satisfies Record<Finding["kind"], Kind>;
