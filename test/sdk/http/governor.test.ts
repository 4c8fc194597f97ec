import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Budget } from "../../../sdk/http/budget.js";
import { Governor, type Permit, TurnRefused } from "../../../sdk/http/governor.js";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function turn(totalMs = 60_000): { budget: Budget; isUrgent: boolean } {
  return { budget: new Budget(totalMs), isUrgent: false };
}

async function permitOf(governor: Governor): Promise<Permit> {
  return await governor.run(turn(), (permit) => Promise.resolve(permit));
}

/** A task that notes when it ran. */
function noting(times: number[]): () => Promise<void> {
  return () => {
    times.push(performance.now());
    return Promise.resolve();
  };
}

describe("Governor", () => {
  test("runs no more concurrent tasks than allowed", async () => {
    const governor = new Governor({ maxConcurrency: 2 });
    let running = 0;
    let most = 0;

    const runs = Array.from({ length: 6 }, () =>
      governor.run(turn(), async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, 10));
        running -= 1;
      }),
    );
    await vi.advanceTimersByTimeAsync(100);
    await Promise.all(runs);

    expect(most).toBe(2);
  });

  test.each([0.5, 5, 20, 25, 200])("starts %d requests per second", async (requestsPerSecond) => {
    const governor = new Governor({ maxConcurrency: 1000, requestsPerSecond });
    const times: number[] = [];
    const startMs = performance.now();

    const runs = Array.from({ length: requestsPerSecond * 10 }, () => governor.run(turn(), noting(times)));
    await vi.advanceTimersByTimeAsync(20_000);
    await Promise.all(runs);

    const lastMs = Math.max(...times) - startMs;
    expect(lastMs).toBeGreaterThan(7500);
    expect(lastMs).toBeLessThan(10_500);
  });

  test("starts no task during a pause, and all tasks after it", async () => {
    const governor = new Governor({ maxConcurrency: 10 });
    const times: number[] = [];

    expect(governor.pause(await permitOf(governor), 3000)).toBe(3000);
    const startMs = performance.now();
    const runs = [governor.run(turn(), noting(times)), governor.run(turn(), noting(times))];
    await vi.advanceTimersByTimeAsync(2999);
    expect(times).toEqual([]);
    await vi.advanceTimersByTimeAsync(2);
    await Promise.all(runs);

    expect(times.map((time) => Math.round(time - startMs))).toEqual([3000, 3000]);
  });

  test("pauses once for concurrent requests that are throttled", async () => {
    const governor = new Governor({ maxConcurrency: 10 });
    const permits = await Promise.all([permitOf(governor), permitOf(governor), permitOf(governor)]);

    const pauses = permits.map((permit) => governor.pause(permit, undefined));

    expect(pauses.filter((pause) => pause !== undefined)).toHaveLength(1);
  });

  test("halves the concurrency after a refusal, and raises it by one after each round of successes", async () => {
    const governor = new Governor({ maxConcurrency: 4 });
    /** The most tasks that ran at a time, out of more than may. */
    const width = async (): Promise<number> => {
      let [running, most] = [0, 0];
      const runs = Array.from({ length: 8 }, () =>
        governor.run(turn(), async () => {
          most = Math.max(most, ++running);
          await new Promise((resolve) => setTimeout(resolve, 1));
          running -= 1;
        }),
      );
      await vi.advanceTimersByTimeAsync(20);
      await Promise.all(runs);
      return most;
    };
    governor.pause(await permitOf(governor), 5);
    await vi.advanceTimersByTimeAsync(5);
    expect(await width()).toBe(2);

    const widths: number[] = [];
    for (let success = 1; success <= 12; success += 1) {
      governor.succeeded(await permitOf(governor));
      widths.push(await width());
    }

    expect(widths).toEqual([2, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4]);
  });

  test("extends a pause when the service asks for a longer one", async () => {
    const governor = new Governor({ maxConcurrency: 10 });
    const [first, second] = await Promise.all([permitOf(governor), permitOf(governor)]);
    const times: number[] = [];
    const startMs = performance.now();

    governor.pause(first, 1000);
    governor.pause(second, 5000);
    const run = governor.run(turn(), noting(times));
    await vi.advanceTimersByTimeAsync(6000);
    await run;

    expect(Math.round((times[0] ?? 0) - startMs)).toBe(5000);
  });

  test("pauses longer after each vain attempt, and short again after a success", async () => {
    const governor = new Governor({ maxConcurrency: 10 });
    const pauseOnce = async (): Promise<number> => {
      const run = permitOf(governor);
      await vi.advanceTimersByTimeAsync(30_000);
      return governor.pause(await run, undefined) ?? 0;
    };

    const pauses = [await pauseOnce(), await pauseOnce(), await pauseOnce()];
    const run = permitOf(governor);
    await vi.advanceTimersByTimeAsync(30_000);
    governor.succeeded(await run);
    const afterwards = await pauseOnce();

    expect(pauses[0]).toBeLessThanOrEqual(500);
    expect(pauses[2]).toBeGreaterThanOrEqual(1000);
    expect(afterwards).toBeLessThanOrEqual(500);
  });

  test("stays paused when the service asks for more than a timer can wait", async () => {
    const governor = new Governor({ maxConcurrency: 10 });
    governor.pause(await permitOf(governor), 30 * 24 * 3_600_000);

    await vi.advanceTimersByTimeAsync(60_000);

    await expect(governor.run(turn(), noting([]))).rejects.toBeInstanceOf(TurnRefused);
  });

  test("waits after a Retry-After of zero", async () => {
    const governor = new Governor({ maxConcurrency: 10 });

    expect(governor.pause(await permitOf(governor), 0)).toBeGreaterThanOrEqual(250);
  });

  test("refuses calls that cannot wait for the end of the pause, queued before it or during it", async () => {
    const governor = new Governor({ maxConcurrency: 1 });
    const permit = await permitOf(governor);
    const busy = governor.run(turn(), () => new Promise<void>((resolve) => setTimeout(resolve, 100)));
    const queued = governor.run(turn(10_000), noting([]));
    const queuedRefusal = expect(queued).rejects.toBeInstanceOf(TurnRefused);

    governor.pause(permit, 3_600_000);
    const refused = governor.run(turn(10_000), noting([]));
    const refusal = expect(refused).rejects.toMatchObject({ pauseMs: 3_600_000 });
    await vi.advanceTimersByTimeAsync(200);

    await busy;
    await queuedRefusal;
    await refusal;
  });

  test("counts time in a pause against the budget, but not time behind other calls", async () => {
    const governor = new Governor({ maxConcurrency: 1 });
    const permit = await permitOf(governor);
    const { budget } = turn(60_000);
    const busy = governor.run(turn(), () => new Promise<void>((resolve) => setTimeout(resolve, 20_000)));
    const run = governor.run({ budget, isUrgent: false }, () => Promise.resolve(budget.remainingMs()));
    await vi.advanceTimersByTimeAsync(15_000);
    governor.pause(permit, 10_000);
    await vi.advanceTimersByTimeAsync(10_100);

    await busy;
    expect(Math.round((await run) / 1000)).toBe(50);
  });

  test("runs a retry before new calls", async () => {
    const governor = new Governor({ maxConcurrency: 1 });
    const order: string[] = [];
    const note = (name: string) => () => {
      order.push(name);
      return Promise.resolve();
    };

    const busy = governor.run(turn(), () => new Promise<void>((resolve) => setTimeout(resolve, 10)));
    const fresh = governor.run(turn(), note("new"));
    const repeat = governor.run({ ...turn(), isUrgent: true }, note("repeat"));
    await vi.advanceTimersByTimeAsync(20);
    await Promise.all([busy, fresh, repeat]);

    expect(order).toEqual(["repeat", "new"]);
  });
});
