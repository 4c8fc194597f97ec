import { describe, expect, test } from "vitest";
import { ServiceClock } from "../../../sdk/http/service-clock.js";

const hourMs = 3_600_000;

interface Clocks {
  /** How far the `Date` header is ahead of the clock that writes `createdAt`. */
  readonly header?: number | "missing" | "junk";
  /** How far the time of issue of the token is ahead. */
  readonly token?: number | "missing" | "zero";
  /** How far the clock that writes `createdAt` is ahead of this machine. */
  readonly service?: number;
}

/** What the clock says about an object of a certain age, when the call started ten seconds ago. */
function verdictOn(ageMs: number, { header = 0, token = 0, service = 0 }: Clocks): string {
  const clock = new ServiceClock();
  const serviceMs = Date.now() + service;
  if (token !== "missing") clock.observeIssue(token === "zero" ? 0 : Math.floor((serviceMs + token) / 1000));
  if (typeof header === "number") clock.observe(new Date(serviceMs + header).toUTCString());
  if (header === "junk") clock.observe("yesterday");
  return clock.isSince(performance.now() - 10_000, serviceMs - ageMs);
}

const newly = 4000;

describe("ServiceClock", () => {
  test.each<[string, Clocks]>([
    ["all clocks right", {}],
    ["no Date header", { header: "missing" }],
    ["a Date header that is not a date", { header: "junk" }],
    ["a Date header that is hours behind", { header: -3 * hourMs }],
    ["a Date header that is hours ahead", { header: 3 * hourMs }],
    ["this machine hours off", { service: 5 * hourMs }],
    ["an old token from the service's cache", { token: -2 * hourMs }],
    ["a token without a time", { token: "missing" }],
    ["a token of 1970", { token: "zero" }],
    ["neither header nor token", { header: "missing", token: "missing" }],
    ["this machine off, and a token without a time", { service: hourMs, token: "missing" }],
  ])("recognizes what is new with %s, and what is old", (_, clocks) => {
    expect(verdictOn(newly, clocks)).toBe("yes");
    for (const ageMs of [30_000, hourMs / 2, 24 * hourMs]) expect(verdictOn(ageMs, clocks)).not.toBe("yes");
  });

  test("claims nothing as old as one wrong clock is behind", () => {
    for (const wrong of [
      { header: -hourMs },
      { token: -hourMs },
      { header: "missing", token: -hourMs },
    ] as const) {
      expect(verdictOn(hourMs + newly, wrong)).not.toBe("yes");
    }
  });

  test("does not know when one of two clocks says yes", () => {
    expect(verdictOn(newly, { header: "missing", service: hourMs })).toBe("unknown");
    expect(verdictOn(Number.NaN, {})).toBe("no");
  });
});
