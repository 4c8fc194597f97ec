import { group, policy, role, user, userField } from "../model/schema/index.js";
import { argumentsOf, type CodedKind, type UserKind } from "../model/schema/kind.js";

/** The keys of an entry that are not arguments of its kind. */
export type OwnKey =
  | "exhaustive"
  | "external"
  | "groups"
  | "leaves"
  | "members"
  | "policies"
  | "previously"
  | "roles"
  | "template";

/** A section of objects, each of them a resource that a code identifies. */
export interface ObjectSection {
  readonly kind: CodedKind & { readonly name: ObjectKind };
  readonly own: readonly OwnKey[];
  /** How messages call one and several of them. */
  readonly nouns: readonly [one: string, several: string];
}

export type ObjectKind = "Group" | "Policy" | "Role" | "UserField";

/** The sections of objects, in the order in which they can be created. */
export const objectSections = {
  customFields: { kind: userField, own: ["previously"], nouns: ["custom field", "custom fields"] },
  policies: { kind: policy, own: ["previously", "external"], nouns: ["policy", "policies"] },
  groups: {
    kind: group,
    own: ["previously", "external", "members", "exhaustive", "policies"],
    nouns: ["group", "groups"],
  },
  roles: {
    kind: role,
    own: ["previously", "external", "members", "policies"],
    nouns: ["role", "roles"],
  },
} as const satisfies Record<string, ObjectSection>;

export type ObjectSectionName = keyof typeof objectSections;

export const objectSectionNames = Object.keys(objectSections) as ObjectSectionName[];

export const sectionNames = ["defaults", "templates", "people", ...objectSectionNames] as const;

export const people: { readonly kind: UserKind; readonly own: readonly OwnKey[] } = {
  kind: user,
  own: ["template", "previously", "groups", "roles", "policies", "leaves"],
};

/** What people may have in common. */
export const shared: { readonly kind: UserKind; readonly own: readonly OwnKey[] } = {
  kind: user,
  own: ["groups", "roles", "policies"],
};

/** The arguments of a person that people cannot share: a password, and the fields of which a change by hand is most severe, because they identify one user. */
export const identifying: readonly string[] = Object.entries(user.fields)
  .filter(([, { severity, stored }]) => severity === "high" || stored === "digest")
  .map(([name]) => name);

/** The arguments of a kind that are written as values: access lists have entries of their own form. */
export function valueNames({ kind }: { kind: CodedKind | UserKind }): string[] {
  const lists = kind.subject.is === "user" ? kind.subject.access.map(({ codes }) => codes) : [];
  return Object.keys(argumentsOf(kind)).filter((name) => !lists.includes(name));
}
