import type { EntryKind } from "./entry-kind.js";
import type { PlannedChange } from "./planned.js";

/** What each kind of planned change means, and what a reviewer checks. Reports show the kinds in this order. */
export const plannedKinds = {
  "user-refused": {
    title: "Refusal",
    meaning: "`pulumi up` would fail for this user.",
    decision: "Fix the reason before you merge.",
  },
  "object-refused": {
    title: "Refusal of an object",
    meaning: "`pulumi up` would fail for this group, role, policy or custom field.",
    decision: "Fix the reason before you merge.",
  },
  "user-deleted": {
    title: "Deletion",
    meaning: "`pulumi up` deletes the account. The service cannot restore it.",
    decision:
      'Check that no one needs the account. To keep it, first run `pulumi up` with deletionPolicy: "block".',
  },
  "user-blocked": {
    title: "Lost login",
    meaning: "The user can no longer log in.",
    decision: "Check that the user must not log in.",
  },
  "user-unblocked": {
    title: "Regained login",
    meaning: "A blocked user can log in again.",
    decision: "Check that the user may log in.",
  },
  "value-moved": {
    title: "Moved value",
    meaning: "A unique value, such as an email, moves from one user to another.",
    decision: "Check both users: they may log in or reset a password with the value.",
  },
  "user-created": {
    title: "New user",
    meaning: "The user does not exist yet and is created.",
    decision: "Check that the user needs an account and has no other one.",
  },
  "user-adopted": {
    title: "Existing user",
    meaning: "The user exists in the pool. From now on, the program manages the user.",
    decision: "Check that it is the same user.",
  },
  "role-given": {
    title: "New role",
    meaning: "A user gets a role.",
    decision: "Check that the user needs the role.",
  },
  "role-taken": {
    title: "Lost role",
    meaning: "A user loses a role.",
    decision: "Check that the user no longer needs the role.",
  },
  "group-given": {
    title: "New membership",
    meaning: "A user joins a group.",
    decision: "Check that the user belongs in the group.",
  },
  "group-taken": {
    title: "Lost membership",
    meaning: "A user leaves a group.",
    decision: "Check that the user no longer belongs in the group.",
  },
  "policy-given": {
    title: "New policy",
    meaning: "A user gets a policy.",
    decision: "Check that the user needs the policy.",
  },
  "policy-taken": {
    title: "Lost policy",
    meaning: "A user loses a policy.",
    decision: "Check that the user no longer needs the policy.",
  },
  "object-policy-given": {
    title: "New policy of a group or role",
    meaning: "A group or role gets a policy, and so do its users.",
    decision: "Check that all users of the group or role need the policy.",
  },
  "object-policy-taken": {
    title: "Lost policy of a group or role",
    meaning: "A group or role loses a policy, and so do its users.",
    decision: "Check that no user of the group or role needs the policy.",
  },
  "secret-set": {
    title: "New secret",
    meaning: "A secret field, such as the password, gets another value.",
    decision: "Check that the user expects it.",
  },
  "field-set": {
    title: "New value",
    meaning: "A field of a user gets another value.",
    decision: "Check the value.",
  },
  "user-released": {
    title: "Release",
    meaning: "The user stays in the pool, and the program no longer manages the user.",
    decision: "Check that the user should keep the account.",
  },
  "object-deleted": {
    title: "Deletion of an object",
    meaning: "A group, role, policy or custom field is deleted.",
    decision: "Check that no user needs it.",
  },
  "object-created": {
    title: "New object",
    meaning: "A group, role, policy or custom field is created.",
    decision: "Check the code.",
  },
  "object-adopted": {
    title: "Existing object",
    meaning: "The object exists in the pool. From now on, the program manages it.",
    decision: "Check that it is the same object.",
  },
  "object-set": {
    title: "New value of an object",
    meaning: "A field of a group, role, policy or custom field gets another value.",
    decision: "Check the value.",
  },
  "object-released": {
    title: "Release of an object",
    meaning: "The object stays in the pool, and the program no longer manages it.",
    decision: "Check that the object should stay.",
  },
} as const satisfies Record<PlannedChange["kind"], EntryKind>;
