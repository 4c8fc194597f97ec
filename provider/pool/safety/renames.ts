import { type CodedKey, codedKeyText } from "../../../model/rules/coded.js";
import type { EngineCalls } from "./engine-calls.js";

interface Rename {
  readonly to: string;
  state: "planned" | "running" | "done" | "failed";
}

/**
 * The codes that change in this run. Users keep a group or role when its code changes, so everything else that refers to it
 * follows: a membership that changes from the previous code to the new one loses nothing.
 */
export class Renames {
  readonly #calls: EngineCalls;
  readonly #renames = new Map<string, Rename>();
  readonly #doubtful = new Set<string>();

  constructor(calls: EngineCalls) {
    this.#calls = calls;
  }

  get isEmpty(): boolean {
    return this.#renames.size === 0;
  }

  /** The engine compares an object whose code changes. */
  plan(from: CodedKey, to: string): void {
    const key = codedKeyText(from);
    if (this.#renames.get(key)?.to !== to) this.#renames.set(key, { to, state: "planned" });
  }

  /** The engine compares an object that may have this code since a run that could not tell. */
  doubt(key: CodedKey): void {
    this.#doubtful.add(codedKeyText(key));
  }

  isDoubtful(key: CodedKey): boolean {
    return this.#doubtful.has(codedKeyText(key));
  }

  async run<Result>(from: CodedKey, to: string, write: () => Promise<Result>): Promise<Result> {
    const rename: Rename = { to, state: "running" };
    this.#renames.set(codedKeyText(from), rename);
    try {
      const result = await write();
      rename.state = "done";
      return result;
    } finally {
      if (rename.state !== "done") rename.state = "failed";
    }
  }

  /** The code that an object has after this run. */
  planned(key: CodedKey): string {
    const rename = this.#renames.get(codedKeyText(key));
    return rename === undefined || rename.state === "failed" ? key.code : rename.to;
  }

  /** The code that an object has now. */
  current(key: CodedKey): string {
    const rename = this.#renames.get(codedKeyText(key));
    return rename?.state === "done" ? rename.to : key.code;
  }

  /** Waits for renames of this run that others follow. One that does not begin is not waited for. */
  async settled(keys: readonly CodedKey[]): Promise<void> {
    await this.#calls.whileOpen(() => keys.some((key) => this.#isOpen(key)));
  }

  #isOpen(key: CodedKey): boolean {
    return ["planned", "running"].includes(this.#renames.get(codedKeyText(key))?.state ?? "done");
  }
}
