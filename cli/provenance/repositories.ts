import { readFile } from "node:fs/promises";
import { resolve } from "node:path";

import type { Git } from "./git.js";

export interface Repository {
  /** The directory of the work tree, without links. */
  readonly top: string;
  /** Where a shallow clone ends. Git cannot know what is older, and says that these commits wrote it. */
  readonly shallow: ReadonlySet<string>;
}

/** Finds the repository of a directory, each directory once. */
export class Repositories {
  readonly #known = new Map<string, Promise<Repository | undefined>>();

  constructor(readonly git: Git) {}

  /** @param directory without links */
  async of(directory: string): Promise<Repository | undefined> {
    const known = this.#known.get(directory) ?? this.#find(directory);
    this.#known.set(directory, known);
    return await known;
  }

  async #find(directory: string): Promise<Repository | undefined> {
    const answer = await this.git.ask(directory, ["rev-parse", "--show-toplevel", "--git-path", "shallow"]);
    const [top = "", shallow = ""] = answer?.toString().split("\n") ?? [];
    if (top === "" || shallow === "") return undefined;
    const hashes = await readFile(resolve(directory, shallow), "utf8").catch(() => "");
    return { top, shallow: new Set(hashes.split("\n").filter((hash) => hash !== "")) };
  }
}
