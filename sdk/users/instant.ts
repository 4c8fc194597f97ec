/**
 * An ISO 8601 time in epoch milliseconds, or NaN when the string is not a valid time. A time without a zone is UTC, as in
 * the responses of the service.
 */
export function toInstant(time: string): number {
  const hasZone = /(?:Z|[+-]\d{2}:?\d{2})$/iu.test(time);
  return Date.parse(hasZone ? time : `${time}Z`);
}
