import { readFile } from "node:fs/promises";
import { extname, resolve } from "node:path";

import type { Owner } from "../../drift/finding/parts.js";
import type { Deployment, SourcePosition } from "../../drift/states/managed.js";
import { labelOfUrn, nameInUrn, parseUrn } from "../../model/rules/urn.js";
import { projectNameIn } from "./project-name.js";
import { placesInYaml } from "./yaml-program.js";

/** More resources than these are not behind one finding. */
const mostOwners = 5;

/** What the line of a declaration has, by the ending of the file. */
const declarations: Readonly<Record<string, RegExp>> = {
  ".py": /\b[A-Z]\w*\(/u,
  ".go": /\bNew[A-Z]\w*\(/u,
};
const inJavaScript = /\bnew\b/u;

/**
 * The lines of a program that declare resources. A state knows them as they were at the last `pulumi up`, and the program
 * may have changed: a line counts only where it still looks like the declaration.
 */
export class DeclaringLines {
  readonly #positions = new Map<string, SourcePosition>();
  readonly #texts = new Map<string, Promise<string>>();
  #inYaml: ReturnType<typeof placesInYaml> | undefined;
  #project: Promise<string | undefined> | undefined;

  constructor(
    deployments: readonly Deployment[],
    readonly cwd: string,
  ) {
    for (const { positions } of deployments)
      for (const [urn, position] of positions) this.#positions.set(urn, position);
  }

  async of(owners: readonly Owner[]): Promise<SourcePosition[]> {
    const places = new Map<string, SourcePosition>();
    for (const { urn } of owners.slice(0, mostOwners)) {
      const position = (await this.#isOfProject(urn)) ? await this.#placeOf(urn) : undefined;
      if (position !== undefined) places.set(`${position.file}:${position.line}`, position);
    }
    return [...places.values()];
  }

  async #isOfProject(urn: string): Promise<boolean> {
    this.#project ??= projectNameIn(this.cwd);
    const [, , project = ""] = /^urn:pulumi:(.*?)::(.*?)::/su.exec(urn) ?? [];
    return (await this.#project) === project;
  }

  async #placeOf(urn: string): Promise<SourcePosition | undefined> {
    const position = this.#positions.get(urn);
    if (position !== undefined) return (await this.#isDeclaration(urn, position)) ? position : undefined;
    this.#inYaml ??= placesInYaml(this.cwd);
    return parseUrn(urn).parents.length === 0 ? (await this.#inYaml).get(labelOfUrn(urn)) : undefined;
  }

  async #isDeclaration(urn: string, { file, line }: SourcePosition): Promise<boolean> {
    const text = await this.#read(file);
    const lines = text.split("\n");
    const declaration = declarations[extname(file)] ?? inJavaScript;
    if (!declaration.test(lines[line - 1] ?? "")) return false;
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
