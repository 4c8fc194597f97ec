import { toFieldValue } from "../../drift/finding/parts.js";
import type { Planned } from "../../drift/finding/planned.js";
import { isSame } from "../../model/rules/same.js";
import { schemas, isCodedKind } from "../../model/schema/index.js";
import type { CodedKind } from "../../model/schema/kind.js";
import type { Act } from "../rehearsal/rehearse.js";
import { objectRef, ownersOfObject, type Story } from "./cast.js";
import type { PoolObject } from "./indexed-pool.js";

/** What happens to groups, roles, policies and custom fields themselves. */
export function objectChanges(story: Story): Planned[] {
  const { before, after } = story;
  const of = (object: PoolObject): Pick<Planned, "owners"> & { object: ReturnType<typeof objectRef> } => ({
    object: objectRef(object),
    owners: ownersOfObject(story, object),
  });
  const created = [...after.objects].filter(([id]) => !before.objects.has(id)).map(([, object]) => object);
  const deleted = [...before.objects].filter(([id]) => !after.objects.has(id));
  return [
    ...created.map((object): Planned => ({ kind: "object-created", ...of(object) })),
    ...deleted.map(([id, object]): Planned => ({
      kind: "object-deleted",
      ...of(object),
      users: before.edgesToUsers.get(id)?.length ?? 0,
    })),
    ...takenOver(story).map((object): Planned => ({ kind: "object-adopted", ...of(object) })),
    ...released(story).map((object): Planned => ({ kind: "object-released", ...of(object) })),
    ...[...after.objects].flatMap(([id, object]) => {
      const earlier = before.objects.get(id);
      return earlier === undefined
        ? []
        : fieldsOf(earlier, object).map((change): Planned => ({
            kind: "object-set",
            ...of(object),
            ...change,
          }));
    }),
  ];
}

/** Objects that exist, and that a new resource manages. */
function takenOver({ before, acts }: Story): PoolObject[] {
  return codedActs(acts.all)
    .filter(({ act: { does, refusal } }) => does === "create" && refusal === undefined)
    .flatMap(({ kind, act }) => findObject(before, kind, act.after));
}

/** Objects that stay when their resource leaves the program. */
function released({ after, acts }: Story): PoolObject[] {
  const coded = codedActs(acts.all);
  return coded
    .filter(({ act: { does, refusal } }) => (does === "delete" || does === "forget") && refusal === undefined)
    .flatMap(({ kind, act }) => findObject(after, kind, act.before))
    .filter(
      (object) => !coded.some(({ kind, act }) => act.does === "update" && isOf(object, kind, act.after)),
    );
}

const codedKinds: ReadonlyMap<string, CodedKind> = new Map(
  schemas.flatMap((kind): [string, CodedKind][] => (isCodedKind(kind) ? [[kind.name, kind]] : [])),
);

function codedActs(acts: readonly Act[]): { kind: CodedKind; act: Act }[] {
  return acts.flatMap((act) => {
    const kind = codedKinds.get(act.kind);
    return kind === undefined ? [] : [{ kind, act }];
  });
}

function findObject(pool: Story["before"], kind: CodedKind, held: Act["after"]): PoolObject[] {
  return [...pool.objects.values()].filter((object) => isOf(object, kind, held));
}

function isOf(object: PoolObject, { subject, fields }: CodedKind, held: Act["after"]): boolean {
  if (object.type !== subject.object || object.code !== held[subject.code]) return false;
  return (
    subject.scope === undefined || object.namespace === (held[subject.scope] ?? fields[subject.scope]?.unset)
  );
}

/** Other names than in the pool. */
const declaredNames: Readonly<Record<string, string>> = { dataType: "type" };

function fieldsOf(
  earlier: PoolObject,
  later: PoolObject,
): Pick<Extract<Planned, { kind: "object-set" }>, "after" | "before" | "field">[] {
  const kind = [...codedKinds.values()].find(({ subject }) => subject.object === later.type);
  if (kind === undefined) return [];
  const values = { ...later.values, [kind.subject.code]: later.code };
  const before: Record<string, unknown> = { ...earlier.values, [kind.subject.code]: earlier.code };
  return Object.entries(values).flatMap(([name, value]) => {
    const field = declaredNames[name] ?? name;
    const row = kind.fields[field];
    if (row === undefined || isSame(row, before[name], value)) return [];
    return [
      { field, before: toFieldValue(before[name] ?? undefined), after: toFieldValue(value ?? undefined) },
    ];
  });
}
