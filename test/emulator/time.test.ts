import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatTime, normaliseTime } from "../../emulator/time.js";

describe("normaliseTime", () => {
  test("keeps every instant that JavaScript can write, in any zone", () => {
    const instants = fc.date({
      noInvalidDate: true,
      min: new Date("0000-01-02"),
      max: new Date("9999-12-30"),
    });
    const offsets = fc.integer({ min: -14 * 60, max: 14 * 60 });

    fc.assert(
      fc.property(instants, offsets, (instant, offset) => {
        const local = new Date(instant.getTime() + offset * 60_000).toISOString().slice(0, -1);
        const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
        const zone = `${offset < 0 ? "-" : "+"}${pad(hours)}:${pad(minutes)}`;

        expect(normaliseTime(`${local}${zone}`)).toBe(instant.toISOString());
      }),
    );
  });

  test.each([
    "1496846048700",
    "2017",
    "07.06.2017",
    "2017-06-07 14:34",
    "2017-02-30T10:00:00Z",
    "2017-06-07T24:00:00Z",
    "2017-06-07T10:00:00+25:00",
    "T10:00Z",
    "9999-12-31T23:59:59-05:00",
    "0000-01-01T00:00:00+05:00",
  ])("refuses %s", (text) => {
    expect(normaliseTime(text)).toBeUndefined();
  });
});

test("formatTime writes UTC to the second", () => {
  expect(formatTime(Date.parse("2021-04-29T13:49:54.987Z"))).toBe("2021-04-29T13:49:54+00:00");
});

function pad(number: number): string {
  return String(number).padStart(2, "0");
}
