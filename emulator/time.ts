import { z } from "zod";

const isoTime = z.iso.datetime({ offset: true, local: true });
const zone = /(?:Z|[+-]\d{2}:?\d{2})$/;

/**
 * The instant that an ISO 8601 time names, as `YYYY-MM-DDTHH:MM:SS.sssZ`, or undefined when the text is none
 * (epoch milliseconds are none). A time without a zone is read as UTC. Where the zone carries it out of the years
 * that four digits can write, the text counts as none.
 */
export function normaliseTime(text: string): string | undefined {
  if (!isoTime.safeParse(text).success) return undefined;
  const instant = new Date(zone.test(text) ? text : `${text}Z`);
  const year = instant.getUTCFullYear();
  return year >= 0 && year <= 9999 ? instant.toISOString() : undefined;
}

/** The form in which the service reports its own times: UTC with an offset, to the second. */
export function formatTime(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/\.\d{3}Z$/, "+00:00");
}
