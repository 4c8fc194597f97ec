import type { Origin } from "../../drift/finding/origin.js";
import type { Owner } from "../../drift/finding/parts.js";
import type { Deployment, SourcePosition } from "../../drift/states/managed.js";
import { printable } from "../../model/rules/printable.js";
import { LineFinder, linesOf, type Wanted } from "../../roster/index.js";
import type { GivenRoster } from "../given-roster.js";
import type { Surroundings } from "../surroundings.js";
import { blameFiles } from "./blame.js";
import { findRemoved } from "./find-removed.js";
import { Git } from "./git.js";
import { DeclaringLines } from "./declaring-lines.js";
import { Repositories } from "./repositories.js";

/** What the lines are looked for. */
export interface Asked {
  readonly wanted: Wanted;
  /** Whether a line that a roster had, and has no more, is an answer. */
  readonly mayBeRemoved: boolean;
  /** The resources that declare it. Their lines are the answer where no roster is. */
  readonly owners: readonly Owner[];
}

interface Sources {
  readonly roster: GivenRoster | undefined;
  readonly deployments: readonly Deployment[];
  /** Whether to ask git for commits. */
  readonly usesGit: boolean;
}

/** Finds the lines of rosters and programs that give something or gave it, and the commits behind them. */
export class Provenance {
  readonly #roster: GivenRoster | undefined;
  readonly #finder: LineFinder | undefined;
  readonly #declaring: DeclaringLines;
  readonly #git: Git | undefined;
  readonly #repositories: Repositories | undefined;
  readonly #cwd: string;
  readonly #stderr: Surroundings["stderr"];

  constructor({ roster, deployments, usesGit }: Sources, { cwd, env, stderr }: Surroundings) {
    this.#roster = roster;
    this.#finder = roster && new LineFinder(linesOf(roster.roster, roster.today));
    this.#declaring = new DeclaringLines(deployments, cwd);
    this.#git = usesGit ? new Git({ env }) : undefined;
    this.#repositories = this.#git && new Repositories(this.#git);
    this.#cwd = cwd;
    this.#stderr = stderr;
  }

  /** The end that the roster sets to something, if any. */
  endOf(wanted: Wanted): { readonly until?: string | undefined; readonly reason?: string | undefined } {
    const { until, reason } = this.#finder?.find(wanted) ?? {};
    return { until, reason };
  }

  /** The lines behind each, in the same order. Where none is known, the list is empty. */
  async of(all: readonly Asked[]): Promise<Origin[][]> {
    const lines = await Promise.all(all.map((asked) => this.#linesOf(asked)));
    const lost = all.filter(({ mayBeRemoved }, index) => mayBeRemoved && lines[index]?.length === 0);
    const removed = await this.#removed(lost.map(({ wanted }) => wanted));
    const files = lines.flat().map(({ file }) => file);
    const blamed = this.#repositories && (await blameFiles(files, this.#cwd, this.#repositories));
    this.#noteRefusal();
    return all.map(({ wanted }, index) => {
      const before = removed.get(wanted);
      if (before !== undefined) return before.lines.map((place) => originOf(place, "removed", before.commit));
      return (lines[index] ?? []).map((place) =>
        originOf(place, "current", blamed?.get(place.file)?.(place.line)),
      );
    });
  }

  async #linesOf({ wanted, owners, mayBeRemoved }: Asked): Promise<readonly SourcePosition[]> {
    const found = this.#finder?.find(wanted);
    if (found !== undefined) return found.lines;
    // A resource that does not declare it says nothing about who gave it.
    return mayBeRemoved ? [] : await this.#declaring.of(owners);
  }

  async #removed(wanted: readonly Wanted[]): ReturnType<typeof findRemoved> {
    const [roster, finder, repositories] = [this.#roster, this.#finder, this.#repositories];
    if (roster === undefined || finder === undefined || repositories === undefined) return new Map();
    return await findRemoved(wanted, { ...roster, cwd: this.#cwd, finder }, repositories);
  }

  /** Git refuses the repository of another user, for example in a container. */
  #noteRefusal(): void {
    const path = this.#git?.refusal;
    if (this.#git === undefined || path === undefined) return;
    this.#git.refusal = undefined;
    this.#stderr.write(
      `pulumi-approw: git refuses the repository ${printable(path)}, which belongs to another user, so commits are not ` +
        "shown. To show them, run `git config --global --add safe.directory` with that path\n",
    );
  }
}

function originOf(place: SourcePosition, is: Origin["is"], commit: Origin["commit"]): Origin {
  const { file, line, column } = place;
  return { file, line, ...(column !== undefined && { column }), is, ...(commit !== undefined && { commit }) };
}
