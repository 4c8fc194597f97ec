import { afterAll, beforeAll, vi } from "vitest";

/** How much time one turn counts as, and how long the next one is away at least. */
const turn = { countedMs: 10, leastMs: 2 };

/**
 * Lets timers and clocks of a test file count turns of the event loop in place of seconds. The emulator runs in the same
 * process and makes progress in each turn, so a busy machine makes the tests slower but ends no timeout early.
 */
export function countTime(): void {
  let ticking: NodeJS.Timeout;
  beforeAll(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance", "Date"] });
    ticking = setInterval(() => {
      vi.advanceTimersByTime(turn.countedMs);
    }, turn.leastMs);
  });
  afterAll(() => {
    clearInterval(ticking);
    vi.useRealTimers();
  });
}
