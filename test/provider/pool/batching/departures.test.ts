import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";

import { Activity } from "../../../../provider/pool/batching/activity.js";
import { Batcher } from "../../../../provider/pool/batching/batcher.js";
import { Departures } from "../../../../provider/pool/batching/departures.js";

interface Post {
  readonly activity: Activity;
  readonly departures: Departures;
  /** What left, in order: the name of the window and how many travelled. */
  readonly left: string[];
  readonly window: (name: string, capacity?: number) => Batcher<number, number>;
}

function openPost(): Post {
  const activity = new Activity();
  const departures = new Departures(activity);
  const left: string[] = [];
  return {
    activity,
    departures,
    left,
    window: (name, capacity = 80) =>
      new Batcher(departures, capacity, async (requests) => {
        left.push(`${name} ${requests.length}`);
        await sleep(20);
        return [...requests];
      }),
  };
}

describe("Departures", () => {
  test("what arrives together leaves together", async () => {
    const { activity, left, window } = openPost();
    const letters = window("letters");

    await Promise.all([1, 2, 3].map((letter) => activity.run(() => letters.add(letter))));

    expect(left).toEqual(["letters 3"]);
  });

  test("every call gets its own answer", async () => {
    const { activity, window } = openPost();
    const letters = window("letters", 2);

    const answers = await Promise.all(
      [1, 2, 3, 4, 5].map((letter) => activity.run(() => letters.add(letter))),
    );

    expect(answers).toEqual([1, 2, 3, 4, 5]);
  });

  test("a batch waits while operations are under way that may join", async () => {
    const { activity, left, window } = openPost();
    const letters = window("letters");

    const busy = activity.run(async () => {
      await sleep(150);
      return await letters.add(2);
    });
    await Promise.all([activity.run(() => letters.add(1)), busy]);

    expect(left).toEqual(["letters 2"]);
  });

  test("the largest batch leaves first, and those who come after it fill up the others", async () => {
    const { activity, left, window } = openPost();
    const [letters, parcels] = [window("letters"), window("parcels")];

    const first = [1, 2, 3].map((letter) => activity.run(() => letters.add(letter)));
    const second = [1, 2].map((parcel) => activity.run(() => parcels.add(parcel)));
    await Promise.all(first);
    const third = activity.run(() => parcels.add(3));
    await Promise.all([...second, third]);

    expect(left).toEqual(["letters 3", "parcels 3"]);
  });

  test("a full batch does not wait for anybody", async () => {
    const { activity, left, window } = openPost();
    const letters = window("letters", 2);

    const busy = activity.run(() => sleep(300));
    await Promise.all([1, 2].map((letter) => activity.run(() => letters.add(letter))));

    expect(left).toEqual(["letters 2"]);
    await busy;
  });

  test("an engine that hands over slowly fills its batches all the same", async () => {
    const { activity, left, window } = openPost();
    const letters = window("letters");
    const letter = (index: number): Promise<number> => activity.run(() => letters.add(index));
    const handOver = async (): Promise<void> => {
      const sent: Promise<number>[] = [];
      for (let index = 0; index < 20; index += 1) {
        sent.push(letter(index));
        await sleep(15);
      }
      await Promise.all(sent);
    };

    await handOver();

    expect(left.length).toBeLessThanOrEqual(4);
  });
});

describe("an engine that writes its state after every step", () => {
  test("fills its batches too: they wait for all that it records before it hands over more", async () => {
    const { activity, left, window } = openPost();
    const windows = [window("letters"), window("parcels")];
    const [operations, width] = [128, 32];
    let writing: Promise<unknown> = Promise.resolve();
    const record = (): Promise<unknown> => (writing = writing.then(() => sleep(6)));
    let next = 0;
    const lane = async (): Promise<void> => {
      for (let index = next++; index < operations; index = next++) {
        await record();
        await activity.run(() => windows[index % 2]!.add(index));
        await record();
      }
    };

    await Promise.all(Array.from({ length: width }, lane));

    expect(left.length).toBeLessThanOrEqual(14);
  });
});

describe("Activity", () => {
  test("counts operations, and calls that travelled with others", async () => {
    const { activity, window } = openPost();
    const letters = window("letters");

    await activity.run(() => letters.add(1));
    await Promise.all([2, 3].map((letter) => activity.run(() => letters.add(letter))));

    expect(activity).toMatchObject({ operations: 3, batched: 2 });
  });

  test("learns the engine's pace from what passes until the next operation, not from its own waits", async () => {
    const activity = new Activity();

    for (let index = 0; index < 20; index += 1) {
      await activity.run(() => sleep(10));
      await sleep(2);
    }

    expect(activity.paceMs).toBeGreaterThan(1);
    expect(activity.paceMs).toBeLessThan(9);
  });
});
