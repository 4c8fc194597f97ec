import { z } from "zod";

const isoTime = z.iso.datetime({ offset: true, local: true });
const zone = /(?:Z|[+-]\d{2}:?\d{2})$/;

/**
 * The instant of an ISO 8601 time as `YYYY-MM-DDTHH:MM:SS.sssZ`, or undefined if the text is not such a time (epoch
 * milliseconds are not). A time without a zone is UTC. A time whose year in UTC does not have four digits is not
 * accepted.
 */
export function normaliseTime(text: string): string | undefined {
  if (!isoTime.safeParse(text).success) return undefined;
  const instant = new Date(zone.test(text) ? text : `${text}Z`);
  const year = instant.getUTCFullYear();
  return year >= 0 && year <= 9999 ? instant.toISOString() : undefined;
}

/** The format of the service's own times: UTC with an offset, without milliseconds. */
export function formatTime(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/\.\d{3}Z$/, "+00:00");
}
