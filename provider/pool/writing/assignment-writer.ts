import { isNotFound, maxUsersPerBatch } from "../../../sdk/index.js";
import { isolateFailures } from "../../../sdk/isolate-failures.js";
import { UserGoneError } from "../../../model/errors.js";
import type { BatchScheduler } from "../batching/batch-scheduler.js";
import { Batcher } from "../batching/batcher.js";
import {
  type Assignment,
  type AssignmentEdge,
  type AssignmentRequest,
  groupEdges,
  halveEdges,
  keyOf,
  requestOf,
} from "./assignment.js";
import { isAboutOneUser } from "./refusal.js";

/** What became of each code of an assignment. */
export interface Outcome {
  readonly done: readonly string[];
  readonly failed: readonly { readonly code: string; readonly error: Error }[];
}

/** One of the service's operations that give or take codes. */
export interface AssignmentApi {
  /** Whether a request takes many codes (roles), or one (groups). */
  readonly takesManyCodes: boolean;
  readonly send: (request: AssignmentRequest) => Promise<unknown>;
  /** Whether the edge already is as the write would leave it; "gone" when there is no such user. */
  readonly isDone: (edge: AssignmentEdge) => Promise<boolean | "gone">;
}

/**
 * Gives or takes groups or roles, those of many users in one request. The service answers with one message for all of
 * them and does not say whether it did a part of a refused request. So after a refusal, the writer reads what is done and
 * repeats the rest in smaller requests, until the edge that causes the refusal is alone and has its own error.
 */
export class AssignmentWriter {
  readonly #api: AssignmentApi;
  readonly #assignments: Batcher<Assignment, Outcome>;

  constructor(api: AssignmentApi, scheduler: BatchScheduler) {
    this.#api = api;
    // The service documents no limit on writes; this is its limit on reads.
    this.#assignments = new Batcher(scheduler, maxUsersPerBatch, (assignments) => this.#write(assignments));
  }

  async write(assignment: Assignment): Promise<Outcome> {
    if (assignment.codes.length === 0) return { done: [], failed: [] };
    return await this.#assignments.add(assignment);
  }

  async #write(assignments: readonly Assignment[]): Promise<Outcome[]> {
    const errors = new Map<string, Error>();
    const groups = groupEdges(assignments, this.#api.takesManyCodes);
    await Promise.all(groups.map((edges) => this.#send(edges, errors)));
    return assignments.map(({ userId, codes, scope }) => {
      const errorOf = (code: string): Error | undefined => errors.get(keyOf({ userId, code, scope }));
      return {
        done: codes.filter((code) => errorOf(code) === undefined),
        failed: codes.flatMap((code) => {
          const error = errorOf(code);
          return error === undefined ? [] : [{ code, error }];
        }),
      };
    });
  }

  /** Writes edges that share a request; the errors of those that fail go to `errors`. */
  async #send(edges: readonly AssignmentEdge[], errors: Map<string, Error>): Promise<void> {
    const failures = await isolateFailures(edges, {
      attempt: (some) => this.#api.send(requestOf(some)),
      isAboutOne: isAboutOneUser,
      remaining: (some, error) => this.#findOpenEdges(some, error, errors),
      split: halveEdges,
    });
    for (const [edge, error] of failures) errors.set(keyOf(edge), error);
  }

  /** The edges of a refused request that are not done. If the user does not exist, they have failed for good. */
  async #findOpenEdges(
    edges: readonly AssignmentEdge[],
    error: Error,
    errors: Map<string, Error>,
  ): Promise<AssignmentEdge[]> {
    // If the read fails as well, the edge counts as open and keeps the first error, which says more.
    const states = await Promise.all(edges.map((edge) => this.#api.isDone(edge).catch(() => false)));
    for (const [index, edge] of edges.entries()) {
      if (states[index] === "gone") errors.set(keyOf(edge), new UserGoneError(edge.userId, { cause: error }));
    }
    return edges.filter((_edge, index) => states[index] === false);
  }
}

/** Whether a write failed because the service says that there is no such user. */
export function isGone(error: unknown): boolean {
  return error instanceof UserGoneError || isNotFound(error);
}
