import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { Activity } from "../../../../provider/pool/batching/activity.js";
import { BatchScheduler } from "../../../../provider/pool/batching/batch-scheduler.js";
import { DeletionLimit } from "../../../../provider/pool/safety/deletion-limit.js";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});

afterEach(async () => {
  await vi.runAllTimersAsync();
  vi.useRealTimers();
});

/** Deletions that the engine hands over, and what became of each. */
function startDeletions(limit: number | undefined): {
  remove: (userId: string) => void;
  outcomes: Record<string, "admitted" | "refused">;
} {
  const activity = new Activity();
  const setting = { max: limit, name: "approw:maxDeletions", remedy: "raise it" };
  const deletions = new DeletionLimit(setting, new BatchScheduler(activity));
  const outcomes: Record<string, "admitted" | "refused"> = {};
  return {
    outcomes,
    remove: (userId) => {
      void activity
        .run(() => deletions.admit({ userId, what: `deleting user ${userId}` }))
        .then(
          () => (outcomes[userId] = "admitted"),
          () => (outcomes[userId] = "refused"),
        );
    },
  };
}

describe("DeletionLimit", () => {
  test("decides after half a second without a deletion", async () => {
    const { remove, outcomes } = startDeletions(1);

    remove("ada");
    await vi.advanceTimersByTimeAsync(499);
    expect(outcomes).toEqual({});
    await vi.advanceTimersByTimeAsync(1);

    expect(outcomes).toEqual({ ada: "admitted" });
  });

  test("counts deletions together that arrive within that time", async () => {
    const { remove, outcomes } = startDeletions(1);

    remove("ada");
    await vi.advanceTimersByTimeAsync(490);
    remove("grace");
    await vi.runAllTimersAsync();

    expect(outcomes).toEqual({ ada: "refused", grace: "refused" });
  });

  test("decides after 10 seconds at the latest", async () => {
    const { remove, outcomes } = startDeletions(100);

    for (let ms = 0; ms < 10_000; ms += 100) {
      remove(`user-${ms}`);
      await vi.advanceTimersByTimeAsync(99);
      expect(outcomes).toEqual({});
      await vi.advanceTimersByTimeAsync(1);
    }

    expect(Object.keys(outcomes)).toHaveLength(100);
  });

  test("lets everything through at once where there is no limit", async () => {
    const { remove, outcomes } = startDeletions(undefined);

    remove("ada");
    await vi.advanceTimersByTimeAsync(0);

    expect(outcomes).toEqual({ ada: "admitted" });
  });
});
