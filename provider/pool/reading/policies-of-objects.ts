import DataLoader from "dataloader";

import { codedHolder, type Holder, holderKey } from "../../../model/rules/holder.js";
import { defaultNamespace, type ManagementClient, maxUsersPerBatch } from "../../../sdk/index.js";
import { isolateFailures } from "../../../sdk/isolate-failures.js";
import { toError } from "../../../sdk/to-error.js";
import type { BatchScheduler } from "../batching/batch-scheduler.js";
import { Batcher } from "../batching/batcher.js";
import type { CodedObjects } from "../coded-objects.js";
import { policyTargetTypes } from "../writing/assignment.js";
import { isRefusedTogether } from "../writing/refusal.js";
import type { CodesOf, Held, HeldCodes } from "./held-codes.js";
import { Observations } from "./observations.js";

/**
 * The policies of groups and roles, those of many in one request. The service does not document what it answers for a group
 * or role that does not exist: one that seems to have no policies is looked up.
 */
export class PoliciesOfObjects implements HeldCodes {
  readonly #client: ManagementClient;
  readonly #objects: Readonly<Record<"group" | "role", CodedObjects>>;
  readonly #observations = new Observations<readonly string[]>();
  readonly #queries: Batcher<CodesOf, Held>;
  readonly #immediate: DataLoader<CodesOf, Held>;

  constructor(
    client: ManagementClient,
    objects: Readonly<Record<"group" | "role", CodedObjects>>,
    scheduler: BatchScheduler,
  ) {
    this.#client = client;
    this.#objects = objects;
    this.#queries = new Batcher(scheduler, maxUsersPerBatch, (all) => this.#ask(all));
    this.#immediate = new DataLoader((all) => this.#ask(all), {
      cache: false,
      maxBatchSize: maxUsersPerBatch,
    });
  }

  known(of: CodesOf): readonly string[] | undefined {
    return this.#observations.answer(keyOf(of));
  }

  async read(of: CodesOf, isFresh: boolean): Promise<Held> {
    return (isFresh ? undefined : this.known(of)) ?? (await this.#queries.add(of));
  }

  async readNow(of: CodesOf): Promise<Held> {
    return await this.#immediate.load(of);
  }

  async readMany(all: readonly CodesOf[]): Promise<void> {
    await this.#ask(all.filter((of) => this.known(of) === undefined));
  }

  async duringWrite<Result>(all: readonly CodesOf[], write: () => Promise<Result>): Promise<Result> {
    return await this.#observations.duringWrite(all.map(keyOf), write);
  }

  async #ask(all: readonly CodesOf[]): Promise<(Held | Error)[]> {
    const readSince = this.#observations.mark();
    const answers = new Map<string, Held | Error>();
    await Promise.all(byTypeAndScope(all).map((some) => this.#askFor(some, answers)));
    await Promise.all(all.map((of) => this.#verify(of, answers)));
    this.#observations.keep([...answers].filter(isList), readSince);
    return all.map((of) => answers.get(keyOf(of)) ?? []);
  }

  /** Reads the policies of holders of one type in one scope. */
  async #askFor({ type, scope, all }: Alike, answers: Map<string, Held | Error>): Promise<void> {
    const failures = await isolateFailures(all, {
      attempt: async (some) => {
        const ids = some.map(({ holder }) => holder.id);
        const held = await this.#client.policies.codesOfTargets(policyTargetTypes[type], ids, [scope]);
        for (const of of some) answers.set(keyOf(of), held.get(of.holder.id)?.[scope] ?? []);
      },
      isAboutOne: isRefusedTogether,
    });
    for (const [of, error] of failures) answers.set(keyOf(of), error);
  }

  /** Looks a holder up that seems to have no policies, or that the service refused. */
  async #verify(of: CodesOf, answers: Map<string, Held | Error>): Promise<void> {
    const answer = answers.get(keyOf(of)) ?? [];
    const key = codedHolder(of.holder, of.scope ?? defaultNamespace);
    const isOpen = answer instanceof Error ? isRefusedTogether(answer) : answer.length === 0;
    if (!isOpen || key === undefined) return;
    const found = await this.#objects[key.object].readNow(key).catch(toError);
    if (found === "gone" || found instanceof Error) answers.set(keyOf(of), found);
  }
}

function keyOf({ holder, scope = defaultNamespace }: CodesOf): string {
  return JSON.stringify([holderKey(holder), scope]);
}

/** Holders that one request may be about. */
interface Alike {
  readonly type: Holder["type"];
  readonly scope: string;
  readonly all: readonly CodesOf[];
}

/** Each holder once. */
function byTypeAndScope(all: readonly CodesOf[]): Alike[] {
  const alike = new Map<string, Alike>();
  for (const of of new Map(all.map((each) => [keyOf(each), each])).values()) {
    const { holder, scope = defaultNamespace } = of;
    const key = JSON.stringify([holder.type, scope]);
    alike.set(key, { type: holder.type, scope, all: [...(alike.get(key)?.all ?? []), of] });
  }
  return [...alike.values()];
}

function isList(entry: [string, Held | Error]): entry is [string, readonly string[]] {
  return Array.isArray(entry[1]);
}
