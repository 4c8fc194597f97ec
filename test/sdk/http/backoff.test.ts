import { describe, expect, test } from "vitest";
import { backoffMs } from "../../../sdk/http/backoff.js";

describe("backoffMs", () => {
  test("doubles from half a second up to 20 seconds", () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 50].map((attempt) => backoffMs(attempt, () => 0));

    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 20_000, 20_000]);
  });

  test("is shortened randomly by up to half, so that clients do not retry together", () => {
    expect(backoffMs(3, () => 1)).toBe(1000);
  });
});
