import type { Properties } from "../../model/rules/record.js";
import { formatScoped, type Scoped } from "../reading/scoped.js";
import type { Grant } from "../roster.js";
import { objectSections, people } from "../sections.js";
import { defaultNamespace } from "../../sdk/roles/role.js";
import { entryOfObject, entryOfPerson } from "../write/entry-of.js";
import type { ObjectSection, PlannedObject, PlannedPerson } from "../write/plan.js";
import type { PoolUser } from "../write/pool-contents.js";
import { aboutOf, type Subject } from "./change.js";
import { factPath } from "./facts.js";
import { Homes } from "./homes.js";
import { type Comparison, type Findings, NotWritable, type Planned, type ReferenceText } from "./planned.js";
import { edgeKey, listOfEdge, type RosterTree } from "./roster-tree.js";
import type { YamlFile } from "./yaml-file.js";

export const subjects: Readonly<Record<ObjectSection, Subject>> = {
  customFields: "custom field",
  groups: "group",
  policies: "policy",
  roles: "role",
};

/** What the pool has and the roster has not. */
export class Additions {
  readonly #keys: KeyGiver;
  readonly #homes: Homes;
  /** By section, namespace and code. */
  readonly #objects = new Map<string, Planned | "underway">();
  readonly #planned: ReadonlyMap<string, PlannedObject>;
  readonly #keysOfCodes = new Map<string, string>();

  constructor(
    readonly comparison: Comparison,
    readonly findings: Findings,
  ) {
    this.#keys = new KeyGiver(comparison);
    this.#homes = new Homes(comparison.tree, comparison.newFiles);
    this.#planned = new Map(
      comparison.plan.objects.map((object) => [codeKey(object.section, object), object]),
    );
    for (const section of Object.keys(subjects) as ObjectSection[])
      for (const { key, ...scoped } of comparison.roster.objects[objectSections[section].kind.name].values())
        this.#keysOfCodes.set(codeKey(section, scoped), key);
  }

  /** Objects of the kinds that the roster declares. */
  objects(): void {
    for (const object of this.#planned.values())
      if (
        !object.isExternal &&
        this.#declares(object.section) &&
        !this.#keysOfCodes.has(codeKey(object.section, object))
      )
        this.#object(object);
  }

  person(planned: PlannedPerson, user: PoolUser): Planned | undefined {
    const { held, roster } = this.comparison;
    const key = this.#keys.give("people", planned.key);
    const exhaustive = new Set(
      [...roster.objects.Group.values()]
        .filter(({ isExhaustive }) => isExhaustive)
        .map((group) => edgeKey("group", group)),
    );
    const needs: Planned[] = [];
    const textsOf = (edge: Grant["edge"], keys: readonly string[]): string[] =>
      this.#scopedOf(listOfEdge[edge], keys)
        .filter((target) => edge !== "group" || !exhaustive.has(edgeKey(edge, target)))
        .map((target) => {
          const { text, needs: some } = this.refersTo(edge, target);
          needs.push(...some);
          return text;
        });
    const entry = this.#adopted(
      entryOfPerson({
        ...planned,
        key,
        groups: textsOf("group", planned.groups),
        roles: textsOf("role", planned.roles),
        policies: textsOf("policy", planned.policies),
      }),
    );
    const names = [...new Set([planned.file, "people"])];
    const file = this.#homes.fileFor("people", names, {
      values: planned.values,
      observed: user.fields,
      held: (edge) => held.ofUser(user, edge),
    });
    const addition = this.#addition("people", "person", key, user, file, entry, needs, "Person");
    this.findings.add(aboutOf(addition.change), () => addition);
    for (const target of held.ofUser(user, "group"))
      if (exhaustive.has(edgeKey("group", target))) this.#member(key, target, addition);
    return addition;
  }

  /** How entries name a group, role or policy. If the roster declares such objects, a new one is declared as well. */
  refersTo = (edge: Grant["edge"], target: Scoped): ReferenceText => {
    const section = listOfEdge[edge];
    const known = this.#keysOfCodes.get(codeKey(section, target));
    if (known !== undefined && !this.#objects.has(codeKey(section, target)))
      return { text: known, needs: [] };
    if (this.comparison.roster.objects[objectSections[section].kind.name].size === 0) {
      if (target.code === "" || target.namespace === "" || target.namespace.includes("/"))
        throw new NotWritable(`a roster cannot name the ${edge} ${formatScoped(target)}`);
      return { text: edge === "group" ? target.code : formatScoped(target), needs: [] };
    }
    const object = this.#planned.get(codeKey(section, target));
    if (object === undefined)
      throw new NotWritable(`a roster cannot declare the ${edge} ${formatScoped(target)}`);
    const isDeclared = !object.isExternal && this.#declares(section);
    const needed = this.#object(
      isDeclared ? object : { ...object, isExternal: true, values: {}, policies: [] },
    );
    return { text: this.#keysOfCodes.get(codeKey(section, target)) ?? target.code, needs: needed };
  };

  /** At least one object of the kind is declared here, and not only managed elsewhere. */
  #declares(section: ObjectSection): boolean {
    const known = this.comparison.roster.objects[objectSections[section].kind.name];
    return [...known.values()].some(({ isExternal }) => !isExternal);
  }

  #object(object: PlannedObject): Planned[] {
    const { section, code, isExternal, values } = object;
    const id = codeKey(section, object);
    const known = this.#objects.get(id);
    if (known !== undefined) return known === "underway" ? [] : [known];
    this.#objects.set(id, "underway");
    const key = this.#keys.give(section, object.key);
    this.#keysOfCodes.set(id, key);
    const needs: Planned[] = [];
    const policies = this.#scopedOf("policies", object.policies).map((target) => {
      const { text, needs: some } = this.refersTo("policy", target);
      needs.push(...some);
      return text;
    });
    const { parent } = values;
    if (section === "roles" && typeof parent === "string")
      needs.push(
        ...this.refersTo("role", { namespace: object.namespace ?? defaultNamespace, code: parent }).needs,
      );
    const { kind } = objectSections[section];
    const file = this.#homes.fileFor(section, [object.file]);
    const said = entryOfObject({ ...object, key, policies });
    const entry = isExternal ? said : this.#adopted(said);
    const pool = { id: code, namespace: object.namespace };
    const addition = this.#addition(section, subjects[section], key, pool, file, entry, needs, kind.name);
    const planned = isExternal ? { ...addition, isImplied: true as const } : addition;
    this.#objects.set(id, planned);
    this.findings.add(aboutOf(planned.change), () => planned);
    return [planned];
  }

  /** Of what no resource manages yet, a stack without the option would say that it is already in the pool. */
  #adopted(entry: Properties): Properties {
    return this.comparison.adoptsNew ? { ...entry, adopt: true } : entry;
  }

  #member(person: string, target: Scoped, addition: Planned): void {
    const { tree, roster } = this.comparison;
    const key = this.#keysOfCodes.get(codeKey("groups", target));
    const group = key === undefined ? undefined : roster.objects.Group.get(key);
    const entry = key === undefined ? undefined : tree.sections.groups.get(key);
    if (group === undefined || entry === undefined) return;
    this.findings.add(aboutOf(addition.change), () => {
      if (!entry.isOwn || entry.own === undefined)
        throw new NotWritable(
          `group ${group.key} is an alias or comes with a merge key: change it by hand`,
          tree.placeOf(entry),
        );
      return {
        change: {
          kind: "given",
          subject: "person",
          key: person,
          file: entry.file.file,
          place: tree.placeOf(entry),
          edge: "group",
          code: group.key,
          target: { namespace: group.namespace, code: group.code },
        },
        needs: [addition],
        partOf: addition,
        touches: [factPath("Person", person)],
        apply: (edits) => {
          edits.addItem(entry, "members", person);
        },
      };
    });
  }

  #addition(
    section: ObjectSection | "people",
    subject: Subject,
    key: string,
    { id, namespace }: { readonly id: string; readonly namespace?: string | undefined },
    file: YamlFile | string,
    entry: Properties,
    needs: readonly Planned[],
    kind: string,
  ): Planned {
    return {
      change: {
        kind: "added",
        subject,
        key,
        id,
        ...(namespace !== undefined && { namespace }),
        file: typeof file === "string" ? file : file.file,
      },
      needs,
      touches: [factPath(kind, key), ...(section === "customFields" ? valuesOf(id, this.comparison) : [])],
      apply: (edits) => {
        edits.addEntry(file, section, key, entry);
      },
    };
  }

  /** What the keys of the plan mean. */
  #scopedOf(section: ObjectSection, keys: readonly string[]): Scoped[] {
    const wanted = new Set(keys);
    return this.comparison.plan.objects
      .filter((object) => object.section === section && wanted.has(object.key))
      .map(({ code, namespace = defaultNamespace }) => ({ code, namespace }));
  }
}

/** The values of a custom field: its type says how they are read. */
export function valuesOf(field: string, { roster }: Comparison): string[] {
  return [...roster.people.keys()].map((key) =>
    factPath("Person", key, people.kind.subject.customData, field),
  );
}

/** Keys that nothing has or had. */
class KeyGiver {
  readonly #taken = new Map<string, Set<string>>();

  constructor({ roster, tree }: { roster: Comparison["roster"]; tree: RosterTree }) {
    const entries: readonly (readonly [string, Iterable<{ key: string; previously: readonly string[] }>])[] =
      [
        ["people", roster.people.values()],
        ...(Object.keys(subjects) as ObjectSection[]).map(
          (section) => [section, roster.objects[objectSections[section].kind.name].values()] as const,
        ),
      ];
    for (const [section, known] of entries)
      this.#taken.set(section, new Set([...known].flatMap(({ key, previously }) => [key, ...previously])));
    for (const key of tree.sections.people.keys()) this.#taken.get("people")?.add(key);
  }

  give(section: string, wanted: string): string {
    const taken = this.#taken.get(section) ?? new Set();
    this.#taken.set(section, taken);
    let key = wanted;
    for (let number = 2; taken.has(key); number += 1) key = `${wanted.slice(0, 190)}-${number}`;
    taken.add(key);
    return key;
  }
}

function codeKey(
  section: ObjectSection,
  { namespace, code }: { code: string; namespace: string | undefined },
): string {
  return JSON.stringify([section, namespace ?? defaultNamespace, code]);
}
