/**
 * The instant of an ISO 8601 time, in epoch milliseconds; NaN for what is no time. A time without a zone is taken as
 * UTC, on every machine alike, as the service answers times in UTC.
 */
export function toInstant(time: string): number {
  const hasZone = /(?:Z|[+-]\d{2}:?\d{2})$/iu.test(time);
  return Date.parse(hasZone ? time : `${time}Z`);
}
