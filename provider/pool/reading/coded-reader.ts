import DataLoader from "dataloader";

import { type CodedKey, codedKeyText, codedNouns } from "../../../model/rules/coded.js";
import type { Properties } from "../../../model/rules/record.js";
import { defaultPageSize } from "../../../sdk/page.js";
import { isolateFailures } from "../../../sdk/isolate-failures.js";
import type { BatchScheduler } from "../batching/batch-scheduler.js";
import { Batcher } from "../batching/batcher.js";
import { inBundles } from "../writing/assignment.js";
import type { CodedApi } from "../writing/coded-apis.js";
import { isRefusedTogether } from "../writing/refusal.js";
import { CodedPages } from "./coded-pages.js";
import { Observations } from "./observations.js";

/** An object as the service answered it, or "gone" when the service says that there is none with the code. */
export type ObservedObject = Properties | "gone";

/** How many objects one batch may ask for. */
const maxBatch = 100;

/**
 * Reads objects that have codes: reads that arrive together share requests, and pages answer many of them. An object that
 * the pages omit is asked for by its code, because only that answer makes it gone.
 */
export class CodedReader {
  readonly #api: CodedApi;
  readonly #observations = new Observations<Properties>();
  readonly #queries: Batcher<CodedKey, ObservedObject>;
  readonly #immediate: DataLoader<CodedKey, ObservedObject>;
  readonly #pages = new Map<string | undefined, CodedPages>();

  constructor(api: CodedApi, scheduler: BatchScheduler) {
    this.#api = api;
    this.#queries = new Batcher(scheduler, maxBatch, (keys) => this.#answer(keys));
    this.#immediate = new DataLoader((keys) => this.#ask(keys), { cache: false, maxBatchSize: maxBatch });
  }

  async read(key: CodedKey): Promise<ObservedObject> {
    return this.#known(key) ?? (await this.#queries.add(key));
  }

  /** Asks the service together with reads that come soon, whatever was observed before. */
  async readAnew(key: CodedKey): Promise<ObservedObject> {
    this.#observations.forget([codedKeyText(key)]);
    return await this.read(key);
  }

  /** Asks the service now, for a decision that cannot be undone. */
  async readNow(key: CodedKey): Promise<ObservedObject> {
    return await this.#immediate.load(key);
  }

  /** Runs a write. Earlier observations of these objects do not answer a read after it. */
  async duringWrite<Result>(keys: readonly CodedKey[], write: () => Promise<Result>): Promise<Result> {
    return await this.#observations.duringWrite(keys.map(codedKeyText), write);
  }

  #known(key: CodedKey): Properties | undefined {
    return this.#observations.answer(codedKeyText(key));
  }

  async #answer(keys: readonly CodedKey[]): Promise<(ObservedObject | Error)[]> {
    await Promise.all(
      [...byScope(keys)].map(([scope, some]) => this.#pagesOf(scope).before(inBundles(some).length)),
    );
    const open = keys.filter((key) => this.#known(key) === undefined);
    const asked = new Map((await this.#ask(open)).map((answer, index) => [open[index], answer]));
    return keys.map((key) => asked.get(key) ?? this.#known(key) ?? notAnswered(key));
  }

  #pagesOf(scope: string | undefined): CodedPages {
    const readPage = async (page: number): Promise<number> => {
      const readSince = this.#observations.mark();
      const { totalCount, list } = await this.#api.list(page, defaultPageSize, scope);
      this.#keep(list, readSince);
      return totalCount;
    };
    const pages = this.#pages.get(scope) ?? new CodedPages(readPage);
    this.#pages.set(scope, pages);
    return pages;
  }

  #keep(objects: readonly Properties[], readSince: number): void {
    this.#observations.keep(
      objects.map((object) => [codedKeyText(this.#api.keyOf(object)), object]),
      readSince,
    );
  }

  /** Asks for each object by its code, several in one request. */
  async #ask(keys: readonly CodedKey[]): Promise<(ObservedObject | Error)[]> {
    const readSince = this.#observations.mark();
    const answers = new Map<string, ObservedObject | Error>();
    const bundles = [...byScope(keys).values()].flatMap(inBundles);
    await Promise.all(bundles.map((bundle) => this.#askFor(bundle, answers)));
    this.#keep([...answers.values()].filter(isObject), readSince);
    return keys.map((key) => answers.get(codedKeyText(key)) ?? notAnswered(key));
  }

  async #askFor(bundle: readonly CodedKey[], answers: Map<string, ObservedObject | Error>): Promise<void> {
    const failures = await isolateFailures(bundle, {
      attempt: async (keys) => {
        const found = await this.#api.readMany(
          keys.map(({ code }) => code),
          keys[0]?.scope,
        );
        for (const [index, key] of keys.entries())
          answers.set(codedKeyText(key), this.#verified(key, found[index]));
      },
      isAboutOne: isRefusedTogether,
    });
    for (const [key, error] of failures) answers.set(codedKeyText(key), error);
  }

  /** What a service that ignores case answers is another object. */
  #verified(key: CodedKey, found: Properties | null | undefined): ObservedObject | Error {
    if (found === null || found === undefined) return "gone";
    return codedKeyText(this.#api.keyOf(found)) === codedKeyText(key) ? found : notAnswered(key);
  }
}

function byScope(keys: readonly CodedKey[]): Map<string | undefined, CodedKey[]> {
  const distinct = new Map(keys.map((key) => [codedKeyText(key), key]));
  const scopes = new Map<string | undefined, CodedKey[]>();
  for (const key of distinct.values()) scopes.set(key.scope, [...(scopes.get(key.scope) ?? []), key]);
  return scopes;
}

function isObject(answer: ObservedObject | Error): answer is Properties {
  return answer !== "gone" && !(answer instanceof Error);
}

function notAnswered({ object, code }: CodedKey): Error {
  return new Error(
    `the service answered something else than ${codedNouns[object]} ${code}: nothing was read or changed`,
  );
}
