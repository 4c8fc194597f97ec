import type { Git } from "./git.js";

/** Reads contents by their ids. It keeps those of the last readings, because most files are in the next one too. */
export class Contents {
  #known = new Map<string, string>();

  constructor(
    readonly git: Git,
    readonly directory: string,
  ) {}

  /** Undefined if git lacks one of them, as a partial clone may. */
  async read(ids: readonly string[]): Promise<ReadonlyMap<string, string> | undefined> {
    const missing = [...new Set(ids)].filter((id) => !this.#known.has(id));
    if (missing.length > 0) {
      const answer = await this.git.ask(this.directory, ["cat-file", "--batch"], `${missing.join("\n")}\n`);
      for (const [id, text] of answer === undefined ? [] : blobsIn(answer)) this.#known.set(id, text);
    }
    return ids.every((id) => this.#known.has(id)) ? this.#known : undefined;
  }

  /** Forgets all but these. */
  keep(ids: Iterable<string>): void {
    const kept = new Set(ids);
    this.#known = new Map([...this.#known].filter(([id]) => kept.has(id)));
  }
}

/** `ID blob SIZE`, the content and a newline for each. */
function blobsIn(answer: Buffer): [id: string, text: string][] {
  const blobs: [string, string][] = [];
  for (let offset = 0; offset < answer.length;) {
    const end = answer.indexOf("\n", offset);
    const { id, size } =
      /^(?<id>[\da-f]+) blob (?<size>\d+)$/u.exec(answer.toString("latin1", offset, end))?.groups ?? {};
    offset = end + 1;
    if (id === undefined) continue;
    blobs.push([id, answer.toString("utf8", offset, offset + Number(size))]);
    offset += Number(size) + 1;
  }
  return blobs;
}
