import type { EntryKind } from "./entry-kind.js";
import type { Finding } from "./finding.js";

/** What each kind of finding means and asks for. Reports show the kinds in this order. */
export const kinds = {
  "user-gone": {
    title: "User gone",
    meaning: "A managed user no longer exists. The service confirms it.",
    decision: "`pulumi up --refresh` creates the user again. Otherwise remove the user from the program.",
  },
  "user-conflict": {
    title: "User managed twice",
    meaning: "Several resources manage the same user. Each `pulumi up` undoes the changes of the other.",
    decision: 'Keep the user in one program. In the others, set deletionPolicy: "retain" and remove it.',
  },
  "user-unmanaged": {
    title: "Unmanaged user",
    meaning: "A user in the pool is not managed by any `User` resource.",
    decision: "Declare the user with adopt: true, delete the user, or add a rule to .approwignore.",
  },
  "role-added": {
    title: "Role added by hand",
    meaning: "A user holds a role that an exhaustive resource does not declare.",
    decision: "`pulumi up --refresh` revokes it. To keep it, declare it.",
  },
  "role-foreign": {
    title: "Undeclared role",
    meaning: "A managed user holds a role that no resource declares. `pulumi up` leaves it alone.",
    decision: "Revoke it, declare it, or accept it.",
  },
  "role-removed": {
    title: "Role removed by hand",
    meaning: "A user does not hold a declared role.",
    decision: "`pulumi up --refresh` assigns it again. Otherwise remove it from the program.",
  },
  "role-conflict": {
    title: "Role managed twice",
    meaning: "Several resources manage the same role of a user.",
    decision: "Let one program manage it.",
  },
  "group-added": {
    title: "Membership added by hand",
    meaning: "A user is in a group that an exhaustive resource does not declare.",
    decision: "`pulumi up --refresh` removes it. To keep it, declare it.",
  },
  "group-foreign": {
    title: "Undeclared membership",
    meaning: "A managed user is in a group that no resource declares. `pulumi up` leaves it alone.",
    decision: "Remove it, declare it, or accept it.",
  },
  "group-removed": {
    title: "Membership removed by hand",
    meaning: "A user is not in a declared group.",
    decision: "`pulumi up --refresh` adds it again. Otherwise remove it from the program.",
  },
  "group-conflict": {
    title: "Membership managed twice",
    meaning: "Several resources manage the same membership.",
    decision: "Let one program manage it.",
  },
  "policy-added": {
    title: "Policy assigned by hand",
    meaning: "A user has a policy that an exhaustive resource does not declare.",
    decision: "`pulumi up --refresh` removes it. To keep it, declare it.",
  },
  "policy-foreign": {
    title: "Undeclared policy",
    meaning: "A managed user has a policy that no resource declares. `pulumi up` leaves it alone.",
    decision: "Remove it, declare it, or accept it.",
  },
  "policy-removed": {
    title: "Policy removed by hand",
    meaning: "A user does not have a declared policy.",
    decision: "`pulumi up --refresh` assigns it again. Otherwise remove it from the program.",
  },
  "policy-conflict": {
    title: "Policy managed twice",
    meaning: "Several resources manage the same policy of a user.",
    decision: "Let one program manage it.",
  },
  "object-policy-added": {
    title: "Policy of a group or role assigned by hand",
    meaning: "A group or role has a policy that an exhaustive resource does not declare.",
    decision: "`pulumi up --refresh` removes it. To keep it, declare it.",
  },
  "object-policy-foreign": {
    title: "Undeclared policy of a group or role",
    meaning: "A managed group or role has a policy that no resource declares. `pulumi up` leaves it alone.",
    decision: "Remove it, declare it, or accept it.",
  },
  "object-policy-removed": {
    title: "Policy of a group or role removed by hand",
    meaning: "A group or role does not have a declared policy.",
    decision: "`pulumi up --refresh` assigns it again. Otherwise remove it from the program.",
  },
  "object-policy-conflict": {
    title: "Policy of a group or role managed twice",
    meaning: "Several resources manage the same policy of a group or role.",
    decision: "Let one program manage it.",
  },
  "field-changed": {
    title: "Field changed by hand",
    meaning: "A declared field has another value in the pool.",
    decision: "`pulumi up --refresh` restores the declared value. To keep the new value, declare it.",
  },
  "object-gone": {
    title: "Object gone",
    meaning: "A managed group, role or policy no longer exists. The service confirms it.",
    decision: "`pulumi up --refresh` creates the object again. Otherwise remove it from the program.",
  },
  "object-conflict": {
    title: "Object managed twice",
    meaning: "Several resources manage the same object. Each `pulumi up` undoes the changes of the other.",
    decision: 'Keep the object in one program. In the others, set deletionPolicy: "retain" and remove it.',
  },
  "object-unmanaged": {
    title: "Unmanaged object",
    meaning: "No resource manages this group, role or policy, although a program manages others of its kind.",
    decision: "Declare the object with adopt: true, delete it, or add a rule to .approwignore.",
  },
  "object-changed": {
    title: "Object changed by hand",
    meaning: "A declared field of a group, role or policy has another value in the pool.",
    decision: "`pulumi up --refresh` restores the declared value. To keep the new value, declare it.",
  },
} as const satisfies Record<Finding["kind"], EntryKind>;
