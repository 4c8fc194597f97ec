import { describe, expect, test } from "vitest";
import { ServiceClock } from "../../../sdk/http/service-clock.js";

describe("ServiceClock", () => {
  test("knows nothing before the first response", () => {
    const clock = new ServiceClock();

    clock.observe(undefined);
    clock.observe("yesterday");

    expect(clock.at(performance.now())).toBeUndefined();
  });

  test("converts moments of our clock, past ones included, to the service's time", () => {
    const clock = new ServiceClock();
    const nowMs = performance.now();

    clock.observe("Tue, 24 Nov 2026 12:00:00 GMT");

    const minuteAgo = clock.at(nowMs - 60_000)?.getTime() ?? 0;
    expect(Math.abs(minuteAgo - Date.parse("2026-11-24T11:59:00Z"))).toBeLessThan(100);
  });
});
