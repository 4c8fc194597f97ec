import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isUnexpectedResponse, type Page } from "../../sdk/index.js";
import { walkEntries, walkPages } from "../../sdk/walk-pages.js";

function walkOf(
  fetch: (page: number, limit: number) => Page<number>,
  pageSize = 3,
): Parameters<typeof walkPages<number>>[0] {
  return {
    operation: "numbers.listAll",
    trying: "listing all numbers",
    pageSize,
    fetch: (page, limit) => Promise.resolve(fetch(page, limit)),
    keyOf: String,
  };
}

function pageFrom(list: readonly number[], page: number, limit: number): Page<number> {
  return { totalCount: list.length, list: list.slice((page - 1) * limit, page * limit) };
}

async function collect(walk: Parameters<typeof walkPages<number>>[0]): Promise<number[]> {
  const entries: number[] = [];
  for await (const entry of walkEntries(walk)) entries.push(entry);
  return entries;
}

describe("walkPages", () => {
  test("returns every entry once: one page in one request, a full one in two, several pages in two more than pages", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(40), fc.integer({ min: 1, max: 12 }), async (length, pageSize) => {
        const all = Array.from({ length }, (_, index) => index);
        let requests = 0;
        const fetch = (page: number, limit: number): Page<number> => {
          requests += 1;
          return pageFrom(all, page, limit);
        };

        expect(await collect(walkOf(fetch, pageSize))).toEqual(all);
        const pages = Math.max(1, Math.ceil(length / pageSize));
        const single = length === pageSize ? 2 : 1;
        expect(requests).toBe(pages === 1 ? single : pages + 2);
      }),
    );
  });

  test("continues when the service returns smaller pages than requested", async () => {
    const all = [1, 2, 3, 4, 5, 6, 7];

    expect(await collect(walkOf((page, limit) => pageFrom(all, page, Math.min(limit, 2)), 100))).toEqual(all);
  });

  test("reads again when the list shrank in the meantime, so that no entry is missed between two pages", async () => {
    let requests = 0;
    const fetch = (page: number, limit: number): Page<number> => {
      requests += 1;
      return pageFrom(requests === 1 ? [1, 2, 3, 4, 5, 6] : [2, 3, 4, 5, 6], page, limit);
    };

    expect((await collect(walkOf(fetch))).toSorted()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test("loses no entry when deletions and creations cancel out in the total", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 12 }),
        fc.array(fc.record({ before: fc.integer({ min: 1, max: 8 }), of: fc.nat(30) }), { maxLength: 3 }),
        fc.boolean(),
        async (pageSize, exchanges, newestFirst) => {
          const original = Array.from({ length: 30 }, (_, index) => index);
          let all = [...original];
          let requests = 0;
          const fetch = (page: number, limit: number): Page<number> => {
            requests += 1;
            for (const [index, { before, of }] of exchanges.entries()) {
              if (before === requests) all = [...all.filter((entry) => entry !== of), 100 + index];
            }
            return pageFrom(newestFirst ? all.toReversed() : all, page, limit);
          };

          const entries = await collect(walkOf(fetch, pageSize));

          const deleted = new Set(exchanges.map(({ of }) => of));
          expect(new Set(entries).size).toBe(entries.length);
          expect(entries).toEqual(expect.arrayContaining(original.filter((entry) => !deleted.has(entry))));
        },
      ),
    );
  });

  test("reads again after a cut page", async () => {
    let requests = 0;
    const fetch = (page: number, limit: number): Page<number> => {
      requests += 1;
      const { totalCount, list } = pageFrom([1, 2, 3, 4, 5], page, limit);
      return { totalCount, list: requests === 1 ? list.slice(0, 1) : list };
    };

    expect((await collect(walkOf(fetch))).toSorted()).toEqual([1, 2, 3, 4, 5]);
  });

  describe("when the total is wrong", () => {
    test("continues after a capped total, whatever the cap", async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.nat(60),
          fc.integer({ min: -3, max: 60 }),
          fc.integer({ min: 2, max: 12 }),
          async (length, cap, pageSize) => {
            const all = Array.from({ length }, (_, index) => index);
            const fetch = (page: number, limit: number): Page<number> => ({
              ...pageFrom(all, page, limit),
              totalCount: Math.min(length, cap),
            });

            // One short page that is counted right looks whole; no other does.
            expect((await collect(walkOf(fetch, pageSize))).toSorted((a, b) => a - b)).toEqual(all);
          },
        ),
      );
    });

    test.each([-1, -20])("takes an empty list with the total %i for an empty list", async (totalCount) => {
      expect(await collect(walkOf(() => ({ totalCount, list: [] })))).toEqual([]);
    });

    test("continues when every page counts only its own entries", async () => {
      const all = Array.from({ length: 10 }, (_, index) => index);
      const fetch = (page: number, limit: number): Page<number> => {
        const { list } = pageFrom(all, page, limit);
        return { totalCount: list.length, list };
      };

      expect((await collect(walkOf(fetch))).toSorted()).toEqual(all);
    });

    test("loses no entry of a capped list when a deletion moves entries in the meantime", async () => {
      let requests = 0;
      const fetch = (page: number, limit: number): Page<number> => {
        requests += 1;
        const all = requests <= 4 ? [1, 2, 3, 4, 5, 6, 7, 8] : [2, 3, 4, 5, 6, 7, 8];
        return { ...pageFrom(all, page, limit), totalCount: 4 };
      };

      expect((await collect(walkOf(fetch))).toSorted()).toEqual(
        expect.arrayContaining([2, 3, 4, 5, 6, 7, 8]),
      );
    });
  });

  test("reads a single page again when one entry is replaced by a duplicate", async () => {
    let requests = 0;
    const fetch = (): Page<number> => {
      requests += 1;
      return { totalCount: 2, list: requests === 1 ? [1, 1] : [1, 2] };
    };

    expect(await collect(walkOf(fetch))).toEqual([1, 2]);
  });

  test("throws when the duplicate stays", async () => {
    await expect(collect(walkOf(() => ({ totalCount: 2, list: [1, 1] })))).rejects.toThrow(
      "listing all numbers failed",
    );
  });

  test("throws when the list stays incomplete", async () => {
    const walk = walkOf((page) => ({ totalCount: 5, list: page === 1 ? [1, 2, 3] : [] }));

    const error = await collect(walk).catch((cause: unknown) => cause);

    expect(isUnexpectedResponse(error)).toBe(true);
    expect(error).toMatchObject({ operation: "numbers.listAll" });
  });

  test("throws, and does not read endlessly, when the service repeats its first page", async () => {
    await expect(collect(walkOf(() => ({ totalCount: 9, list: [1, 2, 3] })))).rejects.toThrow(
      "listing all numbers failed",
    );
  });

  test("returns the total with each page, even for an empty list", async () => {
    const totals: number[] = [];
    for await (const { totalCount } of walkPages(walkOf(() => ({ totalCount: 0, list: [] }))))
      totals.push(totalCount);

    expect(totals).toEqual([0]);
  });
});
