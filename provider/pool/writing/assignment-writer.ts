import { isNotFound, maxUsersPerBatch } from "../../../sdk/index.js";
import { isolateFailures } from "../../../sdk/isolate-failures.js";
import { toError } from "../../../sdk/to-error.js";
import { ObjectGoneError, UserGoneError } from "../../../model/errors.js";
import { holderGone } from "../../../model/rules/holder.js";
import { without } from "../../../model/rules/plan-set.js";
import type { BatchScheduler } from "../batching/batch-scheduler.js";
import { Batcher } from "../batching/batcher.js";
import type { HeldCodes } from "../reading/held-codes.js";
import {
  type Assignment,
  type AssignmentEdge,
  groupEdges,
  halveEdges,
  inBundles,
  keyOf,
  requestOf,
} from "./assignment.js";
import type { AssignmentApi } from "./assignment-apis.js";
import { findOpen } from "./find-open.js";
import { isAboutOneUser, isRefusedTogether, mayBeDone } from "./refusal.js";

/** A code that was not written. */
interface FailedCode {
  readonly code: string;
  readonly error: Error;
  /** It may be written all the same: the answer was lost, and so was that of the look-up after it. */
  readonly isUnconfirmed?: boolean;
}

/** What became of each code of an assignment. */
export interface Outcome {
  readonly done: readonly string[];
  readonly failed: readonly FailedCode[];
}

/** What failed so far, by the keys of the edges. */
class Failures {
  readonly errors = new Map<string, Error>();
  /** Edges that may be written, as far as is known. */
  readonly unconfirmed = new Set<string>();

  of({ holder, codes, scope }: Assignment): FailedCode[] {
    return codes.flatMap((code) => {
      const key = keyOf({ holder, code, scope });
      const error = this.errors.get(key);
      if (error === undefined) return [];
      return [{ code, error, ...(this.unconfirmed.has(key) && { isUnconfirmed: true }) }];
    });
  }
}

/** An assignment to write. */
interface Writing extends Assignment {
  /** Whether the holder may have the codes already, so that reading is worth a request. */
  readonly mayBeHeld: boolean;
}

/**
 * Gives or takes groups, roles or policies, those of many holders in one request. Codes that a holder is known to have are
 * not given again. The service answers with one message for all of them and does not say whether it did a part of a refused
 * request. So after a refusal, the writer reads what is done and repeats the rest in smaller requests, until the edge that
 * causes the refusal is alone and has its own error.
 */
export class AssignmentWriter {
  readonly #api: AssignmentApi;
  readonly #held: HeldCodes;
  readonly #writings: Batcher<Writing, Outcome>;
  /** Whether the service accepts several changes in one request; so it does until it shows that it does not. */
  #takesBundles = true;

  constructor(api: AssignmentApi, held: HeldCodes, scheduler: BatchScheduler) {
    this.#api = api;
    this.#held = held;
    // The service documents no limit on writes; this is its limit on reads.
    this.#writings = new Batcher(scheduler, maxUsersPerBatch, (writings) => this.#write(writings));
  }

  async write(assignment: Assignment, mayBeHeld = false): Promise<Outcome> {
    const isDone = without(assignment.codes, this.#knownCodes(assignment)).length === 0;
    if (isDone) return { done: assignment.codes, failed: [] };
    return await this.#writings.add({ ...assignment, mayBeHeld });
  }

  async #write(writings: readonly Writing[]): Promise<Outcome[]> {
    await this.#readHeldCodes(writings);
    const open = writings.map((writing) => ({
      ...writing,
      codes: without(writing.codes, this.#knownCodes(writing)),
    }));
    const failures = new Failures();
    const changed = open.filter(({ codes }) => codes.length > 0);
    await this.#held.duringWrite(changed, () => this.#sendAll(open, failures));
    return writings.map((writing) => {
      const failed = failures.of(writing);
      return {
        done: without(
          writing.codes,
          failed.map(({ code }) => code),
        ),
        failed,
      };
    });
  }

  /** The codes that need not be written, by what this run has read of the holder. */
  #knownCodes(assignment: Assignment): readonly string[] {
    return this.#api.gives ? (this.#held.known(assignment) ?? []) : [];
  }

  /** Reads holders that may have the codes. One whose read fails counts as having none: to give a code twice does no harm. */
  async #readHeldCodes(writings: readonly Writing[]): Promise<void> {
    if (!this.#api.gives) return;
    const open = writings.filter(({ mayBeHeld }) => mayBeHeld);
    if (open.length > 0) await this.#held.readMany(open);
  }

  /** Writes edges, and notes those that fail. */
  async #sendAll(assignments: readonly Assignment[], failures: Failures): Promise<void> {
    const bundles = inBundles(groupEdges(assignments, this.#api.takesManyCodes));
    await Promise.all(bundles.map((groups) => this.#sendBundle(groups, failures)));
  }

  /** Makes several changes in one request. After a refusal, each of those that are still to be made has its own. */
  async #sendBundle(groups: readonly AssignmentEdge[][], failures: Failures): Promise<void> {
    if (groups.length === 1 || !this.#takesBundles) {
      await this.#sendEach(groups, failures);
      return;
    }
    try {
      await this.#api.sendTogether(groups.map(requestOf));
    } catch (thrown) {
      const error = toError(thrown);
      const open = new Set(await this.#findOpenEdges(groups.flat(), error, failures));
      const left = groups.map((edges) => edges.filter((edge) => open.has(edge)));
      if (isRefusedTogether(error)) {
        await this.#sendEach(
          left.filter((edges) => edges.length > 0),
          failures,
        );
      } else for (const edge of open) failures.errors.set(keyOf(edge), error);
    }
  }

  /** If the service refuses none of several changes alone, it refuses to take them together. */
  async #sendEach(groups: readonly AssignmentEdge[][], failures: Failures): Promise<void> {
    const wereRefused = await Promise.all(groups.map((edges) => this.#send(edges, failures)));
    if (groups.length > 1 && !wereRefused.includes(true)) this.#takesBundles = false;
  }

  /** Writes edges that share a change, and notes those that fail. Returns whether it was refused. */
  async #send(edges: readonly AssignmentEdge[], failures: Failures): Promise<boolean> {
    let isRefused = false;
    const failed = await isolateFailures(edges, {
      attempt: (some) => this.#api.send(requestOf(some)),
      isAboutOne: isAboutOneUser,
      remaining: (some, error) => {
        isRefused = true;
        return this.#findOpenEdges(some, error, failures);
      },
      split: halveEdges,
    });
    for (const [edge, error] of failed) failures.errors.set(keyOf(edge), error);
    return isRefused;
  }

  /** The edges of a refused request that are not done. If the holder does not exist, they have failed for good. */
  async #findOpenEdges(
    edges: readonly AssignmentEdge[],
    error: Error,
    { errors, unconfirmed }: Failures,
  ): Promise<AssignmentEdge[]> {
    return await findOpen(
      edges,
      (edge) => this.#isDone(edge),
      (edge, finding) => {
        const key = keyOf(edge);
        if (finding === "gone") errors.set(key, holderGone(edge.holder, edge.scope, { cause: error }));
        if (finding !== "unread") unconfirmed.delete(key);
        else if (mayBeDone(error, edges.length > 1)) unconfirmed.add(key);
      },
    );
  }

  /** Whether the edge is as the write would leave it. */
  async #isDone(edge: AssignmentEdge): Promise<boolean | "gone"> {
    const codes = await this.#held.readNow(edge);
    if (codes === "gone") return codes;
    return codes.includes(edge.code) === this.#api.gives;
  }
}

/** Whether a write failed because the service says that there is no such holder. */
export function isGone(error: unknown): boolean {
  return error instanceof UserGoneError || error instanceof ObjectGoneError || isNotFound(error);
}
