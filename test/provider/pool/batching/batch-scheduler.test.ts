import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { Activity } from "../../../../provider/pool/batching/activity.js";
import { BatchScheduler } from "../../../../provider/pool/batching/batch-scheduler.js";
import { Batcher } from "../../../../provider/pool/batching/batcher.js";
import { after } from "./simulated-engine.js";

const answerMs = 5;

interface Scene {
  readonly activity: Activity;
  /** What was sent, in order: the name of the batcher and the number of calls. */
  readonly sent: string[];
  readonly batcher: (name: string, maxSize?: number) => Batcher<number, number>;
}

function setScene(): Scene {
  const activity = new Activity();
  const scheduler = new BatchScheduler(activity);
  const sent: string[] = [];
  return {
    activity,
    sent,
    batcher: (name, maxSize = 80) =>
      new Batcher(scheduler, maxSize, async (requests) => {
        sent.push(`${name} ${requests.length}`);
        await after(answerMs);
        return [...requests];
      }),
  };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});

afterEach(async () => {
  await vi.runAllTimersAsync();
  vi.useRealTimers();
});

describe("BatchScheduler", () => {
  test("sends what arrives together together", async () => {
    const { activity, sent, batcher } = setScene();
    const groups = batcher("groups");

    const calls = [1, 2, 3].map((call) => activity.run(() => groups.add(call)));
    await vi.runAllTimersAsync();
    await Promise.all(calls);

    expect(sent).toEqual(["groups 3"]);
  });

  test("does not wait for an operation that waits for another one", async () => {
    const { activity, sent, batcher } = setScene();
    const groups = batcher("groups");
    const call = activity.run(() => groups.add(1));
    const waiting = activity.run(() => activity.pause(call));

    await vi.advanceTimersByTimeAsync(200);

    expect(sent).toEqual(["groups 1"]);
    await waiting;
  });

  test("gives every call its own answer", async () => {
    const { activity, batcher } = setScene();
    const groups = batcher("groups", 2);

    const calls = [1, 2, 3, 4, 5].map((call) => activity.run(() => groups.add(call)));
    await vi.runAllTimersAsync();

    expect(await Promise.all(calls)).toEqual([1, 2, 3, 4, 5]);
  });

  test("sends a call that is alone after 20 ms", async () => {
    const { activity, sent, batcher } = setScene();
    const groups = batcher("groups");

    void activity.run(() => groups.add(1));

    await vi.advanceTimersByTimeAsync(19);
    expect(sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent).toEqual(["groups 1"]);
  });

  test("waits four times as long as the engine usually takes to hand over the next operation", async () => {
    const { activity, sent, batcher } = setScene();
    const groups = batcher("groups");

    for (const call of [1, 2, 3]) {
      await vi.advanceTimersByTimeAsync(10);
      void activity.run(() => groups.add(call));
    }

    await vi.advanceTimersByTimeAsync(39);
    expect(sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent).toEqual(["groups 3"]);
  });

  test("waits as long again for every operation that the engine has had in flight beside the present ones", async () => {
    const { activity, sent, batcher } = setScene();
    const groups = batcher("groups");

    for (const operation of [() => groups.add(1), () => groups.add(2), () => after(20), () => after(10)]) {
      await vi.advanceTimersByTimeAsync(10);
      void activity.run<unknown>(operation);
    }
    // Two of the four operations end.
    await vi.advanceTimersByTimeAsync(10);

    await vi.advanceTimersByTimeAsync(119);
    expect(sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent).toEqual(["groups 2"]);
  });

  test("waits while operations are in flight that may join", async () => {
    const { activity, sent, batcher } = setScene();
    const groups = batcher("groups");

    void activity.run(() => groups.add(1));
    void activity.run(async () => {
      await after(1000);
      await groups.add(2);
    });
    await vi.runAllTimersAsync();

    expect(sent).toEqual(["groups 2"]);
  });

  test("waits no longer than 5 seconds for an operation that may join", async () => {
    const { activity, sent, batcher } = setScene();
    const groups = batcher("groups");

    void activity.run(() => groups.add(1));
    void activity.run(() => after(60_000));

    await vi.advanceTimersByTimeAsync(4999);
    expect(sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent).toEqual(["groups 1"]);
  });

  test("sends a full batch at once, whatever is in flight", () => {
    const { activity, sent, batcher } = setScene();
    const groups = batcher("groups", 2);

    void activity.run(() => after(300));
    void activity.run(() => groups.add(1));
    expect(sent).toEqual([]);
    void activity.run(() => groups.add(2));

    expect(sent).toEqual(["groups 2"]);
  });

  test("sends the largest batch first; what arrives after its answer fills up the others", async () => {
    const { activity, sent, batcher } = setScene();
    const [groups, roles] = [batcher("groups"), batcher("roles")];

    for (const call of [1, 2]) void activity.run(() => roles.add(call));
    const first = [1, 2, 3].map((call) => activity.run(() => groups.add(call)));
    void Promise.all(first).then(() => activity.run(() => roles.add(3)));
    await vi.runAllTimersAsync();

    expect(sent).toEqual(["groups 3", "roles 3"]);
  });
});

describe("Activity", () => {
  test("counts operations, and calls that shared a batch", async () => {
    const { activity, batcher } = setScene();
    const groups = batcher("groups");

    void activity.run(() => groups.add(1));
    await vi.runAllTimersAsync();
    for (const call of [2, 3]) void activity.run(() => groups.add(call));
    await vi.runAllTimersAsync();

    expect(activity).toMatchObject({ operations: 3, batched: 2 });
  });

  test("takes for usual the median of the latest 16 gaps", async () => {
    const activity = new Activity();
    const start = async (gapMs: number): Promise<void> => {
      await vi.advanceTimersByTimeAsync(gapMs);
      void activity.run(() => after(60_000));
    };

    for (let index = 0; index < 40; index += 1) await start(1);
    for (let index = 0; index < 7; index += 1) await start(50);
    expect(activity.usualGapMs).toBe(1);
    await start(50);
    expect(activity.usualGapMs).toBe(50);
  });

  test("counts a gap from the last start or end of an operation", async () => {
    const activity = new Activity();

    void activity.run(() => after(60_000));
    await vi.advanceTimersByTimeAsync(10);
    void activity.run(() => after(3));
    await vi.advanceTimersByTimeAsync(10);
    void activity.run(() => after(60_000));

    expect(activity.usualGapMs).toBe(10);
    await vi.advanceTimersByTimeAsync(1);
    void activity.run(() => after(60_000));
    // 1, 7 and 10 ms.
    expect(activity.usualGapMs).toBe(7);
  });

  test("counts no gap in which nothing is in flight", async () => {
    const activity = new Activity();

    for (let index = 0; index < 3; index += 1) {
      void activity.run(() => after(1));
      await vi.advanceTimersByTimeAsync(1000);
    }

    expect(activity.usualGapMs).toBe(0);
  });

  test("rounds gaps up to whole milliseconds", async () => {
    const activity = new Activity();

    void activity.run(() => after(60_000));
    await vi.advanceTimersByTimeAsync(2.25);
    void activity.run(() => after(60_000));

    expect(activity.usualGapMs).toBe(3);
  });
});
