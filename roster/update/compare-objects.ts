import { writtenStatement } from "../../model/schema/policy-statement.js";
import { customTypeName } from "../../model/schema/user-field.js";
import { defaultNamespace } from "../../sdk/roles/role.js";
import type { Argument } from "../reading/block.js";
import type { Grant, RosterObject } from "../roster.js";
import { objectSections } from "../sections.js";
import type { ObjectSection } from "../write/plan.js";
import type { PoolContents } from "../write/pool-contents.js";
import { type Additions, subjects, valuesOf } from "./additions.js";
import { type AccessComparison, declaredNamespaces } from "./compare-access.js";
import { aboutOf } from "./change.js";
import { type Compared, compareFields } from "./compare-fields.js";
import { factPath } from "./facts.js";
import { type Comparison, editable, type Findings, NotWritable, type Planned } from "./planned.js";
import { edgeKey, edgeOfList, type Entry } from "./roster-tree.js";

/** Compares the groups, roles, policies and custom fields of a roster with those of the pool. */
export function compareObjects(
  comparison: Comparison,
  additions: Additions,
  access: AccessComparison,
  findings: Findings,
): void {
  const { roster, tree, held, today } = comparison;
  const observed = observedIn(comparison.contents);
  for (const section of Object.keys(subjects) as ObjectSection[]) {
    for (const object of roster.objects[objectSections[section].kind.name].values()) {
      const entry = tree.sections[section].get(object.key);
      if (entry === undefined) throw new Error("an object that was read stands in a file");
      const compared: Compared = {
        subject: subjects[section],
        kind: object.kind,
        key: object.key,
        entry,
        layers: [],
      };
      const found = observed[section].get(placeKey(object));
      if (!object.isExternal && found === undefined) {
        findings.add({ subject: compared.subject, key: compared.key }, () =>
          removedObject(comparison, compared, section, object),
        );
        continue;
      }
      if (!object.isExternal && found !== undefined)
        compareDeclared(comparison, compared, section, object, found, additions, findings);
      if (section !== "groups" && section !== "roles") continue;
      const namespaces = declaredNamespaces(object.grants, today);
      const policies = held.policiesOf(section === "groups" ? "group" : "role", object);
      access.compare(compared, "policy", object.grants, policies, ({ namespace }) =>
        namespaces.has(namespace),
      );
    }
  }
  additions.objects();
}

type Observed = Readonly<Record<string, unknown>>;

function compareDeclared(
  comparison: Comparison,
  compared: Compared,
  section: ObjectSection,
  object: RosterObject,
  observed: Observed,
  additions: Additions,
  findings: Findings,
): void {
  const { fields, subject } = objectSections[section].kind;
  const declared = new Map<string, Argument>(object.arguments);
  declared.delete(subject.code);
  if (subject.scope !== undefined) declared.delete(subject.scope);
  for (const [name, key] of object.siblings) {
    const argument = declared.get(name);
    const code = comparison.roster.objects[object.kind].get(key)?.code;
    if (argument !== undefined && code !== undefined) declared.set(name, { ...argument, value: code });
  }
  const before = findings.planned.length;
  compareFields(compared, declared, fields, observed, findings, (name) =>
    name === "parent" ? (observed["parentMistake"] as string | undefined) : undefined,
  );
  for (const planned of findings.planned.splice(before)) {
    const { change, touches } = planned;
    const parent = change.kind === "field" && object.siblings.has(change.field) ? change.value : undefined;
    const { namespace } = object;
    findings.add(aboutOf(change), () => ({
      ...planned,
      // A new parent must be declared as well.
      needs: typeof parent === "string" ? additions.refersTo("role", { namespace, code: parent }).needs : [],
      touches: section === "customFields" ? [...touches, ...valuesOf(object.code, comparison)] : touches,
    }));
  }
}

/** What refers to an object goes with it. */
function removedObject(
  comparison: Comparison,
  compared: Compared,
  section: ObjectSection,
  object: RosterObject,
): Planned {
  const { tree, roster } = comparison;
  const label = `${compared.subject} ${compared.key}`;
  const entry = removable(compared.entry, label);
  const touches = [factPath(object.kind, object.key)];
  const references = section === "customFields" ? [] : [...tree.entriesFor(edgeOfList[section], object)];
  for (const { list, item } of references) {
    if (list.entry.section === "defaults" || list.entry.section === "templates")
      throw new NotWritable(
        `${label} is not in the pool, and ${list.entry.section} refer to it: remove it there`,
        list.entry.file.placeOf(list.pair),
      );
    editable(list.entry, label);
    if (
      list.isOwn &&
      (list.entry.file.isMeantElsewhere(item.node) || list.entry.file.isMeantElsewhere(list.pair))
    )
      throw new NotWritable(
        `${label} is not in the pool, and aliases refer to it`,
        list.entry.file.placeOf(list.pair),
      );
  }
  if (section === "customFields") touches.push(...valuesOf(object.code, comparison));
  else touches.push(...grantsOf(comparison, edgeOfList[section], object));
  for (const child of roster.objects[object.kind].values())
    if ([...child.siblings.values()].includes(object.key)) touches.push(factPath(object.kind, child.key));
  return {
    change: {
      kind: "removed",
      subject: compared.subject,
      key: object.key,
      file: entry.file.file,
      place: tree.placeOf(entry),
    },
    needs: [],
    touches,
    apply: (edits) => {
      edits.removeEntry(entry);
      for (const { list, item } of references) edits.removeItem(list, item);
    },
  };
}

/** Refuses an entry that others use. */
export function removable(entry: Entry, label: string): Entry {
  if (!entry.isOwn)
    throw new NotWritable(
      `${label} is not in the pool, and comes from an alias: remove it by hand`,
      entry.file.placeOf(entry.pair),
    );
  if (entry.file.isMeantElsewhere(entry.pair))
    throw new NotWritable(
      `${label} is not in the pool, and aliases refer to it: remove it by hand`,
      entry.file.placeOf(entry.pair),
    );
  return entry;
}

function grantsOf({ roster }: Comparison, edge: Grant["edge"], object: RosterObject): string[] {
  const key = edgeKey(edge, object);
  const kinds = { user: "Person", group: "Group", role: "Role" } as const;
  const holders = [
    ...roster.people.values(),
    ...roster.objects.Group.values(),
    ...roster.objects.Role.values(),
  ];
  return holders.flatMap(({ grants }) =>
    grants
      .filter((grant) => grant.edge === edge && edgeKey(edge, grant.target) === key)
      .map(({ holder }) => factPath(kinds[holder.is], holder.key, edge, key)),
  );
}

function observedIn(contents: PoolContents): Record<ObjectSection, Map<string, Observed>> {
  const { groups, roles, policies, customFields } = contents;
  return {
    groups: new Map(groups.map((found) => [placeKey(found), { ...found }])),
    roles: new Map(
      roles.map(({ parent, ...found }) => [
        placeKey(found),
        {
          ...found,
          parent: parent?.code,
          parentMistake:
            parent !== null && parent.namespace !== found.namespace
              ? "the parent is in another namespace"
              : undefined,
        },
      ]),
    ),
    policies: new Map(
      policies.map(({ statements, ...found }) => [
        placeKey(found),
        { ...found, statements: statements.map(writtenStatement) },
      ]),
    ),
    customFields: new Map(
      customFields.map(({ key, label, dataType }) => [
        placeKey({ code: key }),
        { label, type: customTypeName(dataType) },
      ]),
    ),
  };
}

function placeKey({ namespace = defaultNamespace, code }: { namespace?: string; code: string }): string {
  return JSON.stringify([namespace, code]);
}
