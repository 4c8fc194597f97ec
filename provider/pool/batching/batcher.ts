import DataLoader from "dataloader";

import type { Departure, Departures, Patience } from "./departures.js";

const littlePatience: Patience = { quietMs: 4, longestMs: 5000 };

/** Gathers the calls of operations that run side by side into batches. */
export class Batcher<Request, Answer> {
  readonly #departures: Departures;
  readonly #loader: DataLoader<Request, Answer>;
  #next: Departure | undefined;

  constructor(
    departures: Departures,
    maxBatchSize: number,
    /** Answers every request in its place, by a value or an Error. */
    send: (requests: readonly Request[]) => Promise<(Answer | Error)[]>,
    patience = littlePatience,
  ) {
    this.#departures = departures;
    this.#loader = new DataLoader(
      async (requests) => {
        departures.activity.leave(requests.length);
        return await send(requests);
      },
      {
        cache: false,
        maxBatchSize,
        batchScheduleFn: (leave) => {
          this.#next = { patience, capacity: maxBatchSize, size: 0, leave };
          departures.open(this.#next);
        },
      },
    );
  }

  async add(request: Request): Promise<Answer> {
    this.#departures.activity.enter();
    const answer = this.#loader.load(request);
    if (this.#next !== undefined) this.#next.size += 1;
    return await answer;
  }
}
