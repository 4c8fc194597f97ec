import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Batch, isolateFailures } from "../../sdk/isolate-failures.js";

class BadEntry extends Error {}

/** Does entries together; refuses a batch that holds a bad one, before or after it has done a part of it. */
function service(bad: readonly number[], isAtomic = true) {
  const done = new Set<number>();
  const attempts: (readonly number[])[] = [];
  const batch: Batch<number> = {
    attempt: (entries) => {
      attempts.push(entries);
      const firstBad = entries.find((entry) => bad.includes(entry));
      for (const entry of entries) {
        if (entry === firstBad) return Promise.reject(new BadEntry(`entry ${entry} is bad`));
        if (!isAtomic || firstBad === undefined) done.add(entry);
      }
      return Promise.resolve();
    },
    isAboutOne: (error) => error instanceof BadEntry,
    remaining: (entries) => Promise.resolve(entries.filter((entry) => !done.has(entry))),
  };
  return { batch, done, attempts };
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe("isolateFailures", () => {
  test("attempts everything together, once, when nothing fails", async () => {
    const { batch, attempts } = service([]);

    expect(await isolateFailures(upTo(80), batch)).toEqual(new Map());
    expect(attempts).toEqual([upTo(80)]);
  });

  test("attempts nothing for no entries", async () => {
    const { batch, attempts } = service([]);

    expect(await isolateFailures([], batch)).toEqual(new Map());
    expect(attempts).toEqual([]);
  });

  test.each([0, 17, 79])("finds the bad entry among 80 (number %i) in 14 more requests", async (bad) => {
    const { batch, attempts } = service([bad]);

    const failures = await isolateFailures(upTo(80), batch);

    expect([...failures]).toEqual([[bad, new BadEntry(`entry ${bad} is bad`)]]);
    expect(attempts.length).toBeLessThanOrEqual(15);
  });

  test("processes every good entry and gives every bad one its own error, wherever they are", async () => {
    const cases = fc.record({
      count: fc.integer({ min: 0, max: 20 }),
      bad: fc.uniqueArray(fc.integer({ min: 0, max: 19 })),
      isAtomic: fc.boolean(),
      isTold: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ count, bad, isAtomic, isTold }) => {
        const { batch, done } = service(bad, isAtomic);
        const { attempt, isAboutOne } = batch;

        const failures = await isolateFailures(upTo(count), isTold ? batch : { attempt, isAboutOne });

        for (const entry of upTo(count)) {
          expect(failures.get(entry)?.message).toBe(
            bad.includes(entry) ? `entry ${entry} is bad` : undefined,
          );
          expect(done.has(entry)).toBe(!bad.includes(entry));
        }
      }),
    );
  });

  test("does not split after a failure that is not about one entry, and fails the entries that are not done", async () => {
    const { batch, attempts } = service([]);
    const busy = new Error("busy");

    const failures = await isolateFailures(upTo(4), {
      ...batch,
      attempt: async (entries) => {
        await batch.attempt(entries.slice(0, 3));
        throw busy;
      },
    });

    expect([...failures]).toEqual([[3, busy]]);
    expect(attempts).toHaveLength(1);
  });

  test("attempts a single remaining entry again: the failure may have been about another one", async () => {
    const { batch, attempts } = service([1]);

    const failures = await isolateFailures([0, 1], {
      ...batch,
      // Somebody has removed the bad entry in the meantime.
      remaining: (entries) => Promise.resolve(entries.filter((entry) => entry === 0)),
    });

    expect(failures).toEqual(new Map());
    expect(attempts).toEqual([[0, 1], [0]]);
  });

  test("fails no entry when nothing remains to be done after a failed attempt", async () => {
    const failures = await isolateFailures([0], {
      attempt: () => Promise.reject(new Error("timeout")),
      isAboutOne: () => false,
      remaining: () => Promise.resolve([]),
    });

    expect(failures).toEqual(new Map());
  });

  test("uses the given split, so that related entries stay together", async () => {
    const { batch, attempts } = service([5]);
    const evenAndOdd = (entries: readonly number[]): number[][] => {
      const odd = entries.filter((entry) => entry % 2 === 1);
      return odd.length === entries.length || odd.length === 0
        ? [entries.slice(0, 1), entries.slice(1)]
        : [entries.filter((entry) => entry % 2 === 0), odd];
    };

    const failures = await isolateFailures(upTo(6), { ...batch, split: evenAndOdd });

    expect([...failures.keys()]).toEqual([5]);
    expect(attempts.slice(1, 3)).toEqual([
      [0, 2, 4],
      [1, 3, 5],
    ]);
  });

  test("turns a thrown value into an error", async () => {
    const failures = await isolateFailures([0], {
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- what other libraries may do
      attempt: () => Promise.reject("down"),
      isAboutOne: () => true,
    });

    expect(failures.get(0)).toEqual(new Error("down"));
  });
});
