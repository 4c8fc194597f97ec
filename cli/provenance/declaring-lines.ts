import { readFile } from "node:fs/promises";
import { resolve } from "node:path";

import type { Owner } from "../../drift/finding/parts.js";
import type { Deployment, SourcePosition } from "../../drift/states/managed.js";
import { nameInUrn } from "../../model/rules/urn.js";
import type { Place } from "../../roster/index.js";
import { projectNameIn } from "./project-name.js";

/** More resources than these are not behind one finding. */
const mostOwners = 5;

/**
 * The lines of a program that declare resources. A state knows them as they were at the last `pulumi up`, and the program
 * may have changed: a line counts only where it still looks like the declaration.
 */
export class DeclaringLines {
  readonly #positions = new Map<string, SourcePosition>();
  readonly #texts = new Map<string, Promise<string>>();
  #project: Promise<string | undefined> | undefined;

  constructor(
    deployments: readonly Deployment[],
    readonly cwd: string,
  ) {
    for (const { positions } of deployments)
      for (const [urn, position] of positions) this.#positions.set(urn, position);
  }

  async of(owners: readonly Owner[]): Promise<Place[]> {
    const places = new Map<string, Place>();
    for (const { urn } of owners.slice(0, mostOwners)) {
      const position = this.#positions.get(urn);
      if (position === undefined || !(await this.#isDeclaration(urn, position))) continue;
      places.set(`${position.file}:${position.line}`, position);
    }
    return [...places.values()];
  }

  async #isDeclaration(urn: string, { file, line }: SourcePosition): Promise<boolean> {
    this.#project ??= projectNameIn(this.cwd);
    const [, , project = ""] = /^urn:pulumi:(.*?)::(.*?)::/su.exec(urn) ?? [];
    if ((await this.#project) !== project) return false;
    const text = await this.#read(file);
    const lines = text.split("\n");
    if (!/\bnew\b/u.test(lines[line - 1] ?? "")) return false;
    // A name that is written in the program stands at its declaration.
    const name = nameInUrn(urn);
    const near = lines.slice(line - 1, line + 2).join("\n");
    return !isQuoted(name, text) || isQuoted(name, near);
  }

  async #read(file: string): Promise<string> {
    const known = this.#texts.get(file) ?? readFile(resolve(this.cwd, file), "utf8").catch(() => "");
    this.#texts.set(file, known);
    return await known;
  }
}

function isQuoted(name: string, text: string): boolean {
  return ['"', "'", "`"].some((quote) => text.includes(`${quote}${name}${quote}`));
}
