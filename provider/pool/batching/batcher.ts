import DataLoader from "dataloader";

import type { BatchScheduler, BatchTiming, PendingBatch } from "./batch-scheduler.js";

/** 20 ms hardly count beside a request, and a busy process may need them to accept operations that came together. */
const usualTiming: BatchTiming = { minQuietMs: 20, maxWaitMs: 5000 };

/** Gathers the calls of operations that run side by side into batches. */
export class Batcher<Request, Answer> {
  readonly #scheduler: BatchScheduler;
  readonly #loader: DataLoader<Request, Answer>;
  #batch: PendingBatch | undefined;

  constructor(
    scheduler: BatchScheduler,
    maxSize: number,
    /** Answers every request in its place, with a value or an Error. */
    send: (requests: readonly Request[]) => Promise<(Answer | Error)[]>,
    timing = usualTiming,
  ) {
    this.#scheduler = scheduler;
    this.#loader = new DataLoader(send, {
      cache: false,
      maxBatchSize: maxSize,
      batchScheduleFn: (sendBatch) => {
        this.#batch = { timing, maxSize, size: 0, send: sendBatch };
        scheduler.open(this.#batch);
      },
    });
  }

  async add(request: Request): Promise<Answer> {
    const answer = this.#loader.load(request);
    if (this.#batch !== undefined) this.#scheduler.join(this.#batch);
    return await answer;
  }
}
