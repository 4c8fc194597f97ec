import { isNotFound, maxUsersPerBatch } from "../../../sdk/index.js";
import { toError } from "../../../sdk/to-error.js";
import { UserGoneError } from "../../../model/errors.js";
import { Batcher } from "../batching/batcher.js";
import type { BatchScheduler } from "../batching/batch-scheduler.js";
import { isAboutOneUser } from "./refusal.js";

/** Codes (of groups, or of roles in one namespace) that one person is to gain or to lose. */
export interface Assignment {
  readonly userId: string;
  readonly codes: readonly string[];
  readonly namespace?: string | undefined;
}

/** What became of each code of an assignment. */
export interface Outcome {
  readonly done: readonly string[];
  readonly failed: readonly { readonly code: string; readonly error: Error }[];
}

/** One request: every person in it gains, or loses, every code in it. */
interface Job {
  readonly userIds: readonly string[];
  readonly codes: readonly string[];
  readonly namespace?: string | undefined;
}

/** One person and one code. */
interface Edge {
  readonly userId: string;
  readonly code: string;
  readonly namespace?: string | undefined;
}

export interface AssignmentApi {
  /** A request names one group (1), or any number of roles (Infinity). */
  readonly codesPerRequest: number;
  readonly send: (job: Job) => Promise<unknown>;
  /** Whether the edge already is as the write would leave it; "gone" when there is no such user. */
  readonly isDone: (edge: Edge) => Promise<boolean | "gone">;
}

/**
 * Gives or takes groups or roles, those of many people in one request. The service answers with one message for
 * all of them and nobody knows whether a refused request was done in part: so after a refusal it reads who is done,
 * and repeats the rest in ever smaller requests until the culprit stands alone with its own error.
 */
export class AssignmentWriter {
  readonly #api: AssignmentApi;
  readonly #assignments: Batcher<Assignment, Outcome>;

  constructor(api: AssignmentApi, scheduler: BatchScheduler) {
    this.#api = api;
    // For lack of a documented limit on writes: what the service reads at once.
    this.#assignments = new Batcher(scheduler, maxUsersPerBatch, (assignments) => this.#write(assignments));
  }

  async write(assignment: Assignment): Promise<Outcome> {
    if (assignment.codes.length === 0) return { done: [], failed: [] };
    return await this.#assignments.add(assignment);
  }

  async #write(assignments: readonly Assignment[]): Promise<Outcome[]> {
    const errors = new Map<string, Error>();
    await Promise.all(this.#toJobs(assignments).map((job) => this.#perform(job, errors)));
    return assignments.map(({ userId, codes, namespace }) => {
      const failed = codes.flatMap((code) => {
        const error = errors.get(edgeKey({ userId, code, namespace }));
        return error === undefined ? [] : [{ code, error }];
      });
      const failedCodes = new Set(failed.map(({ code }) => code));
      return { done: codes.filter((code) => !failedCodes.has(code)), failed };
    });
  }

  /** People with the same codes share a request; where the API takes one code only, people with the same code do. */
  #toJobs(assignments: readonly Assignment[]): Job[] {
    const jobs = new Map<
      string,
      { userIds: Set<string>; codes: readonly string[]; namespace: string | undefined }
    >();
    for (const { userId, codes, namespace } of assignments) {
      const bundles = this.#api.codesPerRequest > 1 ? [[...codes].sort()] : codes.map((code) => [code]);
      for (const bundle of bundles) {
        const key = JSON.stringify([namespace, bundle]);
        const job = jobs.get(key) ?? { userIds: new Set(), codes: bundle, namespace };
        job.userIds.add(userId);
        jobs.set(key, job);
      }
    }
    return [...jobs.values()].map((job) => ({ ...job, userIds: [...job.userIds] }));
  }

  async #perform(job: Job, errors: Map<string, Error>): Promise<void> {
    try {
      await this.#api.send(job);
    } catch (error) {
      await this.#isolate(job, toError(error), errors);
    }
  }

  async #isolate(job: Job, error: Error, errors: Map<string, Error>): Promise<void> {
    const open = await this.#openEdges(job, error, errors);
    if (open.length === 0) return;
    const isAlone = job.userIds.length === 1 && job.codes.length === 1;
    if (isAlone || !isAboutOneUser(error)) {
      for (const edge of open) errors.set(edgeKey(edge), error);
      return;
    }
    const remaining: Job = { ...job, userIds: [...new Set(open.map(({ userId }) => userId))] };
    for (const half of halves(remaining)) await this.#perform(half, errors);
  }

  /** The edges of a refused request that are not as they should be. A person who is gone has lost every edge. */
  async #openEdges(job: Job, error: Error, errors: Map<string, Error>): Promise<Edge[]> {
    const { userIds, codes, namespace } = job;
    const edges: Edge[] = userIds.flatMap((userId) => codes.map((code) => ({ userId, code, namespace })));
    const open: Edge[] = [];
    await Promise.all(
      edges.map(async (edge) => {
        // When the read fails as well, the edge counts as open and keeps the first error, which says more.
        const state = await this.#api.isDone(edge).catch(() => false);
        if (state === "gone") errors.set(edgeKey(edge), new UserGoneError(edge.userId, { cause: error }));
        else if (!state) open.push(edge);
      }),
    );
    return open;
  }
}

/** Whether a write failed because the service says that there is no such user. */
export function isGone(error: unknown): boolean {
  return error instanceof UserGoneError || isNotFound(error);
}

function halves(job: Job): Job[] {
  const { userIds, codes } = job;
  if (userIds.length > 1) return split(userIds).map((part) => ({ ...job, userIds: part }));
  return split(codes).map((part) => ({ ...job, codes: part }));
}

function split<Member>(members: readonly Member[]): Member[][] {
  const middle = Math.ceil(members.length / 2);
  return [members.slice(0, middle), members.slice(middle)].filter((part) => part.length > 0);
}

function edgeKey({ userId, code, namespace }: Edge): string {
  return JSON.stringify([namespace, userId, code]);
}
