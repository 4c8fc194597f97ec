import type { Properties } from "../../model/rules/record.js";
import { nameInUrn } from "../../model/rules/urn.js";
import { schemaOf } from "../../model/schema/index.js";
import { defaultNamespace } from "../../sdk/index.js";
import { mentionedCodes } from "../copy/mentioned.js";
import type { Act } from "../rehearsal/rehearse.js";
import type { PoolEdge, PoolObject } from "./indexed-pool.js";

/** What a run did, found by what it is about. */
export interface IndexedActs {
  readonly all: readonly Act[];
  /** Whether another `User` has the same name, below another parent. */
  hasNamesake(urn: string): boolean;
  /** The operations of the `User`s that had or have an id. */
  ofUser(id: string): readonly Act[];
  /** The operations of the resources that are a group, role, policy or custom field. */
  ofObject(object: PoolObject): readonly Act[];
  /** The operations of the resources that say whether the holder of an edge has its target. */
  ofEdge(edge: PoolEdge, target: PoolObject): readonly Act[];
}

export function indexActs(acts: readonly Act[]): IndexedActs {
  const byName = new ActsBy();
  const byUser = new ActsBy();
  const byObject = new ActsBy();
  const byAccess = new ActsBy();
  for (const act of acts) {
    const held = [act.before, act.after];
    if (act.kind === "User") {
      byName.add(act, [nameInUrn(act.urn)]);
      byUser.add(act, idsOf(act));
    }
    byObject.add(
      act,
      held.flatMap((each) => ownKeys(act, each)),
    );
    const codes = new Set(held.flatMap((each) => mentionedKeys(act, each)));
    for (const holder of new Set(held.flatMap((each) => holdersIn(act, each))))
      byAccess.add(
        act,
        [...codes].map((code) => accessKey(holder, code)),
      );
  }
  return {
    all: acts,
    hasNamesake: (urn) => byName.get(nameInUrn(urn)).some((act) => act.urn !== urn),
    ofUser: (id) => byUser.get(id),
    ofObject: (object) => byObject.get(keyOfObject(object)),
    ofEdge: ({ holderType, holderId }, target) =>
      byAccess.get(accessKey(holderType === "USER" ? holderId : anyObject, keyOfObject(target))),
  };
}

/** Acts by keys, in the order of the run. */
class ActsBy {
  readonly #acts = new Map<string, Act[]>();

  get(key: string): readonly Act[] {
    return this.#acts.get(key) ?? [];
  }

  add(act: Act, keys: readonly string[]): void {
    for (const key of new Set(keys)) {
      const known = this.#acts.get(key);
      if (known === undefined) this.#acts.set(key, [act]);
      else known.push(act);
    }
  }
}

/** Stands for every group and role: they have policies by the same kind of resource. */
const anyObject = "";

/** The users of whom a resource says what they have, by their ids, and `anyObject`. */
function holdersIn(act: Act, held: Properties): string[] {
  const { subject } = schemaOf(act.kind);
  switch (subject.is) {
    case "user":
      return idsOf(act);
    case "edges":
      return listed(held[subject.user]);
    case "members":
      return listed(held[subject.users]);
    case "grants":
      return [anyObject, ...listed(held[subject.holders.user])];
    case "coded":
      return [];
  }
}

function idsOf({ id, newId }: Act): string[] {
  return [id, newId].filter((each) => each !== undefined);
}

function listed(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((each: unknown) => typeof each === "string");
}

/** The key of the object that a resource is, as far as it is one whose code is known. */
function ownKeys({ kind }: Act, held: Properties): string[] {
  const { subject } = schemaOf(kind);
  if (subject.is !== "coded") return [];
  const code = held[subject.code];
  const scope = subject.scope === undefined ? "" : (held[subject.scope] ?? defaultNamespace);
  return typeof code === "string" && typeof scope === "string" ? [keyOf(subject.object, scope, code)] : [];
}

function mentionedKeys({ kind }: Act, held: Properties): string[] {
  return mentionedCodes(kind, held).map(({ object, namespace, code }) => keyOf(object, namespace, code));
}

function keyOfObject({ type, namespace = "", code }: PoolObject): string {
  return keyOf(type, namespace, code);
}

function keyOf(type: PoolObject["type"], namespace: string, code: string): string {
  return JSON.stringify([type, namespace, code]);
}

function accessKey(holder: string, code: string): string {
  return `${holder} ${code}`;
}
