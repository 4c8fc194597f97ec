import { describe, expect, test } from "vitest";
import { parseRetryAfter } from "../../../sdk/http/retry-after.js";

const now = "Tue, 24 Nov 2026 12:00:00 GMT";

describe("parseRetryAfter", () => {
  test.each([
    ["seconds", "7", now, 7000],
    ["seconds with blanks", " 7 ", now, 7000],
    ["zero", "0", now, 0],
    ["a date, against the service's clock", "Tue, 24 Nov 2026 12:01:30 GMT", now, 90_000],
    ["a date in the past", "Tue, 24 Nov 2026 11:00:00 GMT", now, 0],
    ["nonsense", "soon", now, undefined],
    ["nothing", undefined, now, undefined],
  ])("reads %s", (_, header, date, expected) => {
    expect(parseRetryAfter(header, date)).toBe(expected);
  });

  test("compares a date with our clock when the response has no Date", () => {
    const pauseMs = parseRetryAfter(new Date(Date.now() + 60_000).toUTCString(), undefined);

    expect(pauseMs).toBeGreaterThan(57_000);
    expect(pauseMs).toBeLessThanOrEqual(60_000);
  });
});
