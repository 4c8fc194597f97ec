const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/u;

/**
 * A time of the service as readers want it, `2026-11-27 08:04 UTC`; undefined for what is not clearly an instant. JSON has
 * the time as the service returned it.
 */
export function momentOf(time: string): string | undefined {
  const date = new Date(instant.test(time) ? time : Number.NaN);
  if (Number.isNaN(date.getTime())) return undefined;
  return `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
