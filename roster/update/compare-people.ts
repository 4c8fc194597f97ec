import { user as userKind } from "../../model/schema/index.js";
import { customValues } from "../../model/schema/custom-values.js";
import { customFieldName } from "../../model/rules/custom-data-field.js";
import { attachedFields } from "../../model/schema/kind.js";
import { uniqueUserFields } from "../../sdk/users/user-fields.js";
import { uniqueValues } from "../../model/rules/user-key.js";
import { hasLeft } from "../declaring/ends.js";
import { placeOf } from "../reading/written.js";
import type { Person } from "../roster.js";
import { clashingValues } from "../write/declared-person.js";
import type { PlannedPerson } from "../write/plan.js";
import type { PoolUser } from "../write/pool-contents.js";
import type { Additions } from "./additions.js";
import { aboutOf } from "./change.js";
import { type AccessComparison, declaredNamespaces } from "./compare-access.js";
import { compareCustomData, CustomTypes } from "./compare-custom-data.js";
import { type Compared, compareFields } from "./compare-fields.js";
import { removable } from "./compare-objects.js";
import { factPath } from "./facts.js";
import { type Comparison, editable, type Findings, NotWritable, type Planned } from "./planned.js";
import type { Entry } from "./roster-tree.js";

const attached = attachedFields(userKind.subject);

/** Compares the people of a roster with the users of the pool. */
export function comparePeople(
  comparison: Comparison,
  additions: Additions,
  access: AccessComparison,
  findings: Findings,
): void {
  const { roster, tree, matched, plan, contents, today } = comparison;
  const declarable = new Map(plan.people.map((person) => [person.id, person]));
  const types = new CustomTypes(comparison);
  const clashing = clashingValues(contents.users);
  for (const person of roster.people.values()) {
    const entry = tree.sections.people.get(person.key);
    if (entry === undefined) throw new Error("an entry that was read stands in a file");
    const place = tree.placeOf(entry);
    const compared: Compared = {
      subject: "person",
      kind: "Person",
      key: person.key,
      entry,
      layers: tree.layersOf(entry),
    };
    const why = matched.uncertain.get(person.key);
    const user = matched.users.get(person.key);
    if (why !== undefined)
      findings.unable.push({
        message: `${person.key}: it is not certain which user this is: ${why}`,
        place,
        about: { subject: "person", key: person.key },
      });
    // Whoever has left is no longer declared, unless the account is only blocked.
    else if (hasLeft(person, today) && !isBlockedAfterwards(person)) continue;
    else if (matched.gone.has(person.key))
      findings.add({ subject: "person", key: person.key }, () => removedPerson(comparison, person, entry));
    else if (user !== undefined && !declarable.has(user.id))
      findings.unable.push({
        message: `${person.key}: the user ${user.id} cannot be declared: ${reasonFor(user, comparison)}`,
        place,
        about: { subject: "person", key: person.key },
      });
    else if (user !== undefined)
      comparePerson(comparison, compared, person, user, types, clashing, access, findings);
  }
  for (const user of contents.users) {
    if (matched.taken.has(user.id)) continue;
    const planned = declarable.get(user.id);
    const about = { subject: "person", id: user.id } as const;
    if (planned === undefined)
      findings.unable.push({
        message: `the user ${user.id} cannot be declared: ${reasonFor(user, comparison)}`,
        about,
      });
    else {
      try {
        additions.person(declarableOf(planned, types, findings), user);
      } catch (error) {
        if (!(error instanceof NotWritable)) throw error;
        findings.unable.push({ message: `the user ${user.id} cannot be added: ${error.message}`, about });
      }
    }
  }
}

function comparePerson(
  { held, today, undeclaredAccess }: Comparison,
  compared: Compared,
  person: Person,
  user: PoolUser,
  types: CustomTypes,
  clashing: ReadonlySet<string>,
  access: AccessComparison,
  findings: Findings,
): void {
  const declared = new Map(person.arguments);
  for (const name of attached) declared.delete(name);
  compareLeaving(person, user, declared, today, findings);
  const unique = new Map(uniqueValues(user.fields));
  const shown = new Set(
    uniqueUserFields.filter((name) => declared.has(name) && typeof user.fields[name] === "string"),
  );
  compareFields(compared, declared, userKind.fields, user.fields, findings, (name) => {
    const value = [...unique].find(([field]) => field === name)?.[1];
    return value !== undefined && clashing.has(`${name} ${value}`)
      ? "another user has the same value"
      : undefined;
  });
  if (shown.size === 0) {
    // Without any of them, nobody could tell who the person is.
    const isUnique = ({ change }: Planned): boolean =>
      change.kind === "field" &&
      change.key === person.key &&
      change.subject === "person" &&
      uniqueUserFields.some((name) => name === change.field);
    for (const planned of findings.planned.filter(isUnique)) {
      findings.planned.splice(findings.planned.indexOf(planned), 1);
      const { change } = planned;
      findings.unable.push({
        message: `${person.key}: the user has none of the declared unique fields any more`,
        about: aboutOf(change),
        ...(change.place && { place: change.place }),
      });
    }
  }
  if (undeclaredAccess && isBlockedInPoolOnly(person, user))
    findings.add({ subject: "person", key: person.key, field: "blocked" }, () => blockedPerson(compared));
  compareCustomData(compared, person, user, types, findings);
  for (const { edge, codes } of userKind.subject.access) {
    const isDeclared =
      person.lists.has(codes) ||
      person.grants.some((grant) => grant.edge === edge && grant.target.object?.isExhaustive !== true);
    access.compare(
      compared,
      edge,
      person.grants,
      held.ofUser(user, edge),
      (target) => isDeclared || (edge === "group" && access.isExhaustive(target)),
    );
  }
  const namespaces = declaredNamespaces(person.grants, today);
  access.compare(compared, "policy", person.grants, held.ofUser(user, "policy"), ({ namespace }) =>
    namespaces.has(namespace),
  );
}

/** `leaves` decides whether the account is blocked. */
function compareLeaving(
  person: Person,
  user: PoolUser,
  declared: Map<string, unknown>,
  today: string,
  findings: Findings,
): void {
  const { leaves } = person;
  if (leaves === undefined) return;
  const isDeclared = hasLeft(person, today) || declared.has("blocked");
  declared.delete("blocked");
  const isBlocked = user.fields["blocked"] === true;
  const expected = hasLeft(person, today) || person.arguments.get("blocked")?.value === true;
  if (isDeclared && isBlocked !== expected)
    findings.unable.push({
      message: `${person.key}: the account is ${isBlocked ? "" : "not "}blocked in the pool, and the last day is ${leaves.text}`,
      place: placeOf(leaves.spot),
      about: { subject: "person", key: person.key, field: "blocked" },
    });
}

/** A user who cannot log in, of whom the roster does not say so. */
function isBlockedInPoolOnly({ arguments: declared, leaves }: Person, { fields }: PoolUser): boolean {
  return leaves === undefined && !declared.has("blocked") && fields["blocked"] === true;
}

function blockedPerson(compared: Compared): Planned {
  const entry = editable(compared.entry, compared.key);
  return {
    change: {
      kind: "field",
      subject: "person",
      key: compared.key,
      file: entry.file.file,
      place: entry.file.placeOf(entry.pair),
      field: "blocked",
      value: true,
    },
    needs: [],
    touches: [factPath("Person", compared.key, "blocked")],
    apply: (edits) => {
      edits.setField(entry, "blocked", true);
    },
  };
}

function isBlockedAfterwards({ arguments: declared }: Person): boolean {
  const policy = declared.get("deletionPolicy")?.value;
  return policy === undefined || policy === "block";
}

function removedPerson({ tree }: Comparison, person: Person, found: Entry): Planned {
  const entry = removable(found, person.key);
  const memberships = tree.membershipsOf(person.key);
  for (const { list, item } of memberships) {
    editable(list.entry, `${list.entry.section} ${list.entry.key}`);
    if (
      list.isOwn &&
      (list.entry.file.isMeantElsewhere(item.node) || list.entry.file.isMeantElsewhere(list.pair))
    )
      throw new NotWritable(
        `${person.key} is not in the pool, and aliases refer to the entry`,
        list.entry.file.placeOf(list.pair),
      );
  }
  const emptied = person.grants.flatMap(({ target }) => {
    const group =
      target.object?.isExhaustive === true ? tree.sections.groups.get(target.object.key) : undefined;
    return group === undefined || tree.listOf(group, "members") !== undefined
      ? []
      : [editable(group, `group ${group.key}`)];
  });
  return {
    change: {
      kind: "removed",
      subject: "person",
      key: person.key,
      file: entry.file.file,
      place: tree.placeOf(entry),
    },
    needs: [],
    touches: [factPath("Person", person.key)],
    apply: (edits) => {
      edits.removeEntry(entry);
      for (const { list, item } of memberships) edits.removeItem(list, item);
      for (const group of emptied) edits.setField(group, "members", []);
    },
  };
}

/** A new person without the custom values that the roster cannot declare. */
function declarableOf(planned: PlannedPerson, types: CustomTypes, findings: Findings): PlannedPerson {
  const { customData } = userKind.subject;
  const declared = customValues.safeParse(planned.values[customData]).data;
  if (declared === undefined) return planned;
  const kept = Object.entries(declared).filter(([key, value]) => {
    const mistake = types.mistakeIn(key, value);
    if (mistake !== undefined)
      findings.unable.push({
        message: `${planned.key}: ${customData}.${key} cannot be declared: ${mistake}`,
        about: { subject: "person", id: planned.id, field: customFieldName(userKind, key) },
      });
    return mistake === undefined;
  });
  const values = {
    ...planned.values,
    [customData]: kept.length === 0 ? undefined : Object.fromEntries(kept),
  };
  return { ...planned, values };
}

/** Why a plan leaves a user out. */
function reasonFor({ id }: PoolUser, { plan }: Comparison): string {
  const found = plan.omissions.find(
    ({ subject, part }) => part === undefined && (subject.endsWith(`(${id})`) || subject === `user ${id}`),
  );
  return found?.reason ?? "the plan leaves the user out";
}
