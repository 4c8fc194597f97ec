import DataLoader from "dataloader";

import { type CodedKey, codedKeyText, codedNouns } from "../../../model/rules/coded.js";
import type { Properties } from "../../../model/rules/record.js";
import { defaultPageSize } from "../../../sdk/page.js";
import type { BatchScheduler } from "../batching/batch-scheduler.js";
import { Batcher } from "../batching/batcher.js";
import { inBundles } from "../writing/assignment.js";
import type { CodedApi } from "../writing/coded-apis.js";
import { askByCode, inScopes } from "./ask-by-code.js";
import { Observations } from "./observations.js";
import { PagesAhead } from "./pages-ahead.js";

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
  readonly #pages = new Map<string | undefined, PagesAhead>();

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
    await Promise.all(inScopes(keys).map((some) => this.#readAhead(some)));
    const open = keys.filter((key) => this.#known(key) === undefined);
    const asked = new Map((await this.#ask(open)).map((answer, index) => [open[index], answer]));
    return keys.map((key) => asked.get(key) ?? this.#known(key) ?? notAnswered(key));
  }

  async #readAhead(keys: readonly CodedKey[]): Promise<void> {
    const scope = keys[0]?.scope;
    const pages = this.#pages.get(scope) ?? new PagesAhead();
    this.#pages.set(scope, pages);
    pages.count(inBundles(keys).length);
    await pages.before(async (page) => {
      const readSince = this.#observations.mark();
      const { totalCount, list } = await this.#api.list(page, defaultPageSize, scope);
      this.#keep(list, readSince);
      return totalCount;
    });
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
    const found = await askByCode(keys, (codes, scope) => this.#api.readMany(codes, scope));
    const answers = new Map(
      keys.map((key) => [codedKeyText(key), this.#verified(key, found.get(codedKeyText(key)))]),
    );
    this.#keep([...answers.values()].filter(isObject), readSince);
    return keys.map((key) => answers.get(codedKeyText(key)) ?? notAnswered(key));
  }

  /** What a service that ignores case answers is another object. */
  #verified(key: CodedKey, found: ObservedObject | Error | undefined): ObservedObject | Error {
    if (found === undefined) return notAnswered(key);
    if (!isObject(found)) return found;
    return codedKeyText(this.#api.keyOf(found)) === codedKeyText(key) ? found : notAnswered(key);
  }
}

function isObject(answer: ObservedObject | Error): answer is Properties {
  return answer !== "gone" && !(answer instanceof Error);
}

function notAnswered({ object, code }: CodedKey): Error {
  return new Error(
    `the service answered something else than ${codedNouns[object]} ${code}: nothing was read or changed`,
  );
}
