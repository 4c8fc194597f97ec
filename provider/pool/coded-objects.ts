import type { CodedKey } from "../../model/rules/coded.js";
import type { Properties } from "../../model/rules/record.js";
import type { BatchScheduler } from "./batching/batch-scheduler.js";
import { CodedReader, type ObservedObject } from "./reading/coded-reader.js";
import type { CodedApi, Use } from "./writing/coded-apis.js";
import { CodedRemover } from "./writing/coded-remover.js";

/** All objects of one type, such as the groups of the pool, as the handlers see them: each call is about one. */
export class CodedObjects {
  readonly #api: CodedApi;
  readonly #reader: CodedReader;
  readonly #remover: CodedRemover;

  constructor(api: CodedApi, scheduler: BatchScheduler) {
    this.#api = api;
    this.#reader = new CodedReader(api, scheduler);
    this.#remover = new CodedRemover(api, this.#reader, scheduler);
  }

  async read(key: CodedKey): Promise<ObservedObject> {
    return await this.#reader.read(key);
  }

  /** Asks the service now, for a decision that cannot be undone. */
  async readNow(key: CodedKey): Promise<ObservedObject> {
    return await this.#reader.readNow(key);
  }

  /** Whether an object is the service's own, and cannot be changed. */
  isBuiltIn(object: Properties): boolean {
    return this.#api.isBuiltIn(object);
  }

  async create(key: CodedKey, declared: Properties): Promise<Properties> {
    return await this.#reader.duringWrite([key], () => this.#api.create(key, declared));
  }

  async update(key: CodedKey, updates: Properties): Promise<Properties> {
    return await this.#reader.duringWrite([key], () => this.#api.update(key, updates));
  }

  /** Changes the code, and other fields with it. */
  async rename(key: CodedKey, code: string, updates: Properties): Promise<Properties> {
    const renamed = { ...key, code };
    return await this.#reader.duringWrite([key, renamed], () => this.#api.update(key, updates));
  }

  async useOf(key: CodedKey): Promise<Use | "gone"> {
    return await this.#remover.useOf(key);
  }

  /** The ids of the users who have it. */
  async usersOf(key: CodedKey): Promise<string[]> {
    const ids: string[] = [];
    for await (const id of this.#api.usersOf?.(key) ?? []) ids.push(id);
    return ids;
  }

  async delete(key: CodedKey): Promise<void> {
    await this.#remover.delete(key);
  }
}
