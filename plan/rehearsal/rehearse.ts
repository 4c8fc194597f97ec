import { setImmediate as nextTick } from "node:timers/promises";

import { importedObject, ownedState } from "../../model/rules/imported.js";
import { presentProperties, type Properties } from "../../model/rules/record.js";
import { type KindName, schemaOf } from "../../model/schema/index.js";
import type { Kind } from "../../model/schema/kind.js";
import { OperationError } from "../../provider/operation-error.js";
import { declarerIn } from "../../provider/pool/safety/declarer.js";
import type { Session } from "../../provider/session.js";
import { toError } from "../../sdk/to-error.js";
import type { UserSnapshot } from "../../sdk/index.js";
import type { DeclaredResource, KnownResource } from "../preview/resource.js";
import { importedId } from "./imported-id.js";
import { type KnownValues, withoutSecrets } from "./known-values.js";
import { type Outcome, resolveUnknown } from "./resolve-unknown.js";
import type { Part } from "./script.js";

/** What became of a resource that a run creates, changes or deletes. */
export interface Act {
  readonly urn: string;
  readonly kind: KindName;
  readonly does: "create" | "delete" | "forget" | "update";
  /** The id before the run; undefined for what is new. */
  readonly id: string | undefined;
  /** What the resource held and holds. Either is empty where there is nothing. */
  readonly before: Properties;
  readonly after: Properties;
  /** The id after the run, if the operation did not fail before there was one. */
  readonly newId: string | undefined;
  /** Why the operation failed. */
  readonly refusal: string | undefined;
  /** Declared secrets that the run writes. */
  readonly secrets: readonly string[];
  /** Declared secrets of which it is not known whether the run writes them. */
  readonly doubtfulSecrets: readonly string[];
  /** Declared secrets that say who has what. The copy does not get them. */
  readonly secretAccess: readonly string[];
  /** Properties whose value only the run will know. */
  readonly unknown: readonly string[];
}

/**
 * Does with a copy of the pool what a run would do with the pool: the same operations in the same order, by the same code.
 * As in a run, what does not depend on each other happens side by side, and deletions come last.
 */
export class Rehearsal {
  readonly #session: Session;
  readonly #observed: ReadonlyMap<string, UserSnapshot>;
  readonly #outcomes = new Map<string, Outcome>();
  /** Whether each operation was done. */
  readonly #operations = new Map<string, Promise<boolean>>();
  readonly acts: Act[] = [];
  /** The fields of users that the state or the program keeps secret, by the id of the user. */
  readonly secretFields = new Map<string, Set<string>>();

  /** @param observed the users of the pool as they were read, by id */
  constructor(session: Session, observed: ReadonlyMap<string, UserSnapshot>) {
    this.#session = session;
    this.#observed = observed;
  }

  /** The ids of the users that resources of the program own. */
  get ownedIds(): ReadonlySet<string> {
    return new Set([...this.#outcomes.values()].flatMap(({ kind, id }) => (kind === "User" ? [id] : [])));
  }

  /** What a resource is after its operation; undefined where that failed before there was anything. */
  outcomeOf(urn: string): Outcome | undefined {
    return this.#outcomes.get(urn);
  }

  async run(script: readonly Part[]): Promise<void> {
    this.#session.noteProgram();
    for (const part of script) if (part.does === "keep") this.#keep(part.known);
    for (const part of script) {
      if (part.does !== "declare") continue;
      const { declared, known, imports } = part;
      const operation =
        imports === undefined
          ? this.#declare(declared, part.op, known)
          : this.#import(declared, imports, known);
      this.#operations.set(declared.urn, operation);
      // A run begins with the next resource while the operation goes on.
      await nextTick();
    }
    await Promise.all(this.#operations.values());
    await this.#deleteAll(script.flatMap((part) => (part.does === "delete" ? [part.known] : [])));
  }

  /** The engine compares every resource of the program, also those that stay as they are. */
  #keep(known: KnownResource): void {
    const { urn, kind, id, inputs } = known;
    const user = this.#userOf(kind, id);
    const { properties: declared } = withoutSecrets(kind, urn, presentProperties(inputs), user);
    const { properties: state } = this.#stateOf(known);
    this.#outcomes.set(urn, { kind, id, outputs: state });
    this.#session.noteChecked(kind, declarerIn(urn), declared, declared);
    try {
      this.#session.diff(kind, id, state, declared);
    } catch (error) {
      this.acts.push({
        ...nothing,
        urn,
        kind,
        does: "update",
        id,
        newId: id,
        before: state,
        after: state,
        refusal: toError(error).message,
      });
    }
  }

  /** A program registers a resource when everything is known that it needs. */
  async #declare(resource: DeclaredResource, op: string, known: KnownResource | undefined): Promise<boolean> {
    const { urn, kind } = resource;
    if (!(await this.#isReady(resource))) return false;
    const { declared, hidden, unknown } = this.#declaredOf(resource, known?.id);
    const secretAccess = hiddenAccess(kind, hidden);
    const act = { ...nothing, urn, kind, after: declared, secretAccess, unknown };
    if (known === undefined) {
      return await this.#attempt({ ...act, ...creation }, async () => {
        this.#check(resource, {}, declared);
        return await this.#session.create(kind, declared);
      });
    }
    const { id } = known;
    const { properties: state } = this.#stateOf(known, declared);
    this.#noteSecrets(kind, id, hidden);
    return await this.#attempt({ ...act, does: "update", id, newId: id, before: state }, async () => {
      const user = this.#userOf(kind, id);
      this.#check(
        resource,
        withoutSecrets(kind, urn, presentProperties(known.inputs), user).properties,
        declared,
      );
      return await this.#change(kind, id, state, declared, hidden, op);
    });
  }

  /** Takes an object over as it is, and makes it what the program declares. */
  async #import(
    resource: DeclaredResource,
    imports: string,
    known: KnownResource | undefined,
  ): Promise<boolean> {
    const { urn, kind } = resource;
    if (!(await this.#isReady(resource))) return false;
    const id = importedId(kind, imports, this.#observed.values());
    const { declared, hidden, unknown } = this.#declaredOf(resource, id);
    this.#noteSecrets(kind, id, hidden);
    const secretAccess = hiddenAccess(kind, hidden);
    const act = { ...nothing, ...creation, urn, kind, after: declared, secretAccess, unknown };
    return await this.#attempt(act, async () => {
      const read = await this.#session.read(kind, id, {});
      if (read === "gone") throw new Error(`${kind} ${imports} does not exist`);
      const found = importedObject(schemaOf(kind), read.outs);
      const state = ownedState(schemaOf(kind), found, declared);
      this.#check(resource, found.inputs, declared);
      const { changes } = this.#session.diff(kind, id, state, declared);
      const { outs } = changes ? await this.#session.update(kind, id, state, declared) : { outs: state };
      if (known !== undefined) await this.#session.delete(kind, known.id, this.#stateOf(known).properties);
      return { id, outs };
    });
  }

  /** When everything is done that a resource needs: whether none of it failed. */
  async #isReady({ dependencies, propertyDependencies }: DeclaredResource): Promise<boolean> {
    const needed = [...dependencies, ...Object.values(propertyDependencies).flat()];
    const results = await Promise.all(
      needed.map((each) => this.#operations.get(each) ?? Promise.resolve(true)),
    );
    return !results.includes(false);
  }

  #check({ urn, kind }: DeclaredResource, olds: Properties, declared: Properties): void {
    const [failure] = this.#session.noteChecked(kind, declarerIn(urn), olds, declared);
    if (failure !== undefined) throw new Error(failure.reason);
  }

  async #change(
    kind: KindName,
    id: string,
    state: Properties,
    declared: Properties,
    hidden: readonly string[],
    op: string,
  ): Promise<Done> {
    const {
      changes,
      replaces = [],
      deleteBeforeReplace = false,
    } = this.#session.diff(kind, id, state, declared);
    if (replaces.length === 0 && op !== "replace") {
      const { outs } = await this.#session.update(kind, id, state, declared);
      return { id, outs, ...(changes ? { doubtfulSecrets: hidden } : { secrets: hidden }) };
    }
    if (deleteBeforeReplace) await this.#session.delete(kind, id, state);
    const created = await this.#session.create(kind, declared);
    if (!deleteBeforeReplace) await this.#session.delete(kind, id, state);
    return created;
  }

  /** After those that depend on them, as in a run. */
  async #deleteAll(leaving: readonly KnownResource[]): Promise<void> {
    const byUrn = new Map(leaving.map((known) => [known.urn, known]));
    const dependents = new Map<string, string[]>();
    for (const { urn, dependencies } of byUrn.values())
      for (const needed of dependencies) dependents.set(needed, [...(dependents.get(needed) ?? []), urn]);
    const deletions = new Map<string, Promise<void>>();
    const deletion = (known: KnownResource): Promise<void> => {
      const begun = deletions.get(known.urn);
      if (begun !== undefined) return begun;
      const first = (dependents.get(known.urn) ?? []).flatMap((urn) => byUrn.get(urn) ?? []);
      const done = Promise.all(first.map(deletion)).then(() => this.#delete(known));
      deletions.set(known.urn, done);
      return done;
    };
    await Promise.all(leaving.map(deletion));
  }

  async #delete(known: KnownResource): Promise<void> {
    const { urn, kind, id, isRetained } = known;
    const { properties: state } = this.#stateOf(known);
    const act = { ...nothing, urn, kind, id, newId: undefined, before: state, after: {} };
    if (isRetained) {
      this.acts.push({ ...act, does: "forget" });
      return;
    }
    await this.#attempt({ ...act, does: "delete" }, async () => {
      await this.#session.delete(kind, id, state);
      return undefined;
    });
  }

  /** Whether it was done. */
  async #attempt(act: Act, operation: () => Promise<Done | undefined>): Promise<boolean> {
    const { urn, kind } = act;
    try {
      const done = await operation();
      if (done !== undefined) this.#outcomes.set(urn, { kind, id: done.id, outputs: done.outs });
      const { id: newId = act.newId, secrets = [], doubtfulSecrets = [] } = done ?? {};
      this.acts.push({ ...act, newId, secrets, doubtfulSecrets });
      return true;
    } catch (error) {
      const newId = error instanceof OperationError ? (error.kept?.id ?? act.newId) : act.newId;
      this.acts.push({ ...act, newId, refusal: toError(error).message });
      return false;
    }
  }

  /** @param id of the object, if it exists */
  #declaredOf(
    resource: DeclaredResource,
    id: string | undefined,
  ): { declared: Properties; hidden: readonly string[]; unknown: readonly string[] } {
    const { inputs, unknown } = resolveUnknown(resource, (urn) => this.outcomeOf(urn));
    const { kind, urn } = resource;
    const user = id === undefined ? undefined : this.#userOf(kind, id);
    const { properties, hidden } = withoutSecrets(kind, urn, presentProperties(inputs), user);
    // The hash of the value that is kept says nothing about a value that is not known.
    const isKept = ([name]: [string, unknown]): boolean =>
      id === undefined || !hidden.includes(name) || schemaOf(kind).fields[name]?.stored !== "digest";
    return { declared: Object.fromEntries(Object.entries(properties).filter(isKept)), hidden, unknown };
  }

  /** What the program owns of a resource, or with what it is about to declare, is to own. */
  #stateOf({ kind, urn, id, inputs, outputs }: KnownResource, declared?: Properties): KnownValues {
    const { properties: state, hidden } = withoutSecrets(kind, urn, outputs, this.#userOf(kind, id));
    this.#noteSecrets(kind, id, hidden);
    return { properties: ownedState(schemaOf(kind), { state, inputs }, declared), hidden };
  }

  #noteSecrets(kind: KindName, id: string, names: readonly string[]): void {
    if (kind !== "User" || names.length === 0) return;
    this.secretFields.set(id, new Set([...(this.secretFields.get(id) ?? []), ...names]));
  }

  #userOf(kind: KindName, id: string): UserSnapshot | undefined {
    return kind === "User" ? this.#observed.get(id) : undefined;
  }
}

interface Done extends Partial<Pick<Act, "doubtfulSecrets" | "secrets">> {
  readonly id: string;
  readonly outs: Properties;
}

const creation = { does: "create", id: undefined, newId: undefined, before: {} } as const;
const nothing = {
  refusal: undefined,
  secrets: [],
  doubtfulSecrets: [],
  secretAccess: [],
  unknown: [],
} as const;

/** The hidden properties that say who has what. */
function hiddenAccess(kind: KindName, hidden: readonly string[]): string[] {
  return hidden.filter((name) => saysWhoHasWhat(schemaOf(kind), name));
}

/** A user has more than access. Other resources declare nothing else. */
function saysWhoHasWhat({ subject }: Kind, name: string): boolean {
  return subject.is !== "user" || subject.access.some(({ codes }) => codes === name);
}
