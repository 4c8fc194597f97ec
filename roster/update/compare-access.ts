import { isInForce } from "../declaring/ends.js";
import type { Scoped } from "../reading/scoped.js";
import { placeOf } from "../reading/written.js";
import type { Grant, RosterObject } from "../roster.js";
import type { About, RosterChange } from "./change.js";
import { type Compared, labelOf } from "./compare-fields.js";
import { factPath } from "./facts.js";
import {
  type Comparison,
  editable,
  type Findings,
  NotWritable,
  type Planned,
  type RefersTo,
} from "./planned.js";
import { edgeKey, type EntryList, type ListItem, listOfEdge } from "./roster-tree.js";

/** An entry in a list that makes a grant. */
export interface Written {
  readonly list: EntryList;
  readonly item: ListItem;
}

/** Compares what one person, group or role has of one kind with what it has in the pool. */
export class AccessComparison {
  readonly #objects: ReadonlyMap<string, RosterObject>;

  constructor(
    readonly comparison: Comparison,
    readonly refersTo: RefersTo,
    readonly findings: Findings,
  ) {
    const { Group, Role, Policy } = comparison.roster.objects;
    const kinds = [["group", Group] as const, ["role", Role] as const, ["policy", Policy] as const];
    this.#objects = new Map(
      kinds.flatMap(([edge, known]) => [...known.values()].map((object) => [edgeKey(edge, object), object])),
    );
  }

  /** @param isCompared whether the roster says anything about it; otherwise nothing is added */
  compare(
    compared: Compared,
    edge: Grant["edge"],
    grants: readonly Grant[],
    held: readonly Scoped[],
    isCompared: (target: Scoped) => boolean,
  ): void {
    const declared = new Map(
      grants.filter((grant) => grant.edge === edge).map((grant) => [edgeKey(edge, grant.target), grant]),
    );
    const inPool = new Set(held.map((target) => edgeKey(edge, target)));
    for (const [key, grant] of declared) {
      if (!isInForce(grant, this.comparison.today)) {
        if (inPool.has(key)) this.#tellOver(compared, grant);
      } else if (!inPool.has(key))
        this.findings.add(aboutAccess(compared, edge, grant.target), () => this.#taken(compared, grant));
    }
    for (const [key, target] of new Map(held.map((target) => [edgeKey(edge, target), target])))
      if (!declared.has(key) && (this.comparison.undeclaredAccess || isCompared(target)))
        this.findings.add(aboutAccess(compared, edge, target), () => this.given(compared, edge, target));
  }

  given(compared: Compared, edge: Grant["edge"], target: Scoped): Planned {
    const label = labelOf(compared);
    const { text, needs } = this.refersTo(edge, target);
    const object = this.#objectOf(edge, target);
    if (object?.isExhaustive === true) return this.#member(compared, object, text);
    const entry = editable(compared.entry, label);
    const list = this.comparison.tree.listOf(entry, listOfEdge[edge]);
    this.#refuseShared(list, label);
    return {
      change: this.#change("given", compared, edge, target, text, list),
      needs,
      touches: this.#touches(compared, edge, target),
      apply: (edits) => {
        edits.addItem(entry, listOfEdge[edge], text);
      },
    };
  }

  /** Of a group that decides who its members are, they stand there. */
  #member(compared: Compared, group: RosterObject, text: string): Planned {
    const { tree } = this.comparison;
    const found = tree.sections.groups.get(group.key);
    if (found === undefined) throw new Error("a group that was read stands in a file");
    const entry = editable(found, `group ${group.key}`);
    const list = tree.listOf(entry, "members");
    this.#refuseShared(list, `group ${group.key}`);
    const person = this.comparison.roster.people.get(compared.key);
    const decides = person?.arguments.get("exhaustiveGroups");
    if (decides?.value === true)
      throw new NotWritable(
        `${compared.key}: the group ${text} is exhaustive, and so are the groups of this entry`,
        placeOf(decides.spot),
      );
    return {
      change: { ...this.#change("given", compared, "group", group, text, list), file: entry.file.file },
      needs: [],
      touches: this.#touches(compared, "group", group),
      apply: (edits) => {
        edits.addItem(entry, "members", compared.key);
      },
    };
  }

  #taken(compared: Compared, grant: Grant): Planned {
    const { edge, target } = grant;
    const label = labelOf(compared);
    const text = target.object?.key ?? target.code;
    const written = this.writtenOf(compared, edge, target);
    const key = edgeKey(edge, target);
    const shared = compared.layers.flatMap((layer) =>
      (this.comparison.tree.listOf(layer, listOfEdge[edge])?.items ?? []).filter(
        (item) => item.target === key,
      ),
    );
    const [first] = written;
    if (first === undefined || shared.length > 0)
      throw new NotWritable(
        `${label}: the ${edge} ${text} is declared, and the pool does not have it: remove it where several entries get it from`,
        placeOf(grant.spot),
      );
    for (const { list, item } of written) {
      editable(list.entry, label);
      this.#refuseShared(list, label);
      if (list.isOwn && list.entry.file.isMeantElsewhere(item.node))
        throw new NotWritable(
          `${label}: aliases refer to the ${edge} ${text}: change it by hand`,
          placeOf(grant.spot),
        );
    }
    const needed = this.#emptyMembers(grant);
    return {
      change: {
        ...this.#change("taken", compared, edge, target, text, first.list),
        place: placeOf(grant.spot),
        file: first.list.entry.file.file,
      },
      needs: [],
      touches: this.#touches(compared, edge, target),
      apply: (edits) => {
        for (const { list, item } of written) edits.removeItem(list, item);
        needed?.(edits);
      },
    };
  }

  /** The entries that make a grant, on both sides. */
  writtenOf(compared: Compared, edge: Grant["edge"], target: Scoped): Written[] {
    const { tree } = this.comparison;
    const key = edgeKey(edge, target);
    const list = tree.listOf(compared.entry, listOfEdge[edge]);
    const items = (list?.items ?? []).filter((item) => item.target === key);
    const own = list === undefined ? [] : items.map((item) => ({ list, item }));
    if (compared.subject !== "person" || edge === "policy") return own;
    const section = listOfEdge[edge];
    const object = this.#objectOf(edge, target);
    const members = tree
      .membershipsOf(compared.key)
      .filter(({ list: { entry } }) => entry.section === section && entry.key === object?.key);
    return [...own, ...members];
  }

  /** An exhaustive group that loses the last of its members says so. */
  #emptyMembers({ edge, target }: Grant): Planned["apply"] | undefined {
    const { object } = target;
    const { tree } = this.comparison;
    const entry = object === undefined ? undefined : tree.sections.groups.get(object.key);
    if (edge !== "group" || object?.isExhaustive !== true || entry === undefined) return undefined;
    if (tree.listOf(entry, "members") !== undefined) return undefined;
    const own = editable(entry, `group ${object.key}`);
    return (edits) => {
      edits.setField(own, "members", []);
    };
  }

  isExhaustive(target: Scoped): boolean {
    return this.#objectOf("group", target)?.isExhaustive === true;
  }

  #tellOver(compared: Compared, { edge, target, until, spot }: Grant): void {
    this.findings.add(aboutAccess(compared, edge, target), () => {
      throw new NotWritable(
        `${labelOf(compared)}: the ${edge} ${target.object?.key ?? target.code} ended on ${until ?? ""}, and the pool still has it`,
        placeOf(spot),
      );
    });
  }

  #objectOf(edge: Grant["edge"], target: Scoped): RosterObject | undefined {
    return this.#objects.get(edgeKey(edge, target));
  }

  #refuseShared(list: EntryList | undefined, label: string): void {
    if (list?.isOwn !== true || !list.entry.file.isMeantElsewhere(list.pair)) return;
    throw new NotWritable(
      `${label}: ${list.name} differs from the pool, and aliases refer to it: change it by hand`,
      list.entry.file.placeOf(list.pair),
    );
  }

  #change(
    kind: "given" | "taken",
    { subject, key, entry }: Compared,
    edge: Grant["edge"],
    { namespace, code: codeInPool }: Scoped,
    code: string,
    list: EntryList | undefined,
  ): RosterChange {
    const place = list === undefined ? entry.file.placeOf(entry.pair) : list.entry.file.placeOf(list.pair);
    const target = { namespace, code: codeInPool };
    return { kind, subject, key, file: entry.file.file, place, edge, code, target };
  }

  #touches({ kind, key }: Compared, edge: Grant["edge"], target: Scoped): string[] {
    return [factPath(kind, key, edge, edgeKey(edge, target)), factPath(kind, key, listOfEdge[edge])];
  }
}

function aboutAccess({ subject, key }: Compared, edge: Grant["edge"], { namespace, code }: Scoped): About {
  return { subject, key, edge, target: { namespace, code } };
}

/** The namespaces in which a holder has policies, by what the roster says. */
export function declaredNamespaces(grants: readonly Grant[], today: string): Set<string> {
  return new Set(
    grants
      .filter((grant) => grant.edge === "policy" && isInForce(grant, today))
      .map(({ target }) => target.namespace),
  );
}
