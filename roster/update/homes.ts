import { posix } from "node:path";

import type { Scoped } from "../reading/scoped.js";
import type { Grant } from "../roster.js";
import { people } from "../sections.js";
import { NotWritable } from "./planned.js";
import { edgeKey, edgeOfList, type RosterTree, type SectionName } from "./roster-tree.js";
import type { YamlFile } from "./yaml-file.js";

/** What is to be written of a new person, as far as the defaults of a file may say something else. */
export interface Newcomer {
  readonly values: Readonly<Record<string, unknown>>;
  /** All values in the pool, also those that are not written. */
  readonly observed: Readonly<Record<string, unknown>>;
  readonly held: (edge: Grant["edge"]) => readonly Scoped[];
}

/** Decides in which file something new stands. */
export class Homes {
  /** @param newFiles whether something may stand in a file that is new */
  constructor(
    readonly tree: RosterTree,
    readonly newFiles: boolean,
  ) {}

  /**
   * The file that a plan names, or the only one with the section, or a new one. The defaults of the file say nothing of a new
   * person that is not so in the pool.
   *
   * @param names paths below the folder of the roster, without an ending, best first
   */
  fileFor(section: SectionName, names: readonly string[], newcomer?: Newcomer): YamlFile | string {
    const named = names.flatMap((name) => this.#filesNamed(name));
    const holding = this.tree.files.filter(({ root }) =>
      root?.items.some(({ key }) => String(key) === section),
    );
    const usual = holding.length === 1 ? [...named, ...holding] : named;
    const candidates = this.newFiles ? usual : [...usual, ...holding, ...this.tree.files];
    const fitting = candidates.find((file) => newcomer === undefined || this.#fits(file, newcomer));
    if (fitting === undefined && !this.newFiles)
      throw new NotWritable(
        "the defaults of each file say something else, and only a roster that is one folder gets new files",
      );
    return fitting ?? this.#newFile(names[0] ?? section);
  }

  #filesNamed(name: string): YamlFile[] {
    const isNamed = (file: string, ending: string): boolean =>
      file === `${name}${ending}` || file.endsWith(`/${name}${ending}`);
    return this.tree.files.filter(({ file }) => isNamed(file, ".yaml") || isNamed(file, ".yml"));
  }

  /** Next to the others, under a name that no file has. */
  #newFile(name: string): string {
    const folder = commonFolder(this.tree.files.map(({ file }) => file));
    const [first = "", ...rest] = name.split("/");
    const below = rest.length > 0 && posix.basename(folder) === first ? rest.join("/") : name;
    const taken = new Set(this.tree.files.map(({ file }) => file.toLowerCase()));
    for (let number = 1; ; number += 1) {
      const path = posix.join(folder, `${below}${number === 1 ? "" : `-${number}`}.yaml`);
      if (!taken.has(path.toLowerCase())) return path;
    }
  }

  #fits(file: YamlFile, { values, observed, held }: Newcomer): boolean {
    const defaults = this.tree.defaultsOf(file);
    if (defaults?.map === undefined) return true;
    const { map } = defaults;
    return file.namesIn(map).every((name) => {
      const list = this.tree.listOf(defaults, name);
      if (list !== undefined) {
        const edge = edgeOfList[name as keyof typeof edgeOfList];
        const known = new Set(held(edge).map((target) => edgeKey(edge, target)));
        return list.items.every(({ target }) => target !== undefined && known.has(target));
      }
      const field = people.kind.fields[name];
      if (field === undefined || field.secret) return true;
      if (values[name] === undefined)
        return file.plain(file.find(map, name)?.pair.value) === String(observed[name] ?? field.unset);
      const below = file.mapIn(file.find(map, name)?.pair);
      const own = values[name];
      if (name !== people.kind.subject.customData || below === undefined) return true;
      return file
        .namesIn(below)
        .every((key) => typeof own === "object" && own !== null && Object.hasOwn(own, key));
    });
  }
}

function commonFolder(files: readonly string[]): string {
  const [first = [], ...others] = files.map((file) => posix.dirname(file).split("/"));
  const differs = (part: string, index: number): boolean => others.some((other) => other[index] !== part);
  const length = first.findIndex(differs);
  return (
    (length < 0 ? first : first.slice(0, length)).join("/") ||
    (files[0]?.startsWith("/") === true ? "/" : ".")
  );
}
