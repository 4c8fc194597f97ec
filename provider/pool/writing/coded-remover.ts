import { type CodedKey, codedKeyText } from "../../../model/rules/coded.js";
import { isolateFailures } from "../../../sdk/isolate-failures.js";
import type { BatchScheduler } from "../batching/batch-scheduler.js";
import { Batcher } from "../batching/batcher.js";
import { askByCode, codesOf, inScopes } from "../reading/ask-by-code.js";
import type { CodedReader } from "../reading/coded-reader.js";
import type { CodedApi, Use } from "./coded-apis.js";
import { isAboutOneUser } from "./refusal.js";

/** The service documents no limit on deletions. */
const maxBatch = 80;

/** Counts the users of objects and deletes objects, several of them in one request. */
export class CodedRemover {
  readonly #api: CodedApi;
  readonly #reader: CodedReader;
  readonly #counts: Batcher<CodedKey, Use | "gone">;
  readonly #deletions: Batcher<CodedKey, undefined>;

  constructor(api: CodedApi, reader: CodedReader, scheduler: BatchScheduler) {
    this.#api = api;
    this.#reader = reader;
    this.#counts = new Batcher(scheduler, maxBatch, (keys) => this.#count(keys));
    this.#deletions = new Batcher(scheduler, maxBatch, (keys) => this.#delete(keys));
  }

  /** How it is used now. */
  async useOf(key: CodedKey): Promise<Use | "gone"> {
    return await this.#counts.add(key);
  }

  /** Deletes it. One that is gone already counts as deleted. */
  async delete(key: CodedKey): Promise<void> {
    await this.#reader.duringWrite([key], () => this.#deletions.add(key));
  }

  async #count(keys: readonly CodedKey[]): Promise<(Use | "gone" | Error)[]> {
    const uses = await askByCode(keys, (codes, scope) => this.#api.usesOf(codes, scope));
    return keys.map((key) => uses.get(codedKeyText(key)) ?? "gone");
  }

  async #delete(keys: readonly CodedKey[]): Promise<(undefined | Error)[]> {
    const errors = new Map<CodedKey, Error>();
    await Promise.all(
      inScopes(keys).map(async (some) => {
        const failures = await isolateFailures(some, {
          attempt: (part) => this.#api.deleteMany(codesOf(part), part[0]?.scope),
          isAboutOne: isAboutOneUser,
          remaining: (part) => this.#findRemaining(part),
        });
        for (const [key, error] of failures) errors.set(key, error);
      }),
    );
    return keys.map((key) => errors.get(key));
  }

  /** Those that a refused request has not deleted. One that cannot be read counts as one of them. */
  async #findRemaining(keys: readonly CodedKey[]): Promise<CodedKey[]> {
    const observed = await Promise.all(keys.map((key) => this.#reader.readNow(key).catch(() => undefined)));
    return keys.filter((_key, index) => observed[index] !== "gone");
  }
}
