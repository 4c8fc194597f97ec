import { customFieldRow, splitFieldName } from "../../../../model/rules/custom-data-field.js";
import { nameInUrn } from "../../../../model/rules/urn.js";
import type { Finding } from "../../../../drift/finding/finding.js";
import type { Field } from "../../../../model/schema/field.js";
import { user as userKind } from "../../../../model/schema/index.js";
import type { Person } from "../../../../roster/roster.js";
import type { PoolUser } from "../../../../roster/write/pool-contents.js";
import { textOf } from "./about.js";
import { changing, done, type Intent, refused, reviewAgain } from "./intent.js";
import { intentOfAccess } from "./intent-of-access.js";
import { intentOfField, means } from "./intent-of-field.js";
import type { Surveyed } from "./surveyed.js";

type Of<Kind extends Finding["kind"]> = Extract<Finding, { kind: Kind }>;
type AboutUser = Exclude<Extract<Finding, { user: unknown }>, Of<"user-unmanaged">>;

/** An unmanaged user becomes a new person. */
export function intentOfUnmanaged(
  { user: { id }, groups, roles }: Of<"user-unmanaged">,
  surveyed: Surveyed,
): Intent {
  const { matched, users } = surveyed;
  const [key] = [...matched.users].find(([, known]) => known.id === id) ?? [];
  if (key !== undefined) return done(`the roster has this user as ${key}; \`pulumi up\` takes the user over`);
  if (matched.taken.has(id)) return refused("several people of the roster may be this user");
  const user = users.get(id);
  const isSameAsReviewed =
    user !== undefined &&
    haveSame(user.groups, groups) &&
    haveSame(
      user.roles.map(textOf),
      roles.map(({ namespace, role }) => textOf({ namespace, code: role })),
    );
  if (!isSameAsReviewed) return refused(reviewAgain);
  return changing("added", { subject: "person", id });
}

/** What is found of a user whom a person of the roster declares. */
export function intentOfPerson(finding: AboutUser, surveyed: Surveyed): Intent {
  const found = surveyed.resources.personOf(finding.user.id);
  if (found === undefined) {
    if (finding.kind === "user-gone")
      return done(`the roster no longer has ${finding.owners.map(({ urn }) => nameInUrn(urn)).join(", ")}`);
    // A new entry comes with all access of the user.
    const isAdded = surveyed.added.has(finding.user.id);
    return isAdded
      ? changing("added", { subject: "person", id: finding.user.id })
      : refused("this user is not in the roster");
  }
  if ("reason" in found) return refused(found.reason);
  const person = surveyed.roster.people.get(found.key);
  if (person === undefined) throw new Error("an entry that was found is in the roster");
  const about = { subject: "person", key: person.key } as const;
  if (finding.kind === "user-gone") return changing("removed", about);
  const user = surveyed.users.get(finding.user.id);
  if (user === undefined) return refused("the service no longer lists this user");
  if (finding.kind === "field-changed") return ofUserField(finding, person, user);
  return intentOfAccess(finding, about, person.grants, surveyed.today);
}

function ofUserField(
  { field, declared, observed }: Of<"field-changed">,
  person: Person,
  user: PoolUser,
): Intent {
  const { name, key } = splitFieldName(field);
  const value = person.arguments.get(name)?.value;
  const row = key === undefined ? fields[name] : customFieldRow(userKind);
  if (row === undefined) throw new Error(`a finding is about the field ${field}`);
  const written = key === undefined ? value : valueAt(value, key);
  const inPool = key === undefined ? user.fields[name] : new Map(user.customData).get(key);
  const isMistyped = key !== undefined && user.mistyped.includes(key);
  if (!isMistyped && !means(row, inPool, observed)) return refused(reviewAgain);
  return intentOfField({ subject: "person", key: person.key, field }, row, written, declared, observed);
}

function valueAt(values: unknown, key: string): unknown {
  return typeof values === "object" && values !== null && Object.hasOwn(values, key)
    ? Reflect.get(values, key)
    : undefined;
}

function haveSame(one: readonly string[], other: readonly string[]): boolean {
  const [here, there] = [new Set(one), new Set(other)];
  return here.size === there.size && [...here].every((text) => there.has(text));
}

const fields: Readonly<Record<string, Field>> = userKind.fields;
