/** What this run takes from users: accounts, groups and roles. Before the users of a group are counted, it has to end. */
export class Withdrawals {
  readonly #running = new Set<Promise<unknown>>();
  #count = 0;

  /** How many have begun so far. */
  get count(): number {
    return this.#count;
  }

  async run<Result>(withdraw: () => Promise<Result>): Promise<Result> {
    this.#count += 1;
    const running = withdraw();
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }

  /** Waits until none is running. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#running);
  }
}
