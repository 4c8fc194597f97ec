import type { EntryKind } from "./entry-kind.js";
import type { PlannedChange } from "./planned.js";

/** What each kind of planned change means, and what a reviewer checks. Reports show the kinds in this order. */
export const plannedKinds = {
  "user-refused": {
    title: "User refused",
    meaning: "`pulumi up` would fail for this user.",
    decision: "Fix the reason before you merge.",
  },
  "object-refused": {
    title: "Object refused",
    meaning: "`pulumi up` would fail for this group, role, policy or custom field.",
    decision: "Fix the reason before you merge.",
  },
  "user-deleted": {
    title: "User deleted",
    meaning: "`pulumi up` deletes the account. The service cannot restore it.",
    decision:
      'Check that no one needs the account. To keep it, first run `pulumi up` with deletionPolicy: "block".',
  },
  "user-blocked": {
    title: "User blocked",
    meaning: "The user can no longer log in.",
    decision: "Check that the user must not log in.",
  },
  "user-unblocked": {
    title: "User unblocked",
    meaning: "A blocked user can log in again.",
    decision: "Check that the user may log in.",
  },
  "value-moved": {
    title: "Value moved",
    meaning: "A unique value, such as an email, moves from one user to another.",
    decision: "Check both users: they may log in or reset a password with the value.",
  },
  "user-created": {
    title: "User created",
    meaning: "The user does not exist yet and is created.",
    decision: "Check that the user needs an account and has no other one.",
  },
  "user-adopted": {
    title: "User adopted",
    meaning: "The user exists in the pool. From now on, the program manages the user.",
    decision: "Check that it is the same user.",
  },
  "role-given": {
    title: "Role given",
    meaning: "A user gets a role.",
    decision: "Check that the user needs the role.",
  },
  "role-taken": {
    title: "Role taken",
    meaning: "A user loses a role.",
    decision: "Check that the user no longer needs the role.",
  },
  "group-given": {
    title: "Group joined",
    meaning: "A user joins a group.",
    decision: "Check that the user belongs in the group.",
  },
  "group-taken": {
    title: "Group left",
    meaning: "A user leaves a group.",
    decision: "Check that the user no longer belongs in the group.",
  },
  "policy-given": {
    title: "Policy given",
    meaning: "A user gets a policy.",
    decision: "Check that the user needs the policy.",
  },
  "policy-taken": {
    title: "Policy taken",
    meaning: "A user loses a policy.",
    decision: "Check that the user no longer needs the policy.",
  },
  "object-policy-given": {
    title: "Policy given to a group or role",
    meaning: "A group or role gets a policy, and so do its users.",
    decision: "Check that all users of the group or role need the policy.",
  },
  "object-policy-taken": {
    title: "Policy taken from a group or role",
    meaning: "A group or role loses a policy, and so do its users.",
    decision: "Check that no user of the group or role needs the policy.",
  },
  "secret-set": {
    title: "Secret set",
    meaning: "A secret field, such as the password, gets another value.",
    decision: "Check that the user expects it.",
  },
  "field-set": {
    title: "Field set",
    meaning: "A field of a user gets another value.",
    decision: "Check the value.",
  },
  "user-released": {
    title: "User released",
    meaning: "The user stays in the pool, and the program no longer manages the user.",
    decision: "Check that the user should keep the account.",
  },
  "object-deleted": {
    title: "Object deleted",
    meaning: "A group, role, policy or custom field is deleted.",
    decision: "Check that no user needs it.",
  },
  "object-created": {
    title: "Object created",
    meaning: "A group, role, policy or custom field is created.",
    decision: "Check the code.",
  },
  "object-adopted": {
    title: "Object adopted",
    meaning: "The object exists in the pool. From now on, the program manages it.",
    decision: "Check that it is the same object.",
  },
  "object-set": {
    title: "Object changed",
    meaning: "A field of a group, role, policy or custom field gets another value.",
    decision: "Check the value.",
  },
  "object-released": {
    title: "Object released",
    meaning: "The object stays in the pool, and the program no longer manages it.",
    decision: "Check that the object should stay.",
  },
} as const satisfies Record<PlannedChange["kind"], EntryKind>;
